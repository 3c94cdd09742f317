import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { dump } from 'js-yaml';
import { estimate } from '../../../src/core/estimate/estimate';
import { catalogue } from '../../../src/core/hardware/catalogue';
import { readModel } from '../../../src/core/models/read';
import { buildWorkload } from '../../../src/core/models/workload';
import { readScenario } from '../../../src/core/scenario/read';
import { SECONDS_PER_YEAR } from '../../../src/core/units/quantity';

/** Parts whose carbon is known, so that there is something to add up. */
const PARTS = ['h100-sxm5', 'a100-sxm4-80', 'b200-sxm', 'l4', 'mi300x', 'tpu-v5e'].filter((id) =>
  catalogue().has(id),
);

const config = fc
  .record({
    heads: fc.constantFrom(8, 16, 32),
    groups: fc.constantFrom(1, 2, 4, 8),
    layers: fc.integer({ min: 1, max: 32 }),
    wide: fc.integer({ min: 1, max: 4 }),
  })
  .map(({ heads, groups, layers, wide }) =>
    JSON.stringify({
      model_type: 'llama',
      hidden_size: heads * 64,
      intermediate_size: heads * 64 * wide,
      num_hidden_layers: layers,
      num_attention_heads: heads,
      num_key_value_heads: heads / groups,
      vocab_size: 32000,
    }),
  );

const scenario = fc
  .record({
    batch: fc.integer({ min: 1, max: 64 }),
    input: fc.integer({ min: 1, max: 2048 }),
    output: fc.integer({ min: 1, max: 512 }),
    part: fc.constantFrom(...PARTS),
    count: fc.constantFrom(1, 2, 4, 8),
    zone: fc.constantFrom('FR', 'DE', 'US-TEX-ERCO', 'IND', 'aws:us-east-1', 'gcp:europe-west4'),
    intensity: fc.option(fc.double({ min: 0, max: 1000, noNaN: true }), { nil: undefined }),
    lifetimeYears: fc.double({ min: 1, max: 10, noNaN: true }),
    utilization: fc.double({ min: 0.05, max: 1, noNaN: true }),
  })
  .map(({ batch, input, output, part, count, zone, intensity, lifetimeYears, utilization }) =>
    dump({
      workload: { file: 'config.json', batch, input, output },
      deployment: { on: `${part}:${count}`, tp: 1, dp: count },
      site: { zone, ...(intensity === undefined ? {} : { intensity }) },
      hardware: { lifetimeYears, utilization },
    }),
  );

const near = (sum: number, whole: number | undefined, what: string) => {
  if (whole === undefined) return assert.fail(`${what} is not known`);
  assert.ok(Math.abs(sum - whole) <= 1e-9 * Math.abs(whole), `${what}: parts ${sum}, whole ${whole}`);
};

describe('parts of a scenario', () => {
  it('sum to the whole, to the gram', () => {
    fc.assert(
      fc.property(config, scenario, (model, text) => {
        const { run, deployment } = readScenario(text, 'x.wattlens.yaml');
        const workload = buildWorkload(readModel(model, 'config.json'), run);
        const { phases, energy, facility, carbon, assumptions } = estimate(workload, deployment);
        const { operational, embodied, total } = carbon;
        const of = (id: string): number => {
          const value = assumptions.find((one) => one.id === id)?.value;
          return typeof value === 'number' ? value : assert.fail(id);
        };
        for (const bound of ['low', 'mid', 'high'] as const) {
          near(
            (operational?.[bound] ?? NaN) + (embodied?.[bound] ?? NaN),
            total?.[bound],
            `carbon, ${bound}`,
          );
        }
        const boards = phases.reduce((sum, { joules }) => sum + (joules ?? NaN), 0);
        near(boards / workload.units, energy?.joulesPerUnit, 'energy of the phases');
        near(
          ((facility?.joulesPerUnit ?? NaN) * of('grid.intensity')) / 3.6e6,
          operational?.mid,
          'operational',
        );
        const device = assumptions
          .filter(({ id }) => id.startsWith('embodied.'))
          .reduce((sum, { value }) => sum + (typeof value === 'number' ? value : 0), 0);
        const seconds = phases.reduce((sum, phase) => sum + phase.seconds, 0);
        const life = of('hardware.lifetime') * SECONDS_PER_YEAR * of('hardware.utilization');
        near((device * deployment.count * seconds) / life / workload.units, embodied?.mid, 'embodied');
      }),
      { numRuns: 150 },
    );
  });
});
