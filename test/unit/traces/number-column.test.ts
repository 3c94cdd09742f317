import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NumberColumn } from '../../../src/core/traces/columns/number-column';

/** Around the ends of each width, and what no integer holds. */
const VALUES = [
  ...[0, 1, -1, 127, 128, -127, -128, -129, 32_767, 32_768, -32_767, -32_768, -32_769],
  ...[2_147_483_647, 2_147_483_648, -2_147_483_647, -2_147_483_648, 0.5, 1e300, Infinity],
];

test('a column gives back what it was given, in whatever order widths come', () => {
  for (const values of [VALUES, VALUES.toReversed()]) {
    const column = new NumberColumn();
    const rows = values.map((_, i) => 3 * i);
    values.forEach((value, i) => column.set(rows[i] ?? 0, value));
    values.forEach((value, i) => {
      assert.equal(column.get(rows[i] ?? 0), value);
      assert.equal(column.or(rows[i] ?? 0, -7), value);
      assert.equal(column.get((rows[i] ?? 0) + 1), undefined);
      assert.equal(column.or((rows[i] ?? 0) + 1, -7), -7);
    });
    assert.equal(column.count, values.length);
  }
});

test('of two values for one row the last counts, and NaN is none', () => {
  const column = new NumberColumn();
  column.set(5, 3);
  column.set(5, 70_000);
  column.set(5, NaN);
  column.set(9000, NaN);
  assert.deepEqual([column.get(5), column.has(9000), column.count], [70_000, false, 1]);
});

test('small numbers take a byte a row, and rows far from any value nothing', () => {
  const column = new NumberColumn();
  for (let row = 0; row < 1024; row++) column.set(1e6 + row, row % 100);
  assert.ok(column.byteLength <= 2048, `${column.byteLength} bytes`);
});
