import assert from 'node:assert/strict';
import { test } from 'node:test';
import { derivedNumbers } from '../../../src/core/models/derived';
import { moduleTree, type ModuleInfo, sizingField } from '../../../src/core/models/modules';
import { configOutline } from '../../../src/core/models/outline';
import { readModel } from '../../../src/core/models/read';
import { buildWorkload } from '../../../src/core/models/workload';

const NAME = 'config.json';

const LLAMA = JSON.stringify(
  {
    model_type: 'llama',
    hidden_size: 4096,
    intermediate_size: 14336,
    num_attention_heads: 32,
    num_hidden_layers: 32,
    num_key_value_heads: 8,
    max_position_embeddings: 8192,
    torch_dtype: 'bfloat16',
    vocab_size: 128256,
  },
  undefined,
  2,
);
const RUN = { batch: 2, input: 512, output: 16 };

const nodesOf = (node: ModuleInfo): readonly ModuleInfo[] => [node, ...node.children.flatMap(nodesOf)];

const tree = moduleTree(readModel(LLAMA, NAME), RUN);

test('the tree sums to the model, at every level', () => {
  assert.equal(tree.parameters, 8_030_261_248);
  assert.equal(tree.share, 1);
  for (const { name, parameters, work, children } of nodesOf(tree)) {
    if (children.length === 0) continue;
    assert.equal(
      children.reduce((sum, child) => sum + child.parameters, 0),
      parameters,
      name,
    );
    for (const { phase, flops } of work) {
      const below = children.flatMap((child) => child.work.filter((one) => one.phase === phase));
      assert.equal(
        below.reduce((sum, one) => sum + one.flops, 0),
        flops,
        `${name} ${phase}`,
      );
    }
  }
});

test('its work is the workload’s', () => {
  for (const { name, operators } of buildWorkload(readModel(LLAMA, NAME), RUN).phases) {
    const flops = operators.reduce((sum, operator) => sum + (operator.flops ?? 0), 0);
    assert.equal(tree.work.find(({ phase }) => phase === name)?.flops, flops);
  }
});

test('alike layers are one node, and parameters are of all of them', () => {
  const layers = nodesOf(tree).find(({ path }) => path === 'model.layers.*');
  assert.equal(layers?.repeat, 32);
  // 3 matrices of 4,096 × 14,336 in each of 32 layers.
  const mlp = nodesOf(tree).find(({ path }) => path === 'model.layers.*.mlp');
  assert.equal(mlp?.parameters, 32 * 3 * 4096 * 14336);
});

test('a module leads to the field that sizes it and least beside it', () => {
  const field = (path: string): string | undefined => {
    const range = sizingField(LLAMA, NAME, path);
    const line = range && LLAMA.slice(0, range.start).split('\n').at(-1);
    return line && /"(\w+)"/.exec(line)?.[1];
  };
  assert.equal(field('model.layers.*'), 'num_hidden_layers');
  assert.equal(field('model.layers.*.mlp.gate_proj'), 'intermediate_size');
  assert.equal(field('model.layers.*.self_attn.k_proj'), 'num_key_value_heads');
  assert.equal(field('model.layers.*.input_layernorm'), 'hidden_size');
  assert.equal(field('model.embed_tokens'), 'vocab_size');
  assert.equal(field('no.such.module'), undefined);
  assert.equal(sizingField('{', NAME, 'model'), undefined);
});

test('a field that the family names goes before any that is found', () => {
  const bert = JSON.stringify({ model_type: 'vit', hidden_size: 768, patch_size: 16, image_size: 224 });
  const declared = moduleTree(readModel(bert, NAME), RUN);
  const patches = nodesOf(declared).find(({ path }) => /patch.*projection$/.test(path));
  assert.ok(patches !== undefined);
  const range = sizingField(bert, NAME, patches.path);
  assert.ok(range !== undefined && ['768', '16'].includes(bert.slice(range.start, range.end)));
});

