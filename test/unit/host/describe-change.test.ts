import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { estimate } from '../../../src/core/estimate/estimate';
import { buildWorkload } from '../../../src/core/models/workload';
import { readModel } from '../../../src/core/models/read';
import { formatNumber } from '../../../src/core/units/format';
import { describeChange } from '../../../src/host/commands/describe-change';

const CONFIG = {
  model_type: 'llama',
  hidden_size: 1024,
  intermediate_size: 4096,
  num_hidden_layers: 8,
  num_attention_heads: 16,
  num_key_value_heads: 16,
  vocab_size: 32_000,
  tie_word_embeddings: false,
  torch_dtype: 'bfloat16',
};
const on = (accelerator: string, layers = 8) => {
  const model = readModel(JSON.stringify({ ...CONFIG, num_hidden_layers: layers }), 'small/config.json');
  return estimate(buildWorkload(model, { batch: 1, input: 64, output: 16 }), { accelerator, count: 1 });
};

describe('the sentence of a what-if', () => {
  it('has the ratios of the two estimates', () => {
    const [before, after] = [on('a100-sxm4-80'), on('h100-sxm5')];
    const speed = formatNumber(after.throughput.unitsPerSecond / before.throughput.unitsPerSecond);
    const sentence = describeChange(before, after);
    assert.ok(sentence.startsWith(`1 × a100-sxm4-80 → 1 × h100-sxm5: ${speed}× tokens/s, `), sentence);
    assert.match(sentence, /× CO2e per token\.$/);
  });

  it('is all ones where nothing changed', () => {
    const same = describeChange(on('l4'), on('l4'));
    assert.deepEqual([...same.matchAll(/[\d.]+(?=× )/g)].map(String), ['1.00', '1.00', '1.00', '1.00']);
  });

  it('says what does not fit', () => {
    assert.match(describeChange(on('l4'), on('l4', 1600)), /, but it does not fit in memory\.$/);
  });
});
