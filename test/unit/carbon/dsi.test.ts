import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { account } from '../../../src/core/carbon/account';
import { resolveShares } from '../../../src/core/carbon/dsi';
import { resolveGridWater } from '../../../src/core/carbon/grid/water';
import { estimate } from '../../../src/core/estimate/estimate';
import { figuresOf } from '../../../src/core/estimate/figures';
import { siteOf } from '../../../src/core/estimate/site';
import { carbonInputsOf } from '../../../src/core/estimate/carbon-inputs';
import { carbonModel } from '../../../src/core/carbon/uncertainty/carbon-model';
import { catalogue } from '../../../src/core/hardware/catalogue';
import { readModel } from '../../../src/core/models/read';
import { buildWorkload } from '../../../src/core/models/workload';

const near = (a: number | undefined, b: number | undefined) =>
  assert.ok(Math.abs((a ?? NaN) / (b ?? NaN) - 1) < 1e-9, `${a} ${b}`);

describe('shares of network, storage and building', () => {
  const h100 = catalogue().get('h100-sxm5') ?? assert.fail('no H100');
  const plain = { accelerator: h100, hours: 1000, power: 500, pue: 1.2, intensity: 300 } as const;

  it('add to energy and to embodied carbon, each where it belongs', () => {
    const bare = account(plain);
    const whole = account({ ...plain, networkShare: 0.05, storageShare: 0.25, buildingShare: 0.18 });
    near(whole.energy.mid, bare.energy.mid * 1.3);
    near(whole.carbon.operational.mid, bare.carbon.operational.mid * 1.3);
    near(whole.carbon.embodied?.mid, (bare.carbon.embodied?.mid ?? NaN) * 1.18);
    assert.deepEqual(account({ ...plain, networkShare: 0 }).carbon, bare.carbon);
  });

  it('say that they are not counted where nobody gives them', () => {
    const said = account(plain).assumptions.filter(({ id }) => /^site\.(network|storage|building)$/.test(id));
    assert.deepEqual(
      said.map(({ value }) => value),
      ['not counted', 'not counted', 'not counted'],
    );
    assert.throws(() => resolveShares({ storageShare: -0.1 }), /a storage share of -0\.1 cannot be/);
  });

  it('stand in an estimate, a sweep’s figures and their uncertainty alike', () => {
    const config = JSON.stringify({
      model_type: 'llama',
      hidden_size: 2048,
      intermediate_size: 8192,
      num_hidden_layers: 16,
      num_attention_heads: 32,
      vocab_size: 32000,
    });
    const workload = buildWorkload(readModel(config, 'config.json'), { batch: 4, input: 128, output: 16 });
    const deployment = { accelerator: 'h100-sxm5', count: 1, zone: 'FR' } as const;
    const shares = { networkShare: 0.1, storageShare: 0.4, buildingShare: 0.2 };
    const bare = estimate(workload, deployment);
    const whole = estimate(workload, { ...deployment, ...shares });
    near(whole.carbon.operational?.mid, (bare.carbon.operational?.mid ?? NaN) * 1.5);
    near(whole.carbon.embodied?.mid, (bare.carbon.embodied?.mid ?? NaN) * 1.2);
    const figures = figuresOf(workload, siteOf({ ...deployment, ...shares }, catalogue()));
    near(figures.gramsPerUnit, whole.carbon.total?.mid);
    const model = carbonModel(carbonInputsOf(whole) ?? assert.fail('unknown'));
    near(
      model.result(new Map(model.inputs.map(({ id, range }) => [id, range.mid]))),
      whole.carbon.total?.mid,
    );
  });
});

describe('water of the grid', () => {
  const of = (zone: string) => resolveGridWater({ zone })?.value.mid;

  it('is the zone’s, else its country’s where one is published, else unknown', () => {
    assert.equal(of('US'), 3.1321);
    assert.equal(of('USA'), 3.1321);
    assert.equal(of('us-tex-erco'), 1.29);
    assert.equal(of('gcp:us-central1'), 3.1);
    assert.equal(of('US-CAL-CISO'), 3.1321);
    assert.equal(of('FR'), undefined);
    assert.equal(resolveGridWater({}), undefined);
    assert.equal(resolveGridWater({ zone: 'FR', gridWater: 0 })?.value.mid, 0);
    assert.throws(() => resolveGridWater({ gridWater: -1 }), /cannot be/);
  });

  it('takes PUE once in an account, and is in the total only where both parts are known', () => {
    const run = (zone: string, more = {}) => account({ energyKwh: 1000, pue: 1.2, zone, ...more }).water;
    near(run('US-TEX-ERCO')?.offSite?.mid, 1000 * 1.2 * 1.29);
    assert.equal(run('US-TEX-ERCO')?.total, undefined);
    near(run('aws:us-east-2')?.total?.mid, 1000 * 0.1 + 1000 * 1.2 * 3.1321);
    near(run('FR', { wue: 0.5, gridWater: 2 })?.total?.mid, 500 + 2400);
    assert.equal(run('FR'), undefined);
  });
});