test('the outline groups the fields that are read, with what they are', () => {
  const outline = configOutline(LLAMA, NAME);
  const titles = Object.fromEntries(
    outline.map(({ title, fields }) => [title, fields.map((field) => field.title)]),
  );
  assert.deepEqual(titles['Attention'], ['Query heads', 'Key-value heads']);
  assert.deepEqual(titles['Feed-forward'], ['Feed-forward width']);
  for (const { path, key, range, value } of outline.flatMap(({ fields }) => fields)) {
    assert.equal(LLAMA.slice(key.start, key.end).replaceAll('"', ''), path);
    assert.ok(LLAMA.slice(range.start, range.end).endsWith(value));
  }
});

test('derived numbers stand behind their values', () => {
  const labels = Object.fromEntries(
    derivedNumbers(LLAMA, NAME).map(({ offset, label }) => {
      const line = LLAMA.slice(0, offset).split('\n').at(-1) ?? '';
      return [/"(\w+)"/.exec(line)?.[1], label];
    }),
  );
  assert.deepEqual(labels, {
    hidden_size: 'heads 128 wide',
    // 128,256 rows of 4,096.
    vocab_size: '525 million parameters',
    num_hidden_layers: '6.98 billion parameters',
    intermediate_size: '3.50 × the hidden size',
    // 2 × 8 heads × 128 × 2 bytes × 32 layers.
    num_key_value_heads: '4 queries each, 131 kB of cache per token',
    max_position_embeddings: '1.07 GB of cache when full',
    torch_dtype: '16.1 GB of weights',
  });
});

test('parts of a model say what follows from their own fields, and dialects as much as others', () => {
  const labelsOf = (text: string, name = NAME): readonly string[] =>
    derivedNumbers(text, name).map(({ label }) => label);
  const clip = JSON.stringify({
    model_type: 'clip',
    text_config: { hidden_size: 512, num_attention_heads: 8, intermediate_size: 2048, vocab_size: 49408 },
    vision_config: { hidden_size: 768, num_attention_heads: 12, intermediate_size: 3072 },
  });
  assert.deepEqual([...labelsOf(clip)].sort(), [
    '25.3 million parameters',
    '4.00 × the hidden size',
    '4.00 × the hidden size',
    'heads 64 wide',
    'heads 64 wide',
  ]);
  const nemo = `model:
  num_layers: 2
  hidden_size: 256
  ffn_hidden_size: 512
  num_attention_heads: 4
  num_query_groups: 2
  activation: fast-swiglu
  normalization: rmsnorm
  bias: false
  override_vocab_size: 1000
  max_position_embeddings: 2048
`;
  const labels = labelsOf(nemo, 'nemo.yaml');
  assert.ok(labels.includes('heads 64 wide') && labels.includes('2.00 × the hidden size'), labels.join());
  assert.ok(
    labels.some((label) => label.startsWith('2 queries each, ')),
    labels.join(),
  );
});

test('the width of experts is told beside their own field, not the dense layers’', () => {
  const moe = JSON.stringify({
    model_type: 'deepseek_v3',
    hidden_size: 7168,
    intermediate_size: 18432,
    moe_intermediate_size: 2048,
    num_hidden_layers: 4,
    num_attention_heads: 128,
    vocab_size: 129280,
  });
  const labels = derivedNumbers(moe, NAME).map(({ label }) => label);
  assert.deepEqual(
    labels.filter((label) => label.endsWith('the hidden size')),
    ['2.57 × the hidden size', '0.286 × the hidden size'],
  );
  // A decode step looks at the latent cache with wider heads; the field is about those of the prompt.
  assert.ok(labels.includes('heads 192 wide'), labels.join());
});

test('what only keeps modules together is no line of the tree', () => {
  const whisper = JSON.stringify({
    model_type: 'whisper',
    d_model: 384,
    encoder_layers: 4,
    decoder_layers: 4,
    encoder_attention_heads: 6,
    decoder_attention_heads: 6,
    encoder_ffn_dim: 1536,
    decoder_ffn_dim: 1536,
    vocab_size: 51865,
  });
  const root = moduleTree(readModel(whisper, NAME), { batch: 1, input: 16, output: 2 });
  const names = (module: ModuleInfo): readonly string[] =>
    module.children.flatMap((child) => [child.name, ...names(child)]);
  assert.ok(names(root).includes('embed_positions'));
  assert.ok(names(root).every((name) => name !== ''));
  const sum = root.children.reduce((all, { parameters }) => all + parameters, 0);
  assert.equal(sum, root.parameters);
});
