import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { carbonModel } from '../../../src/core/carbon/uncertainty/carbon-model';
import { monteCarlo } from '../../../src/core/carbon/uncertainty/uncertainty';
import { carbonInputsOf } from '../../../src/core/estimate/carbon-inputs';
import { estimate } from '../../../src/core/estimate/estimate';
import { readModel } from '../../../src/core/models/read';
import { buildWorkload } from '../../../src/core/models/workload';

const CONFIG = JSON.stringify({
  model_type: 'llama',
  hidden_size: 2048,
  intermediate_size: 8192,
  num_hidden_layers: 16,
  num_attention_heads: 32,
  num_key_value_heads: 8,
  vocab_size: 32000,
});
const workload = buildWorkload(readModel(CONFIG, 'config.json'), { batch: 8, input: 256, output: 64 });
const on = (deployment: object) => estimate(workload, { accelerator: 'h100-sxm5', count: 1, ...deployment });

describe('carbon inputs of an estimate', () => {
  it('give its carbon back at the best estimate and at both ends', () => {
    const result = on({ zone: 'FR' });
    const inputs = carbonInputsOf(result) ?? assert.fail('unknown');
    const model = carbonModel(inputs);
    const at = (end: (id: string) => 'low' | 'mid' | 'high') =>
      model.result(new Map(model.inputs.map(({ id, range }) => [id, range[end(id)]])));
    const shrinks = /^hardware\.(lifetime|utilization)$/;
    const near = (value: number, expected: number | undefined) =>
      assert.ok(Math.abs(value / (expected ?? NaN) - 1) < 1e-9, `${value} ${expected}`);
    near(
      at(() => 'mid'),
      result.carbon.total?.mid,
    );
    near(
      at((id) => (shrinks.test(id) ? 'high' : 'low')),
      result.carbon.total?.low,
    );
    near(
      at((id) => (shrinks.test(id) ? 'low' : 'high')),
      result.carbon.total?.high,
    );
  });

  it('make a Monte Carlo interval within low and high', () => {
    const { carbon, ...rest } = on({ zone: 'DE' });
    const inputs = carbonInputsOf({ carbon, ...rest }) ?? assert.fail('unknown');
    const { p5, p95 } = monteCarlo(carbonModel(inputs));
    const { low, high } = carbon.total ?? assert.fail('unknown');
    assert.ok(low < p5 && p5 < p95 && p95 < high);
  });

  it('stand a grid of zero', () => {
    const result = on({ intensity: 0 });
    const inputs = carbonInputsOf(result) ?? assert.fail('unknown');
    assert.ok(inputs.itEnergy.mid > 0);
    const model = carbonModel(inputs);
    const middle = model.result(new Map(model.inputs.map(({ id, range }) => [id, range.mid])));
    assert.ok(Math.abs(middle / (result.carbon.embodied?.mid ?? NaN) - 1) < 1e-9);
  });

  it('are unknown where carbon is', () => {
    assert.equal(carbonInputsOf(on({ accelerator: 'm2ultra' })), undefined);
  });
});
