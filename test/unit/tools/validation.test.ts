import assert from 'node:assert/strict';
import { test } from 'node:test';
import { minimise } from '../../../tools/fit/simplex';
import { parseCsv } from '../../../tools/validate/csv';
import { logError, pairsInOrder, quantile } from '../../../tools/validate/stats';

test('the simplex finds the valley of Rosenbrock’s function at (1, 1)', () => {
  const { x, value } = minimise(
    ([a = 0, b = 0]) => (1 - a) ** 2 + 100 * (b - a * a) ** 2,
    [-1.2, 1],
    0.5,
    2000,
  );
  assert.ok(value < 1e-6, String(value));
  assert.ok(Math.abs((x[0] ?? 0) - 1) < 1e-2 && Math.abs((x[1] ?? 0) - 1) < 1e-2);
});

test('an error is the same for a third too much and a quarter too little', () => {
  assert.ok(Math.abs(logError([4 / 3], 0.5) - 1 / 3) < 1e-12);
  assert.ok(Math.abs(logError([3 / 4], 0.5) - 1 / 3) < 1e-12);
  assert.equal(quantile([4, 1, 3, 2], 0.5), 2.5);
  assert.ok(Number.isNaN(quantile([], 0.5)));
});

test('pairs count only where the measurements differ enough', () => {
  const [one, near, twice] = [
    { measured: 1, predicted: 1 },
    { measured: 1.1, predicted: 0.5 },
    { measured: 2, predicted: 0.9 },
  ] as const;
  assert.deepEqual(pairsInOrder([one, near, twice], 0.2), { pairs: 2, wrong: [[one, twice]] });
});

test('quoted fields may hold commas, quotes and line ends', () => {
  assert.deepEqual(parseCsv('a,b\r\n"1,5","say ""x""\nand y"\n2,\n'), [
    { a: '1,5', b: 'say "x"\nand y' },
    { a: '2', b: '' },
  ]);
});
