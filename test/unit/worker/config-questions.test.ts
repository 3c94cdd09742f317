import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TextSource } from '../../../src/protocol/analysis';
import { COMPONENTS, INDEX } from '../../support/stable-diffusion';
import { adviseOn, checkConfig, modelOf } from '../../../src/worker/config-questions';

const source = (name: string, content: object, beside?: Readonly<Record<string, object>>): TextSource => ({
  kind: 'text',
  name,
  text: JSON.stringify(content),
  ...(beside === undefined
    ? {}
    : {
        beside: Object.fromEntries(
          Object.entries(beside).map(([path, value]) => [path, JSON.stringify(value)]),
        ),
      }),
});

describe('a config in the editor', () => {
  it('that is the index of a pipeline is read with the components in its folder', () => {
    const index = source('sd/model_index.json', INDEX, COMPONENTS);
    assert.deepEqual(checkConfig(index), {});
    assert.deepEqual(adviseOn(index), []);
    assert.equal(modelOf(index).unit, 'image');
  });

  it('says of such an index which component is missing, at its class, and marks nothing as wrong', () => {
    const { 'vae/config.json': _vae, ...rest } = COMPONENTS;
    const index = source('sd/model_index.json', INDEX, rest);
    assert.match(checkConfig(index)?.fault?.message ?? '', /^vae\/config\.json is missing/);
    const [advice, ...more] = adviseOn(index);
    assert.deepEqual(more, []);
    assert.equal(advice?.severity, 'warning');
    const { start = 0, end = 0 } = advice?.range ?? {};
    assert.equal(index.text.slice(start, end), '"StableDiffusionPipeline"');
  });

  it('is as the file of its quantisation says', () => {
    const config = { model_type: 'llama', hidden_size: 4096, num_attention_heads: 32, num_hidden_layers: 2 };
    const sizes = { intermediate_size: 11008, vocab_size: 32000, torch_dtype: 'bfloat16' };
    const quantization = { producer: { name: 'modelopt' }, quantization: { quant_algo: 'FP8' } };
    const beside = { 'hf_quant_config.json': quantization };
    assert.equal(modelOf(source('x/config.json', { ...config, ...sizes })).dtype.value, 'bf16');
    assert.equal(modelOf(source('x/config.json', { ...config, ...sizes }, beside)).dtype.value, 'fp8');
  });

  it('that is none is left alone', () => {
    assert.equal(checkConfig(source('package.json', { name: 'x', version: '1.0.0' })), undefined);
    assert.equal(checkConfig(source('scheduler_config.json', { _class_name: 'PNDMScheduler' })), undefined);
  });
});
