import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { inOrderOfTime } from '../../../../src/core/traces/analysis/order';
import { RowIndex } from '../../../../src/core/traces/analysis/row-index';
import { rowsUpTo, sortRowsBy } from '../../../../src/core/traces/analysis/rows';
import { wholeTrace } from '../../../../src/core/traces/analysis/windows/all';
import { traceOf } from '../../../support/trace-of';

const ROWS = 6000;

/** Numbers that are the same in every run. */
const scrambled = (scale: (value: number) => number): Float64Array =>
  Float64Array.from({ length: ROWS }, (_, i) => scale((i * 7919 + 104_729 * (i % 13)) % 4001));

const sortedPlainly = (keys: Float64Array): number[] =>
  Array.from(keys, (_, row) => row).sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0));

for (const [what, scale] of [
  ['small whole numbers, many of them equal', (value: number) => value],
  ['nanoseconds far apart', (value: number) => value * 2_000_000_017],
  ['numbers further apart than 44 bits', (value: number) => value * 2 ** 34],
  ['fractions', (value: number) => value / 8],
  ['negative numbers', (value: number) => 17 - value],
] as const) {
  test(`many rows are sorted stably by ${what}`, () => {
    const keys = scrambled(scale);
    assert.deepEqual([...sortRowsBy(rowsUpTo(ROWS), keys)], sortedPlainly(keys));
    assert.deepEqual([...inOrderOfTime(wholeTrace(traceOf([])), keys)], sortedPlainly(keys));
  });
}

test('some sorted runs are merged, however many', () => {
  const selection = wholeTrace(traceOf([]));
  fc.assert(
    fc.property(fc.array(fc.array(fc.integer({ min: -9, max: 9 })), { maxLength: 40 }), (runs) => {
      const keys = Float64Array.from(runs.flatMap((run) => run.sort((a, b) => a - b)));
      assert.deepEqual([...inOrderOfTime(selection, keys)], sortedPlainly(keys));
    }),
  );
});

test('a row index is a map, whatever the ids are', () => {
  const ids = fc.oneof(
    fc.integer({ min: 0, max: 50 }),
    fc.integer({ min: 1_000_000, max: 1_000_050 }),
    fc.constantFrom(-1, -7, 0.5, 12.5, 2 ** 40, 1e300),
  );
  fc.assert(
    fc.property(fc.array(ids), fc.array(ids), (set, asked) => {
      const index = new RowIndex(rowsUpTo(set.length), (row) => set[row] ?? -1);
      const map = new Map<number, number>();
      set.forEach((id, row) => {
        index.set(id, row);
        map.set(id, row);
      });
      for (const id of [...set, ...asked]) assert.equal(index.get(id), map.get(id) ?? -1);
    }),
  );
});
