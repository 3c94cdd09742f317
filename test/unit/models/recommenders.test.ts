import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parametersOf } from '../../../src/core/models/graph/node';
import { readModel } from '../../../src/core/models/read';
import { buildWorkload } from '../../../src/core/models/workload';

/** HSTU-large on MovieLens 1M, by the bindings that generative-recommenders writes. */
const GIN = [
  '# A comment with hstu_encoder.num_blocks = 3 in it.',
  'import generative_recommenders.research.modeling.sequential.hstu',
  'train_fn.dataset_name = "ml-1m"',
  'train_fn.max_sequence_length = 200  # items',
  'train_fn.main_module = "HSTU"',
  'train_fn.item_embedding_dim = 50',
  'train_fn.item_l2_norm = True',
  'hstu_encoder.num_blocks = 8',
  'hstu_encoder.num_heads = 2',
  'hstu_encoder.dqk = 25',
  'hstu_encoder.dv = 25',
].join('\n');

test('HSTU is read from a gin file, and its fields have their places', () => {
  const model = readModel(GIN, 'hstu-large.gin');
  assert.equal(model.family, 'hstu');
  assert.equal(model.name, 'hstu-large');
  assert.equal(parametersOf(model.root), 313_000);
  assert.equal(model.unit, 'sample');
  const place = model.fields.get('hstu_encoder.num_blocks');
  assert.equal(place === undefined ? '' : GIN.slice(place.value.start, place.value.end), '8');
  const keys = buildWorkload(model, { batch: 1, input: 100, output: 1 }).memory?.kv;
  // Keys and values of 8 layers, 2 heads, 25 each, in 16 bits.
  assert.equal(keys, 101 * 8 * 2 * 2 * 25 * 2);
});

test('a gin file of another model or data set says what is not known', () => {
  assert.throws(
    () => readModel(GIN.replace('"HSTU"', '"SASRec"'), 'x.gin'),
    /not known: main_module "SASRec"; known is HSTU/,
  );
  assert.throws(() => readModel(GIN.replace('ml-1m', 'my-items'), 'x.gin'), /the items of "my-items"/);
});

test('Deep and Cross says what is wrong with its options', () => {
  const yaml = 'model: DCN\nvocabulary_sizes: [10, 20]\nembedding_dim: 4\n';
  assert.equal(readModel(yaml, 'a.recommendation.yaml').family, 'dcn');
  assert.throws(() => readModel(yaml.replace('DCN', 'AFM'), 'a.yaml'), /not known: model "AFM"/);
  assert.throws(() => readModel(`${yaml}lookups: [1]\n`, 'a.yaml'), /lookups has 1 entries; expected 2/);
  assert.throws(() => readModel(`${yaml}dnn_hidden_units: []\n`, 'a.yaml'), /dnn_hidden_units is empty/);
  assert.throws(() => readModel(`${yaml}cross_num: 5000\n`, 'a.yaml'), /expected at most 1000/);
});

test('the schema of recommendation models names every option that is read', () => {
  const schema = readFileSync('schemas/recommendation.schema.json', 'utf8');
  const read = [
    readModel('model: DCNMix\nvocabulary_sizes: [10]\nlookups: [1]\nembedding_dim: 4\n', 'a.yaml'),
    readModel(GIN, 'x.gin'),
  ];
  for (const { fields } of read)
    for (const path of fields.keys()) assert.ok(schema.includes(`"${path.split('.').at(-1) ?? ''}"`), path);
});

test('DIN and DIEN need a profile, a candidate and a context beside what the user did', () => {
  const config = {
    arch_embedding_size: '10-10-10',
    arch_mlp_bot: '4',
    arch_mlp_top: '8-1',
    arch_sparse_feature_size: 4,
    model_type: 'din',
  };
  assert.throws(() => readModel(JSON.stringify(config), 'x.json'), /has 3 tables; expected at least four/);
});
