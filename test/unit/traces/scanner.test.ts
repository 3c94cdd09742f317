import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import type { NumberColumn } from '../../../src/core/traces/columns/number-column';
import type { Trace } from '../../../src/core/traces/columns';
import { Problem } from '../../../src/core/problem';
import { readTrace } from '../../../src/core/traces/read';
import { encodeUtf8 } from '../../../src/core/traces/scan/text';
import { openBytes } from '../../../src/io/open-bytes';
import { inPieces } from '../../support/read-text';
import { sharedPath, skipUnlessShared } from '../../support/shared';

const columnValues = (column: NumberColumn, length: number): unknown => [
  column.count,
  Array.from({ length }, (_, row) => column.get(row)),
];

/**
 * Everything in a trace as plain values; texts by their ids, so that the order of ids counts too. Where the notes of its
 * events' places stand depends on how it was read.
 */
const contentOf = ({ slices, strings, ...rest }: Trace): unknown => ({
  ...rest,
  places: undefined,
  strings: Array.from({ length: strings.size }, (_, id) => strings.text(id)),
  slices: {
    ...slices,
    args: Object.entries(slices.args).map(([name, column]) => [name, columnValues(column, slices.length)]),
  },
});

const outcome = async (chunks: () => AsyncIterable<Uint8Array>, oneByOne: boolean): Promise<unknown> => {
  try {
    return contentOf(await readTrace(chunks(), { oneByOne }));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return error.describe();
  }
};

const assertSame = async (chunks: () => AsyncIterable<Uint8Array>): Promise<void> => {
  assert.deepEqual(await outcome(chunks, false), await outcome(chunks, true));
};

const value = fc.oneof(
  fc.integer(),
  fc.double(),
  fc.constantFrom(0, -0, 2 ** 53 + 2, -(2 ** 31), 1e300, 0.1 + 0.2, null, true, false),
  fc.string({ maxLength: 40 }),
  fc.constantFrom(
    '12',
    '-7.25',
    '1e3',
    '',
    'C:\\Users',
    'a "quoted" name',
    'x'.repeat(70),
    '\u00e9\u{1f600}',
  ),
  // Texts that begin alike, as text and as a list, and with what looks like an escape.
  fc.constantFrom<unknown>('[1,2]', '[1', [1, 2], [1], 'a\\b', 'a\b', 'ab', 'a'),
  fc.array(fc.oneof(fc.integer(), fc.string({ maxLength: 20 }), fc.array(fc.integer())), { maxLength: 6 }),
);
const time = fc.oneof(
  fc.integer({ min: 0, max: 1e9 }),
  fc.double({ min: 0, max: 1e15, noNaN: true }),
  fc.constantFrom(-1, '12.5', null, 1694039968955744.2),
);
const event = fc.record(
  {
    ph: fc.constantFrom('X', 'X', 'X', 'i', 's', 'f', 'B', 'E', 'C', 'M', 'N', 'Q', ''),
    cat: fc.constantFrom('cpu_op', 'kernel', 'ac2g', 'odd \\ one'),
    name: fc.oneof(fc.constantFrom('aten::mm', '[memory]', 'process_name'), fc.string({ maxLength: 40 })),
    pid: fc.constantFrom(1, 2, 'Spans', '1'),
    tid: fc.constantFrom(1, 20, 'thread 7', -4),
    ts: time,
    dur: time,
    id: fc.oneof(fc.integer(), fc.string({ maxLength: 5 })),
    bp: fc.constant('e'),
    args: fc.oneof(
      fc.constant({}),
      fc.dictionary(
        fc.constantFrom('External id', 'correlation', 'Input Dims', 'Addr', 'Bytes', 'name', 'odd', 'stream'),
        value,
      ),
    ),
  },
  { requiredKeys: ['ph'] },
);

test('the scanner gives what reading event by event gives', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(event, { maxLength: 40 }),
      fc.constantFrom(undefined, 2, '\t'),
      fc.integer({ min: 1, max: 400 }),
      async (events, indent, piece) => {
        // Each twice, so that the scanner knows what stands between the values.
        const bytes = encodeUtf8(JSON.stringify({ traceEvents: [...events, ...events] }, undefined, indent));
        await assertSame(() => inPieces(bytes, piece));
      },
    ),
    { numRuns: 300 },
  );
});

test('of two values for one argument the last counts', async () => {
  const event = (i: number): string =>
    `{"ph":"X","name":"a","ts":${i},"dur":1,"pid":1,"tid":1,"args":{"stream":${i},"External id":5,"stream":${300 + i}}}`;
  const bytes = encodeUtf8(`{"traceEvents":[${[0, 1, 2, 3, 4].map(event).join(',')}]}`);
  const { slices } = await readTrace(inPieces(bytes, 1 << 16), {});
  assert.deepEqual(columnValues(slices.args.stream, 5), [5, [300, 301, 302, 303, 304]]);
  await assertSame(() => inPieces(bytes, 1 << 16));
});

test('more events of each kind than a batch holds', async () => {
  const events = Array.from({ length: 20_000 }, (_, i) => ({
    ph: 'Xsi'[i % 3],
    cat: 'cpu_op',
    name: i % 5 === 0 ? '[memory]' : `name ${i % 700}`,
    pid: i % 7,
    tid: i % 11,
    ts: 1000 + i / 8,
    dur: i / 16,
    id: i,
    args: { 'External id': i, Bytes: i * 2 ** 20, Addr: i * 2 ** 35 },
  }));
  const bytes = encodeUtf8(JSON.stringify(events));
  await assertSame(() => inPieces(bytes, 70_001));
});

for (const folder of [['traces'], ['traces', 'malformed'], ['traces', 'other']]) {
  const skip = skipUnlessShared(...folder);
  test(`the scanner and reading event by event agree on ${folder.join('/')}`, { skip }, async (t) => {
    const files = skip === false ? readdirSync(sharedPath(...folder), { withFileTypes: true }) : [];
    for (const { name } of files.filter((file) => file.isFile() && /json/.test(file.name))) {
      await t.test(name, () => assertSame(() => openBytes(sharedPath(...folder, name))));
    }
  });
}
