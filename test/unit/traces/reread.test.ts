import assert from 'node:assert/strict';
import { readdirSync, statSync } from 'node:fs';
import { test } from 'node:test';
import { Problem } from '../../../src/core/problem';
import type { Trace } from '../../../src/core/traces/columns';
import type { PlacedTable } from '../../../src/core/traces/columns/event-places';
import { DamagedInput } from '../../../src/core/traces/faults';
import { readTrace } from '../../../src/core/traces/read';
import { rereadEvent } from '../../../src/core/traces/written/read';
import { StretchCache } from '../../../src/core/traces/written/stretch-cache';
import type { Reopen } from '../../../src/core/traces/written/text-from';
import { openBytes } from '../../../src/io/open-bytes';
import { resumeFile } from '../../../src/io/resume-bytes';
import { sharedPath, skipUnlessShared } from '../../support/shared';
import { partOf } from '../../support/written';

/** Larger ones take long to be parsed as a whole. */
const MOST_BYTES = 8e6;
/** Rows of each table that are looked at, spread over all. */
const ROWS = 15;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The events of a document that JSON.parse can read; of a list that is cut off, those before the cut. */
const eventsOf = (text: string): readonly Readonly<Record<string, unknown>>[] | undefined => {
  const parse = (of: string): unknown => {
    try {
      return JSON.parse(of);
    } catch {
      return undefined;
    }
  };
  // Of two lists JSON.parse gives the last.
  if (text.split('"traceEvents":').length > 2) return undefined;
  const document = parse(text) ?? parse(`${text.trimEnd().replace(/,$/, '')}]`);
  const events = Array.isArray(document)
    ? document
    : isRecord(document)
      ? document['traceEvents']
      : undefined;
  return Array.isArray(events) ? events.filter(isRecord) : undefined;
};

const TABLES: Readonly<Record<string, PlacedTable>> = Object.fromEntries([
  ...[...'XB'].map((phase) => [phase, 'slices'] as const),
  ...[...'stfbneSTpF'].map((phase) => [phase, 'flows'] as const),
  ...[...'iI'].map((phase) => [phase, 'instants'] as const),
  ['C', 'counters'] as const,
]);

/** The events of a table, one a row. */
const rowsOf = (
  events: readonly Readonly<Record<string, unknown>>[],
  table: PlacedTable,
): readonly Readonly<Record<string, unknown>>[] =>
  events.flatMap((event) => {
    const own = TABLES[String(event['ph'])];
    const of = own === 'instants' && event['name'] === '[memory]' ? 'memory' : own;
    if (of !== table || !Number.isFinite(Number(event['ts'] ?? 'none'))) return [];
    const args = event['args'];
    return table === 'counters'
      ? Object.values(isRecord(args) ? args : {}).flatMap((value) =>
          typeof value === 'number' || (typeof value === 'string' && /^[\d.]+$/.test(value)) ? [event] : [],
        )
      : [event];
  });

const spread = (count: number): readonly number[] => [
  ...new Set(Array.from({ length: ROWS }, (_, i) => Math.floor((i * Math.max(0, count - 1)) / (ROWS - 1)))),
];

const check = async (trace: Trace, reopen: Reopen, text: string): Promise<number> => {
  const events = eventsOf(text);
  const cache = new StretchCache();
  let checked = 0;
  for (const table of ['slices', 'flows', 'instants', 'memory', 'counters'] as const) {
    const rows = events === undefined ? undefined : rowsOf(events, table);
    if (rows !== undefined) assert.equal(rows.length, trace[table].length, table);
    if (trace[table].length === 0) continue;
    for (const row of spread(trace[table].length)) {
      const fields = await rereadEvent(
        trace,
        { table, row },
        {
          reopen,
          cache,
          signal: { aborted: false },
          onProgress: () => undefined,
        },
      );
      const args = partOf(fields ?? [], 'arguments');
      const { args: expected } = rows?.[row] ?? {};
      if (rows !== undefined) assert.deepEqual(args, isRecord(expected) ? expected : {}, `${table} ${row}`);
      checked++;
    }
  }
  return checked;
};

const wholeText = async (path: string): Promise<string> => {
  const parts: Uint8Array[] = [];
  try {
    for await (const part of openBytes(path)) parts.push(Uint8Array.from(part));
  } catch (error) {
    if (!(error instanceof DamagedInput)) throw error;
  }
  return new TextDecoder().decode(Buffer.concat(parts));
};

for (const folder of [['traces'], ['traces', 'malformed'], ['traces', 'other']]) {
  const skip = skipUnlessShared(...folder);
  test(`events of ${folder.join('/')} are found again`, { skip }, async (t) => {
    for (const file of readdirSync(sharedPath(...folder)).sort()) {
      const path = sharedPath(...folder, file);
      if (!statSync(path).isFile() || !/json|gz|zip/.test(file) || file === 'MANIFEST.json') continue;
      await t.test(file, async (own) => {
        const trace = await readTrace(openBytes(path)).catch((error: unknown) => {
          if (!(error instanceof Problem)) throw error;
          return undefined;
        });
        if (trace?.places === undefined || trace.bytes > MOST_BYTES)
          return own.skip('no text, or a long one');
        await check(trace, (byte) => resumeFile(path, byte), await wholeText(path));
      });
    }
  });
}
