import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { advise, type Advice } from '../../../src/core/models/advice';
import { RULES } from '../../../src/core/models/advice/rules';

const config = (more: object): string =>
  JSON.stringify(
    {
      model_type: 'llama',
      vocab_size: 1024,
      hidden_size: 512,
      num_hidden_layers: 2,
      num_attention_heads: 8,
      num_key_value_heads: 4,
      intermediate_size: 1024,
      ...more,
    },
    undefined,
    2,
  );

const only = (text: string): Advice => {
  const [advice, ...others] = advise(text, 'config.json');
  assert.ok(advice !== undefined && others.length === 0, JSON.stringify([advice, ...others]));
  return advice;
};

const applied = (text: string, { fixes: [fix] }: Advice): string => {
  assert.ok(fix !== undefined);
  return text.slice(0, fix.range.start) + fix.text + text.slice(fix.range.end);
};

test('a good config gets no advice, and no other file does', () => {
  assert.deepEqual(advise(config({}), 'config.json'), []);
  assert.deepEqual(advise('{"name": "x"}', 'package.json'), []);
  assert.deepEqual(advise('{', 'package.json'), []);
});

test('a vocabulary off the tile says what padding it costs', () => {
  const text = config({ vocab_size: 1000 });
  const advice = only(text);
  assert.equal(advice.id, 'vocabulary-tile');
  assert.match(advice.message, /1024 would add 24,600 parameters/);
  assert.deepEqual(advise(applied(text, advice), 'config.json'), []);
});

test('a feed-forward width off the tile', () => {
  const advice = only(config({ intermediate_size: 1030 }));
  assert.equal(advice.id, 'feed-forward-tile');
  assert.equal(advice.fixes[0]?.text, '1152');
});

test('heads that fused attention does not take', () => {
  assert.equal(only(config({ head_dim: 20 })).id, 'head-width');
  assert.equal(only(config({ head_dim: 512 })).id, 'head-width');
});

test('a field that the family does not read is a hint', () => {
  const advice = only(config({ num_experts_per_tok: 2 }));
  assert.equal(advice.id, 'ignored-field');
  assert.equal(advice.severity, 'hint');
});

test('heads that do not divide come with the nearest that do', () => {
  const text = config({ num_attention_heads: 7 });
  const advice = only(text);
  assert.equal(advice.severity, 'error');
  assert.deepEqual(
    advice.fixes.map((fix) => fix.text),
    ['4', '8'],
  );
  assert.deepEqual(advise(applied(text, advice), 'config.json'), []);
  assert.deepEqual(
    only(config({ num_key_value_heads: 3 })).fixes.map((fix) => fix.text),
    ['2', '4'],
  );
});

test('a mistyped model_type comes with those near it', () => {
  const text = config({ model_type: 'lama' });
  assert.equal(only(text).fixes[0]?.text, '"llama"');
});

test('each finding stands at its field', () => {
  const text = config({ vocab_size: 1000, intermediate_size: 1030 });
  const places = advise(text, 'config.json').map(({ range }) => text.slice(range.start, range.end));
  assert.deepEqual(places.sort(), ['1000', '1030']);
});

test('every rule has its part in the guide', () => {
  const guide = readFileSync('docs/advice.md', 'utf8');
  for (const id of ['problem', ...RULES.map((rule) => rule.id)])
    assert.match(guide, new RegExp(`^## ${id}$`, 'm'), id);
});
