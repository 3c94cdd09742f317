import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explainField } from '../../../src/core/models/explain';

const config = JSON.stringify(
  {
    model_type: 'llama',
    vocab_size: 1000,
    hidden_size: 512,
    num_hidden_layers: 2,
    num_attention_heads: 8,
    num_key_value_heads: 4,
    intermediate_size: 1024,
    rms_norm_eps: 1e-5,
  },
  undefined,
  2,
);

test('the next vocabulary is the next multiple of 128, and its cost is the rows it adds twice', () => {
  const explained = explainField(config, 'config.json', 'vocab_size');
  assert.equal(explained?.change?.value, '1024');
  assert.equal(explained.change.parameters, 2 * 24 * 512);
  assert.equal(explained.change.kvBytesPerToken, 0);
  assert.equal(config.slice(explained.range.start, explained.range.end), '1000');
});

test('the share of a field is that of the modules it sizes', () => {
  const total = 2 * 1000 * 512 + 2 * (512 * 64 * 16 + 512 * 512 + 3 * 512 * 1024 + 2 * 512) + 512;
  const share = explainField(config, 'config.json', 'intermediate_size')?.parametersShare;
  assert.ok(share !== undefined && Math.abs(share - (2 * 3 * 512 * 1024) / total) < 1e-12);
});

test('a field’s share of the work is told beside that of the parameters', () => {
  const explained = explainField(config, 'config.json', 'num_key_value_heads');
  assert.ok(explained?.flopsShare !== undefined && explained.flopsShare > 0 && explained.flopsShare < 1);
  assert.match(explained.sentences.join(' '), /of the parameters and .* of a step's operations/);
});

test('half the key-value heads halve the cache', () => {
  const change = explainField(config, 'config.json', 'num_key_value_heads')?.change;
  assert.equal(change?.value, '2');
  assert.equal(change.kvBytesPerToken, -(2 * 2 * 2 * 64 * 2));
});

test('a field that no family reads, or that is absent, has nothing to say', () => {
  assert.equal(explainField(config, 'config.json', 'rms_norm_eps'), undefined);
  assert.equal(explainField(config, 'config.json', 'head_dim'), undefined);
});

test('a broken config has nothing to say', () => {
  assert.equal(explainField('{', 'config.json', 'vocab_size'), undefined);
});
