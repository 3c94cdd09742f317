import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Trace } from '../../../src/core/traces/columns';
import { Cancelled } from '../../../src/core/traces/faults';
import { readTrace } from '../../../src/core/traces/read';
import { encodeUtf8 } from '../../../src/core/traces/scan/text';
import { SliceKind } from '../../../src/core/traces/slice-kind';
import { inPieces, readEvents, readText } from '../../support/read-text';

const X = { ph: 'X', cat: 'cpu_op', name: 'aten::mm', pid: 1, tid: 2, ts: 10, dur: 5 };

/** Everything that a slice has, as plain values. */
const slicesOf = ({ slices, strings, tracks, originNanoseconds }: Trace) =>
  Array.from({ length: slices.length }, (_, row) => ({
    name: strings.text(slices.name[row] ?? 0),
    category: strings.text(slices.category[row] ?? 0),
    track: tracks[slices.track[row] ?? 0],
    start: Number(originNanoseconds) + (slices.start[row] ?? 0),
    duration: slices.duration[row],
    externalId: slices.args.externalId.get(row),
    dims: strings.text(slices.args.inputDims.or(row, 0)),
  }));

test('an event becomes a row, times in nanoseconds', async () => {
  const trace = await readEvents([{ ...X, args: { 'External id': 7, 'Input Dims': [[2, 3], []] } }]);
  assert.equal(trace.format, 'kineto');
  assert.equal(trace.events, 1);
  assert.deepEqual(slicesOf(trace), [
    {
      name: 'aten::mm',
      category: 'cpu_op',
      track: { pid: '1', tid: '2' },
      start: 10_000,
      duration: 5_000,
      externalId: 7,
      dims: '[[2,3],[]]',
    },
  ]);
  assert.equal(trace.slices.kind[0], SliceKind.operator);
});

test('nanoseconds survive beside microseconds since 1970', async () => {
  const trace = await readText(
    '[{"ph":"X","name":"a","ts":1694039968955744.123,"dur":0.001},{"ph":"X","name":"b","ts":1694039968955744.125,"dur":1.5}]',
  );
  assert.equal(trace.originNanoseconds, 1_694_039_968_955_744_000n);
  assert.deepEqual([...trace.slices.start], [123, 125]);
  assert.deepEqual([...trace.slices.duration], [1, 1500]);
  assert.equal(trace.fractionalTimes, true);
});

test('times beyond any date are nanoseconds, and lose nothing', async () => {
  const trace = await readText(
    '[{"ph":"X","name":"a","ts":1790857994955744001,"dur":167000},{"ph":"X","name":"b","ts":1790857994955744003,"dur":1}]',
  );
  assert.equal(trace.originNanoseconds, 1_790_857_994_955_744_001n);
  assert.deepEqual([...trace.slices.start], [0, 2]);
  assert.deepEqual([...trace.slices.duration], [167_000, 1]);
  assert.equal(trace.repairs.get('nanoseconds'), 1);
});

test('the same columns, however the bytes are cut', async () => {
  const text = JSON.stringify({
    deviceProperties: [{ id: 0, name: 'GPU "é" 😀' }],
    aaa: { traceEvents: [{ ph: 'X', name: 'decoy', ts: 0, dur: 1 }] },
    traceEvents: [
      { ...X, name: 'naïve "quoted" \\ path', args: { 'External id': 1, note: '"traceEvents": [' } },
      { ...X, ts: 11.25, args: { 'Input Dims': [[1, [2]]] } },
      { ph: 's', id: 3, ts: 12, pid: 1, tid: 2, cat: 'ac2g', name: 'ac2g' },
    ],
    traceName: 'x',
  });
  const whole = slicesOf(await readText(text));
  assert.equal(whole[0]?.name, 'naïve "quoted" \\ path');
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 80 }), async (size) => {
      const trace = await readText(text, size);
      assert.deepEqual(slicesOf(trace), whole);
      assert.equal(trace.flows.length, 1);
      assert.equal(trace.metadata.devices[0]?.name, 'GPU "é" 😀');
      assert.equal(trace.metadata.traceName, 'x');
    }),
    { numRuns: 40 },
  );
});

test('metadata stands before or after the events', async () => {
  const trace = await readText(
    `{"baseTimeNanoseconds": 1767189312000000000, "traceEvents": [${JSON.stringify(X)}], "distributedInfo": {"rank": 3, "world_size": 8}}`,
  );
  assert.equal(trace.metadata.baseTimeNanoseconds, 1_767_189_312_000_000_000n);
  assert.deepEqual(trace.metadata.distributed, { rank: 3, worldSize: 8 });
});

