import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Problem } from '../../../src/core/problem';
import type { Trace } from '../../../src/core/traces/columns';
import { readTrace } from '../../../src/core/traces/read';
import { LONGEST } from '../../../src/core/traces/scan/patience';
import { encodeUtf8 } from '../../../src/core/traces/scan/text';
import { converted, OBSERVED } from '../../support/chakra-nodes';

const PIECE = 1 << 22;
const [BEFORE, BEHIND] = ['before', 'behind'].map(
  (name, i) => `{"ph":"X","cat":"cpu_op","name":"${name}","pid":1,"tid":1,"ts":${i + 1},"dur":1}`,
) as [string, string];

/** Texts, each `null` of them standing for more of one letter than is awaited. */
async function* pieces(...parts: readonly (string | Uint8Array | null)[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) {
    if (part === null)
      for (let at = 0; at < LONGEST + PIECE; at += PIECE) yield new Uint8Array(PIECE).fill(97);
    else yield typeof part === 'string' ? encodeUtf8(part) : part;
  }
}

const names = ({ slices, strings }: Trace): readonly string[] =>
  [...slices.name].map((id) => strings.text(id));
const EVENTS = '{"schemaVersion":1,"traceEvents":[';

test('an event too long to be kept is passed over, and what stands behind it is read', async () => {
  const trace = await readTrace(
    pieces(`${EVENTS}${BEFORE},{"ph":"X","args":[{"x":"\\"]}`, null, `"}]},${BEHIND}],"traceName":"t"}`),
  );
  assert.deepEqual(names(trace), ['before', 'behind']);
  assert.equal(trace.skippedEvents, 1);
  assert.equal(trace.truncated, undefined);
  assert.equal(trace.metadata.traceName, 't');
  assert.match(trace.warnings.join(), /an event longer than 64 MB at byte 107 was passed over/);
});

test('an event that never ends is where the trace is cut off', async () => {
  for (const [start, end] of [
    [EVENTS, EVENTS.length + BEFORE.length],
    ['[', 1 + BEFORE.length],
  ] as const) {
    const trace = await readTrace(pieces(`${start}${BEFORE},{"name":"`, null));
    assert.deepEqual(names(trace), ['before']);
    assert.ok((trace.truncated?.atByte ?? 0) > end + LONGEST);
  }
});

test('what is too long behind the events is left out with what follows, and is a problem before them', async () => {
  const trace = await readTrace(pieces(`${EVENTS}${BEFORE}],"`, null, `":1}`));
  assert.deepEqual(names(trace), ['before']);
  assert.match(
    trace.warnings.join(),
    /begins at byte \d+ is longer than 64 MB and no event; what stands before/,
  );
  await assert.rejects(
    readTrace(pieces('{"ph":"', null, '"}')),
    (error) => error instanceof Problem && error.where.byte === 1 && /longer than 64 MB/.test(error.message),
  );
});

test('of an execution trace with a node too long the nodes before it are read', async () => {
  const end = OBSERVED.indexOf('"finish_ts"') - '\n  ],\n  '.length;
  const json = await readTrace(pieces(`${OBSERVED.slice(0, end)},{"name":"`, null));
  const protobuf = await readTrace(pieces(converted(), new Uint8Array([0xff, 0xff, 0xff, 0xff, 0x7f, 10])));
  for (const [trace, count] of [
    [json, 5],
    [protobuf, (await readTrace(pieces(converted()))).slices.length],
  ] as const) {
    assert.equal(trace.slices.length, count);
    assert.match(trace.warnings.join(), /longer than 64 MB.*; what stands before is used/);
    assert.notEqual(trace.truncated, undefined);
  }
});
