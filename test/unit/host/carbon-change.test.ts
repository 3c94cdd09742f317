import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { estimate } from '../../../src/core/estimate/estimate';
import { readModel } from '../../../src/core/models/read';
import { buildWorkload } from '../../../src/core/models/workload';
import { carbonChange } from '../../../src/host/review/carbon-change';

const summary = (layers: number, intensity?: number) => {
  const text = JSON.stringify({
    model_type: 'llama',
    hidden_size: 1024,
    intermediate_size: 4096,
    num_hidden_layers: layers,
    num_attention_heads: 16,
    vocab_size: 32000,
  });
  const workload = buildWorkload(readModel(text, 'config.json'), { batch: 1, input: 128, output: 32 });
  return {
    parameters: 0,
    activeParameters: 0,
    estimate: estimate(workload, {
      accelerator: 'h100',
      count: 1,
      ...(intensity === undefined ? {} : { intensity }),
    }),
  };
};

describe('the change against HEAD', () => {
  it('has a sign and a unit', () => {
    const [few, many] = [summary(16), summary(32)];
    const percent =
      ((many.estimate.carbon.total?.mid ?? 0) / (few.estimate.carbon.total?.mid ?? 1) - 1) * 100;
    assert.equal(carbonChange(few, many), `+${percent.toFixed(1)} % gCO2e/token vs HEAD`);
    assert.match(carbonChange(many, few) ?? '', /^−\d+\.\d % gCO2e\/token vs HEAD$/);
  });

  it('is absent where nothing is to be seen', () => {
    assert.equal(carbonChange(summary(16), summary(16)), undefined);
    assert.equal(carbonChange(summary(16, 100), summary(16, 100.0001)), undefined);
  });
});
