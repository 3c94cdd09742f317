import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { groupRows, rowsUpTo, sortRowsBy } from '../../../../src/core/traces/analysis/rows';
import { numpyOrder } from '../../../../src/core/traces/analysis/windows/numpy-order';

const keys = fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 200 });

test('sorts as a stable sort does, whatever the runs', () => {
  fc.assert(
    fc.property(keys, (list) => {
      const sorted = [...sortRowsBy(rowsUpTo(list.length), Float64Array.from(list))];
      const expected = list.map((_, row) => row).sort((a, b) => (list[a] ?? 0) - (list[b] ?? 0));
      assert.deepEqual(sorted, expected);
    }),
  );
});

test("NumPy's order is ascending, and every row once", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 400 }), (list) => {
      const order = [...numpyOrder(Float64Array.from(list))];
      assert.deepEqual(
        order.map((row) => list[row]),
        list.toSorted((a, b) => a - b),
      );
      assert.equal(new Set(order).size, list.length);
    }),
  );
});

test('up to 17 keys NumPy inserts, so that equal keys keep their order', () => {
  assert.deepEqual([...numpyOrder(Float64Array.of(2, 1, 2, 1, 0))], [4, 1, 3, 0, 2]);
});

test('groups keep order, and together are all rows', () => {
  fc.assert(
    fc.property(keys, (list) => {
      const groups = groupRows(rowsUpTo(list.length), (row) => list[row] ?? 0);
      assert.deepEqual(
        [...groups.values()].flatMap((rows) => [...rows]).sort((a, b) => a - b),
        list.map((_, row) => row),
      );
      for (const [key, rows] of groups)
        assert.deepEqual(
          [...rows],
          list.flatMap((value, row) => (value === key ? [row] : [])),
        );
    }),
  );
});
