import assert from 'node:assert/strict';
import { test } from 'node:test';
import { numpyOrder } from '../../../../src/core/traces/analysis/windows/numpy-order';

test('equal keys stand as NumPy 1.24 leaves them, partitioned where more than sixteen', () => {
  const keys = Float64Array.from({ length: 18 }, (_, i) => (i * 7) % 5);
  // numpy.argsort([(i * 7) % 5 for i in range(18)])
  const numpy = [0, 15, 10, 5, 13, 8, 3, 6, 16, 11, 1, 9, 14, 4, 7, 12, 2, 17];
  assert.deepEqual([...numpyOrder(keys)], numpy);
});
