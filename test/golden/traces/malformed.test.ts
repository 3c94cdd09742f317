import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Problem } from '../../../src/core/problem';
import type { RepairKind, Trace } from '../../../src/core/traces/columns';
import { readTrace } from '../../../src/core/traces/read';
import { openBytes } from '../../../src/io/open-bytes';
import { sharedPath, skipUnlessShared } from '../../support/shared';

/** What each damaged file must give. Where nothing is said: its 1,348 events, nothing repaired, nothing to warn of. */
interface Expected {
  readonly events?: number;
  readonly repair?: readonly [RepairKind, number];
  readonly skipped?: number;
  readonly truncated?: number;
  readonly warning?: RegExp;
  readonly problem?: RegExp;
}

const EXPECTED: Readonly<Record<string, Expected>> = {
  'trunc_mid_event.json': { events: 834, truncated: 183_392 },
  'trunc_mid_utf8.json': { events: 8, truncated: 5005 },
  'gz_bad_crc.json.gz': { warning: /checksum/ },
  'utf16le_bom.json': { repair: ['text encoding', 1] },
  'raw_newline_in_name.json': { repair: ['control character', 1] },
  'bad_escape_windows_path.json': { repair: ['bad escape', 1] },
  'na_literal.json': { repair: ['bare word', 3] },
  'nan_inf_literals.json': { repair: ['not a number', 5] },
  'huge_ts_ns.json': { repair: ['nanoseconds', 1] },
  'ts_string.json': { repair: ['text for a number', 838] },
  'null_dur.json': { repair: ['no duration', 168] },
  'huge_dur_236y.json': { repair: ['no duration', 1] },
  'overlap_X_same_track.json': { events: 1351 },
  'E_without_B.json': { events: 1352, repair: ['begin without end', 1], skipped: 1 },
  'non_object_events.json': { events: 1353, skipped: 5 },
  'unknown_ph.json': { events: 1378, repair: ['no duration', 1], skipped: 2 },
  'empty_events.json': { events: 0 },
  'traceEvents_object.json': { problem: /"traceEvents" is not an array/ },
  'trailing_garbage.json': { warning: /what follows the trace/ },
  'comments.json': { repair: ['comment', 1] },
  'real_torch2.14_weird_names.pt.trace.json': { events: 624, repair: ['unescaped quote', 2] },
};

interface Listed {
  readonly file: string;
}

const check = (trace: Trace, expected: Expected): void => {
  assert.equal(trace.events, expected.events ?? 1348);
  assert.equal(trace.skippedEvents, expected.skipped ?? 0);
  assert.equal(trace.truncated?.atByte, expected.truncated);
  const [kind, count] = expected.repair ?? [];
  if (kind === undefined) assert.deepEqual([...trace.repairs], []);
  else assert.equal(trace.repairs.get(kind), count);
  if (expected.warning === undefined) assert.deepEqual(trace.warnings, []);
  else assert.match(trace.warnings.join('\n'), expected.warning);
};

const skip = skipUnlessShared('traces', 'malformed');

test('damaged traces are read or refused as they should be', { skip }, async (suite) => {
  const listed = JSON.parse(
    readFileSync(sharedPath('traces', 'malformed', 'MANIFEST.json'), 'utf8'),
  ) as readonly Listed[];
  for (const { file } of listed) {
    await suite.test(file, async () => {
      const expected = EXPECTED[file] ?? {};
      const reading = readTrace(openBytes(sharedPath('traces', 'malformed', file)), { name: file });
      if (expected.problem === undefined) return check(await reading, expected);
      const { problem } = expected;
      await assert.rejects(
        reading,
        (error) => error instanceof Problem && problem.test(error.message) && error.where.byte !== undefined,
      );
    });
  }
});
