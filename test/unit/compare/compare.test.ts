import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compare } from '../../../src/core/compare/compare';
import { metricOf } from '../../../src/core/compare/metrics';
import { paretoFront } from '../../../src/core/compare/pareto';
import { bytes } from '../../../src/core/units/quantity';
import { serving } from '../estimate/workloads';

const on = (accelerator: string) => ({ accelerator, count: 1 });

test('the best row of each metric is the one with the least', () => {
  const { rows, best } = compare(serving(16), [on('l4'), on('h100'), on('a100')]);
  assert.equal(rows.length, 3);
  for (const metric of ['latency', 'throughput', 'energy', 'carbon'] as const) {
    const least = Math.min(...rows.map((row) => metricOf(row, metric) ?? Infinity));
    const winner = rows.find((row) => row.deployment.accelerator === best[metric]);
    assert.equal(winner === undefined ? undefined : metricOf(winner, metric), least);
  }
  assert.equal(best.latency, 'h100-sxm5');
});

test('what does not fit does not win while something fits', () => {
  const workload = { ...serving(16), memory: { weights: bytes(100e9), kv: bytes(0), activations: bytes(0) } };
  assert.equal(compare(workload, [on('h100'), on('mi300x')]).best.latency, 'mi300x');
});

test('a part whose power is not known wins nothing in energy', () => {
  assert.equal(compare(serving(16), [on('trn1')]).best.energy, undefined);
});

test('no point of a Pareto front is beaten, and every point left out is', () => {
  const point = fc.record({ x: fc.integer({ min: 0, max: 30 }), y: fc.integer({ min: 0, max: 30 }) });
  fc.assert(
    fc.property(fc.array(point, { maxLength: 40 }), (points) => {
      const front = paretoFront(
        points,
        ({ x }) => x,
        ({ y }) => y,
      );
      const beaten = (p: { x: number; y: number }) =>
        points.some((q) => q.x <= p.x && q.y <= p.y && (q.x < p.x || q.y < p.y));
      assert.ok(front.every((p) => !beaten(p)));
      for (const p of points) assert.ok(beaten(p) || front.some((q) => q.x === p.x && q.y === p.y));
    }),
  );
});
