import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Model } from '../../../src/core/models/model';
import { readModel } from '../../../src/core/models/read';
import { readModelBeside } from '../../../src/core/models/read-beside';
import { formatsOf, weightBytes } from '../../../src/core/models/workload';
import { Problem } from '../../../src/core/problem';

/** One layer with 4·64² + 3·64·128 = 40,960 weights in its matrices, 2 × 1,000·64 in embedding and head, 3·64 in norms. */
const MATRICES = 40_960;
const EMBEDDINGS = 2 * 1000 * 64;
const NORMS = 3 * 64;

const model = (quantization: object | undefined, more: object = {}): Model =>
  readModel(
    JSON.stringify({
      model_type: 'llama',
      vocab_size: 1000,
      hidden_size: 64,
      intermediate_size: 128,
      num_hidden_layers: 1,
      num_attention_heads: 4,
      torch_dtype: 'float16',
      ...(quantization === undefined ? {} : { quantization_config: quantization }),
      ...more,
    }),
    'config.json',
  );

const bytes = (one: Model): number => weightBytes(one.root, formatsOf(one, {}));

const expectBits = (quantization: object, bits: number): void => {
  const expected = (MATRICES * bits) / 8 + (EMBEDDINGS + NORMS) * 2;
  assert.ok(Math.abs(bytes(model(quantization)) - expected) < 1e-6);
};

test('without quantisation every weight is stored in the declared format', () => {
  assert.equal(bytes(model(undefined)), (MATRICES + EMBEDDINGS + NORMS) * 2);
});

test('GPTQ and AWQ store a 16-bit scale and a zero point per group, and leave embeddings alone', () => {
  expectBits({ quant_method: 'gptq', bits: 4, group_size: 128 }, 4 + 20 / 128);
  expectBits({ quant_method: 'gptq', bits: 4, group_size: 32 }, 4 + 20 / 32);
  expectBits({ quant_method: 'awq', bits: 4, group_size: 128 }, 4 + 20 / 128);
});

test('bitsandbytes stores a scale per 64 weights, or a scale of scales (arXiv:2305.14314: 0.5 and 0.127 bits)', () => {
  expectBits({ quant_method: 'bitsandbytes', load_in_4bit: true, bnb_4bit_quant_type: 'nf4' }, 4.5);
  expectBits(
    { quant_method: 'bitsandbytes', load_in_4bit: true, bnb_4bit_use_double_quant: true },
    4.126953125,
  );
  expectBits({ quant_method: 'bitsandbytes', load_in_8bit: true }, 8);
});

test('fp8, and what ModelOptimizer and compressed-tensors call it', () => {
  expectBits({ quant_method: 'fp8', weight_block_size: [128, 128] }, 8);
  expectBits({ quant_method: 'modelopt', quant_algo: 'NVFP4' }, 4.5);
  const group = (weights: object) => ({
    quant_method: 'compressed-tensors',
    config_groups: { g: { weights } },
  });
  expectBits(group({ num_bits: 8, type: 'float' }), 8);
  expectBits(group({ num_bits: 4, type: 'int', group_size: 32 }), 4 + 20 / 32);
});

test('MLX quantises embedding and head as well', () => {
  const stored = bytes(model({ bits: 4, group_size: 64 }));
  assert.equal(stored, ((MATRICES + EMBEDDINGS + NORMS) * 4.5) / 8);
});

test('modules that are left out keep the plain format', () => {
  const all = bytes(model({ quant_method: 'fp8' }));
  const without = bytes(model({ quant_method: 'fp8', modules_to_not_convert: ['model.layers.0.self_attn'] }));
  assert.equal(without - all, 4 * 64 * 64);
  const pattern = bytes(
    model({
      quant_method: 'compressed-tensors',
      ignore: ['re:.*self_attn.*'],
      config_groups: { g: { weights: { num_bits: 8, type: 'float' } } },
    }),
  );
  assert.equal(pattern, without);
});

test('a cache that is quantised with the weights', () => {
  const { kv } = formatsOf(
    model({ quant_method: 'modelopt', quant_algo: 'FP8', kv_cache_quant_algo: 'FP8' }),
    {},
  );
  assert.equal(kv, 'fp8');
});

test('a run that asks for another format gets it', () => {
  const one = model({ quant_method: 'fp8' });
  assert.deepEqual(formatsOf(one, { weightDtype: 'bf16' }), {
    weight: 'bf16',
    activation: 'bf16',
    kv: 'bf16',
  });
  assert.equal(formatsOf(one, { weightDtype: 'int4' }).activation, 'fp16');
});

test('a method that is not known is a problem', () => {
  assert.throws(() => model({ quant_method: 'magic' }), /not known: quant_method "magic"/);
  assert.throws(() => model({ quant_method: 'gptq', bits: 5, group_size: 7 }), /not known: 5 bits/);
});

test('a pattern that could run for ever is not run', () => {
  const one = model({
    quant_method: 'compressed-tensors',
    ignore: ['re:(a*)*(a*)*(a*)*b'],
    config_groups: { g: { weights: { num_bits: 8, type: 'float' } } },
  });
  assert.equal(one.dtype.value, 'fp8');
});

test('a folder’s hf_quant_config.json tells how its config is quantised', () => {
  const config = JSON.stringify({
    model_type: 'llama',
    vocab_size: 1000,
    hidden_size: 64,
    intermediate_size: 128,
    num_attention_heads: 4,
    num_hidden_layers: 2,
    torch_dtype: 'bfloat16',
  });
  const quant = { quant_algo: 'FP8', kv_cache_quant_algo: 'FP8', exclude_modules: ['lm_head'] };
  const read = (beside?: string): Model =>
    readModelBeside(
      config,
      'x/config.json',
      beside === undefined ? undefined : { 'hf_quant_config.json': beside },
    );
  const model = read(JSON.stringify({ producer: { name: 'modelopt' }, quantization: quant }));
  assert.equal(model.dtype.value, 'fp8');
  assert.equal(model.dtype.kv, 'fp8');
  assert.ok(![...model.fields.keys()].some((path) => path.startsWith('quantization_config.')));
  assert.equal(read().dtype.value, 'bf16');
  assert.throws(
    () => read('{'),
    (error: Error) => error instanceof Problem && error.where.file === 'hf_quant_config.json',
  );
});
