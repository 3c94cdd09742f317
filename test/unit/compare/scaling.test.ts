import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scaling } from '../../../src/core/compare/scaling';
import { serving } from '../estimate/workloads';

test('scaling loses efficiency with every doubling, and says what cannot be', () => {
  const points = scaling(serving(512, 32), { accelerator: 'h100', count: 1 }, [8, 1, 2, 3, 4]);
  assert.deepEqual(
    points.map(({ count }) => count),
    [1, 2, 3, 4, 8],
  );
  let before = Infinity;
  for (const point of points) {
    if ('reason' in point) {
      assert.equal(point.count, 3);
      assert.match(point.reason, /32 attention heads/);
      continue;
    }
    assert.ok(point.efficiency <= before && point.efficiency > 0);
    before = point.efficiency;
  }
});