test('begin and end make a slice per thread, innermost first', async () => {
  const trace = await readText(
    JSON.stringify([
      { ph: 'B', name: 'outer', pid: 1, tid: 1, ts: 0 },
      { ph: 'B', name: 'other thread', pid: 1, tid: 2, ts: 1 },
      { ph: 'B', name: 'inner', pid: 1, tid: 1, ts: 2 },
      { ph: 'E', pid: 1, tid: 1, ts: 5 },
      { ph: 'E', pid: 1, tid: 1, ts: 9 },
      { ph: 'E', pid: 1, tid: 3, ts: 9 },
    ]),
  );
  assert.deepEqual(
    slicesOf(trace).map(({ name, duration }) => [name, duration]),
    [
      ['outer', 9_000],
      ['other thread', 8_000],
      ['inner', 3_000],
    ],
  );
  assert.equal(trace.repairs.get('begin without end'), 1);
  assert.equal(trace.skippedEvents, 1);
});

test('labels, counters, instants, memory and flows have tables of their own', async () => {
  const trace = await readEvents([
    { ph: 'M', name: 'process_labels', pid: 0, tid: 0, args: { labels: 'GPU 0' } },
    { ph: 'M', name: 'thread_name', pid: 0, tid: 7, args: { name: 'stream 7' } },
    { ...X, pid: 0, tid: 7, cat: 'kernel' },
    { ph: 'C', name: 'power', pid: 0, tid: 0, ts: 11, args: { watts: 300.5, label: 'x' } },
    { ph: 'i', name: 'mark', pid: 0, tid: 7, ts: 12 },
    {
      ph: 'i',
      name: '[memory]',
      pid: 0,
      tid: 7,
      ts: 13,
      args: { Bytes: -512, Addr: 139926520725504, 'Device Type': 1, 'Device Id': 0 },
    },
    { ph: 'f', id: '0x313', bp: 'e', name: 'ac2g', cat: 'ac2g', pid: 0, tid: 7, ts: 14 },
  ]);
  assert.deepEqual(trace.tracks[0], { pid: '0', tid: '7', processLabels: 'GPU 0', threadName: 'stream 7' });
  assert.equal(trace.counters.value[0], 300.5);
  assert.equal(trace.counters.length, 1);
  assert.equal(trace.instants.length, 1);
  assert.deepEqual([trace.memory.bytes[0], trace.memory.address[0]], [-512, 139_926_520_725_504]);
  assert.equal(trace.strings.text(-1 - (trace.flows.id[0] ?? 0)), '0x313');
  assert.equal(trace.skippedEvents, 0);
});

test('an array that nobody closed is legal; an object cut off is not', async () => {
  const open = await readText(`[${JSON.stringify(X)},\n`);
  assert.equal(open.truncated, undefined);
  assert.equal(open.slices.length, 1);
  const text = `{"traceEvents": [${JSON.stringify(X)}, {"ph": "X", "na`;
  const cut = await readText(text);
  assert.deepEqual(cut.truncated, { atByte: text.length });
  assert.equal(cut.slices.length, 1);
});

test('any text is read or refused with one sentence, never else', async () => {
  const bits = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    '"',
    ':',
    ',',
    '\\',
    '"ph"',
    '"X"',
    '"ts"',
    '1',
    '-',
    '.5',
    'null',
    'NaN',
    ' ',
    '\n',
    '"args"',
    '"traceEvents"',
    '\0',
    'é',
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(bits, { maxLength: 60 }),
      fc.integer({ min: 1, max: 9 }),
      async (parts, size) => {
        const text = parts.join('');
        const outcome = await readText(text, size).catch((error: unknown) => error);
        if (outcome instanceof Error)
          assert.equal(outcome.name, 'Problem', `${text}: ${outcome.stack ?? ''}`);
      },
    ),
    { numRuns: 3000 },
  );
});

test('reading stops when it is told to, and tells how far it is', async () => {
  const text = JSON.stringify([X, X, X]);
  const signal = { aborted: false };
  const seen: number[] = [];
  const reading = readTrace(inPieces(encodeUtf8(text), 10), {
    signal,
    onProgress: (bytes) => {
      seen.push(bytes);
      signal.aborted = bytes >= 30;
    },
  });
  await assert.rejects(reading, Cancelled);
  assert.deepEqual(seen, [10, 20, 30]);
});
