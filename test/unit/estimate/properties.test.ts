import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { estimate } from '../../../src/core/estimate/estimate';
import { catalogue } from '../../../src/core/hardware/catalogue/index';
import type { Range } from '../../../src/core/units/range';
import { serving } from './workloads';

const parts = [...catalogue().values()];
const linked = parts.filter(({ links }) => links.some(({ level }) => level === 'scale-up'));
const deployment = fc.oneof(
  fc.constantFrom(...parts).map(({ id }) => ({ accelerator: id, count: 1 })),
  fc
    .tuple(fc.constantFrom(...linked), fc.constantFrom(2, 4, 8))
    .map(([{ id }, count]) => ({ accelerator: id, count })),
);
const batch = fc.integer({ min: 1, max: 1024 });

const ordered = ({ low, mid, high }: Range<number>): boolean =>
  0 <= low && low <= mid && mid <= high && Number.isFinite(high);

test('on any part and batch: ranges in order, all finite, no board above its TDP', () => {
  fc.assert(
    fc.property(deployment, batch, (where, size) => {
      const result = estimate(serving(size), where);
      for (const { secondsRange } of result.phases) assert.ok(ordered(secondsRange));
      for (const carbon of [result.carbon.operational, result.carbon.embodied, result.carbon.total])
        assert.ok(carbon === undefined || ordered(carbon));
      const tdp = catalogue().get(where.accelerator)?.tdp?.value;
      if (result.energy !== undefined && tdp !== undefined)
        assert.ok(result.energy.averageWatts <= tdp * where.count * (1 + 1e-9));
      assert.ok((result.facility?.averageWatts ?? Infinity) >= (result.energy?.averageWatts ?? 0));
    }),
    { numRuns: 150 },
  );
});

test('a larger batch never takes less time', () => {
  fc.assert(
    fc.property(deployment, batch, batch, (where, a, b) => {
      const time = (size: number) => estimate(serving(size), where).latency?.request ?? NaN;
      // A batch that fills its last wave may be a little quicker than one that does not.
      assert.ok(time(Math.max(a, b)) >= 0.8 * time(Math.min(a, b)));
    }),
    { numRuns: 100 },
  );
});
