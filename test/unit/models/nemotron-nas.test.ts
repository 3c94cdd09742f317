import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readModel } from '../../../src/core/models/read';

const block = (attention: object = {}, ffn: object = {}) => ({
  attention: { n_heads_in_group: 8, no_op: false, replace_with_linear: false, ...attention },
  ffn: { ffn_mult: 2, no_op: false, replace_with_linear: false, ...ffn },
});
const read = (...blocks: readonly object[]) =>
  readModel(
    JSON.stringify({
      model_type: 'nemotron-nas',
      hidden_size: 512,
      num_attention_heads: 16,
      num_hidden_layers: 2,
      vocab_size: 1000,
      block_configs: blocks,
    }),
    'config.json',
  );

test('a Nemotron-NAS has a block for each layer', () => {
  assert.throws(() => read(block()), /block_configs has 1 entries; expected one for each of the 2 layers/);
});

test('what blocks of a Nemotron-NAS cannot be is told at its place', () => {
  const wrong = (message: RegExp, attention: object, ffn: object = {}): void => {
    assert.throws(() => read(block(), block(attention, ffn)), message);
  };
  wrong(/n_heads_in_group is 3; expected a divisor of 16 heads/, { n_heads_in_group: 3 });
  wrong(/not known: window_length in a block/, { window_length: 1024 });
  wrong(/ffn_mult is missing/, {}, { ffn_mult: undefined });
});

test('a part that is left out needs no sizes', () => {
  const model = read(
    block({ no_op: true, n_heads_in_group: null }, { no_op: true, ffn_mult: null }),
    block({ window_length: null }),
  );
  assert.equal(model.layers, 2);
});
