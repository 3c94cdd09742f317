import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Problem } from '../../../src/core/problem';
import { FAMILIES } from '../../../src/core/models/families';
import { readModel } from '../../../src/core/models/read';
import { buildWorkload } from '../../../src/core/models/workload';

/** Field names of many families, so that some of them fit each. */
const FIELDS = [
  'vocab_size',
  'hidden_size',
  'n_embd',
  'd_model',
  'dim',
  'num_hidden_layers',
  'num_layers',
  'n_layer',
  'n_layers',
  'num_attention_heads',
  'n_head',
  'n_heads',
  'num_heads',
  'num_key_value_heads',
  'head_dim',
  'intermediate_size',
  'ffn_dim',
  'd_ff',
  'd_kv',
  'max_position_embeddings',
  'n_positions',
  'num_experts',
  'num_experts_per_tok',
  'moe_intermediate_size',
  'kv_lora_rank',
  'qk_nope_head_dim',
  'qk_rope_head_dim',
  'v_head_dim',
  'sliding_window',
  'layer_types',
  'n_groups',
  'state_size',
];

const value = fc.oneof(
  fc.constantFrom<unknown>(null, true, 'auto', [], {}, [1, 2], -1, 0, 1.5, 1e9, Number.MAX_SAFE_INTEGER),
  fc.integer({ min: 1, max: 4096 }),
  fc.constantFrom(1, 2, 4, 8, 16, 32, 64, 128),
);

const types = FAMILIES.flatMap(({ modelTypes }) => modelTypes);

test('whatever stands in a config, it is a model or a problem, and soon', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...types),
      fc.dictionary(fc.constantFrom(...FIELDS), value),
      (model_type, fields) => {
        try {
          const model = readModel(JSON.stringify({ ...fields, model_type }), 'config.json');
          buildWorkload(model, { batch: 1, input: 4, output: 2 });
        } catch (error) {
          if (!(error instanceof Problem)) throw error;
        }
      },
    ),
    { numRuns: 2000 },
  );
});

test('a number of layers beyond reason is a problem', () => {
  const config = {
    model_type: 'gemma2',
    vocab_size: 8,
    hidden_size: 8,
    num_hidden_layers: 2_000_000_000,
    num_attention_heads: 2,
    intermediate_size: 8,
  };
  assert.throws(
    () => readModel(JSON.stringify(config), 'config.json'),
    /num_hidden_layers is 2000000000; expected at most 10000/,
  );
});
