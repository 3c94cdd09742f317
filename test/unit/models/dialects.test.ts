import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parametersOf } from '../../../src/core/models/graph/node';
import { looksLikeModelConfig, readModel } from '../../../src/core/models/read';

const parameters = (text: string, name: string): number => parametersOf(readModel(text, name).root);

/** Llama 3.1 8B in the words of several programs; its published size is 8,030,261,248. */
const LLAMA_8B = 8_030_261_248;

const META = {
  dim: 4096,
  n_layers: 32,
  n_heads: 32,
  n_kv_heads: 8,
  vocab_size: 128256,
  ffn_dim_multiplier: 1.3,
  multiple_of: 1024,
  norm_eps: 1e-5,
};

test('Meta’s params.json computes the feed-forward width', () => {
  assert.equal(parameters(JSON.stringify(META), 'params.json'), LLAMA_8B);
});

test('Mistral’s params.json gives it', () => {
  const config = {
    ...META,
    ffn_dim_multiplier: undefined,
    multiple_of: undefined,
    hidden_dim: 14336,
    head_dim: 128,
  };
  assert.equal(parameters(JSON.stringify(config), 'params.json'), LLAMA_8B);
});

test('MaxText’s YAML', () => {
  const yaml = `# a model
base_emb_dim: 4096
base_num_query_heads: 32
base_num_kv_heads: 8
base_num_decoder_layers: 32
base_mlp_dim: 14336
head_dim: 128
vocab_size: 128256
logits_via_embedding: false
decoder_block: "llama2"
`;
  assert.equal(parameters(yaml, 'llama3-8b.yml'), LLAMA_8B);
});

test('Lingua’s and NeMo’s YAML hold the model under `model`', () => {
  const lingua = `model:
  dim: 4096
  n_layers: 32
  n_heads: 32
  n_kv_heads: 8
  vocab_size: 128256
  ffn_dim_multiplier: 1.3
  multiple_of: 1024
`;
  assert.equal(parameters(lingua, 'train.yaml'), LLAMA_8B);
  const nemo = `model:
  num_layers: 32
  hidden_size: 4096
  ffn_hidden_size: 14336
  num_attention_heads: 32
  num_query_groups: 8
  activation: fast-swiglu
  normalization: rmsnorm
  bias: false
  share_embeddings_and_output_weights: false
  override_vocab_size: 128256
`;
  assert.equal(parameters(nemo, 'train.yaml'), LLAMA_8B);
});

test('a NeMo config without words has those of the tokenizer that its name fixes, and says so', () => {
  const nemo = (name: string, ways = 1): string => `run:
  name: ${name}
model:
  num_layers: 32
  hidden_size: 4096
  ffn_hidden_size: 14336
  num_attention_heads: 32
  num_query_groups: 8
  tensor_model_parallel_size: ${ways}
  activation: fast-swiglu
  normalization: rmsnorm
  bias: false
  share_embeddings_and_output_weights: false
`;
  const model = readModel(nemo('llama3_8b'), 'train.yaml');
  assert.equal(parametersOf(model.root), LLAMA_8B);
  const [words, ...more] = model.size?.({ batch: 1, input: 1, output: 1 }) ?? [];
  assert.deepEqual(more, []);
  assert.equal(words?.value, '128,256');
  assert.match(words.source, /arXiv:2407\.21783/);
  // Four ways fill 128,256 words up to a multiple of 512.
  assert.equal(parameters(nemo('llama3_8b', 4), 'train.yaml'), LLAMA_8B + 2 * 256 * 4096);
  const given = readModel(nemo('llama3_8b'), 'train.yaml', { vocabulary: 32000 });
  assert.equal(parametersOf(given.root), LLAMA_8B - 2 * (128256 - 32000) * 4096);
  assert.equal(given.size, undefined);
  for (const name of ['my_model', 'codellama2x', 'llama30'])
    assert.throws(() => readModel(nemo(name), 'train.yaml'), /override_vocab_size is missing/);
});

// Counts of transformers 5.23's Qwen3-Next, Llama 4 (text) and GPT-2 at these sizes.
const MAXTEXT: readonly (readonly [number, string])[] = [
  [
    79_674_391_296,
    `decoder_block: qwen3_next
base_emb_dim: 2048
base_num_decoder_layers: 48
base_num_query_heads: 16
base_num_kv_heads: 2
head_dim: 256
vocab_size: 151936
base_mlp_dim: 512
base_moe_mlp_dim: 512
num_experts: 512
shared_experts: 1
num_experts_per_tok: 10
inhomogeneous_layer_cycle_interval: 4
gdn_conv_kernel_dim: 4
gdn_key_head_dim: 128
gdn_value_head_dim: 128
gdn_num_key_heads: 16
gdn_num_value_heads: 32
`,
  ],
  [
    107_769_861_120,
    `decoder_block: llama4
base_emb_dim: 5120
base_num_decoder_layers: 48
base_num_query_heads: 40
base_num_kv_heads: 8
base_mlp_dim: 8192
base_moe_mlp_dim: 8192
vocab_size: 202048
num_experts: 16
shared_experts: 1
num_experts_per_tok: 1
nope_layer_interval: 4
interleave_moe_layer_step: 1
chunk_attn_window_size: 8192
`,
  ],
  [
    174_780_997_632,
    `decoder_block: gpt3
base_emb_dim: 12288
base_num_decoder_layers: 96
base_num_query_heads: 96
base_num_kv_heads: 96
base_mlp_dim: 49152
head_dim: 128
trainable_position_size: 16384
vocab_size: 50304
logits_via_embedding: true
`,
  ],
];

for (const [total, config] of MAXTEXT)
  test(`MaxText’s ${/decoder_block: (\w+)/.exec(config)?.[1] ?? ''} has ${total} parameters`, () => {
    assert.equal(parameters(config, 'model.yml'), total);
  });

test('what MaxText’s blocks have beyond the families is refused', () => {
  const [, llama4, gpt3] = MAXTEXT.map(([, config]) => config);
  const refused = (config: string, message: RegExp) =>
    assert.throws(() => readModel(config, 'model.yml'), message);
  refused(`${llama4 ?? ''}use_multimodal: true\n`, /not known: llama4 with images/);
  refused(
    (llama4 ?? '').replace('nope_layer_interval: 4', 'nope_layer_interval: 2'),
    /nope_layer_interval 2/,
  );
  refused((gpt3 ?? '').replace('head_dim: 128', 'head_dim: 64'), /heads of 6144 in all/);
});

test('a problem is told in the words of the config', () => {
  const broken = JSON.stringify({ ...META, n_kv_heads: 5 });
  assert.throws(() => readModel(broken, 'params.json'), /n_kv_heads is 5; expected a divisor of n_heads/);
  const model = readModel(JSON.stringify(META), 'params.json');
  assert.ok(model.fields.has('n_heads'));
  assert.ok(!model.fields.has('num_attention_heads'));
});

test('a file beside a model is no model config, and says what it is', () => {
  const settings = 'max-num-batched-tokens: 8192\nkv-cache-dtype: fp8\n';
  assert.equal(looksLikeModelConfig(settings, 'serve.yaml'), false);
  assert.throws(() => readModel(settings, 'serve.yaml'), /settings of a serving engine/);
  const quantised = '{"producer":{"name":"modelopt"},"quantization":{"quant_algo":"FP8"}}';
  assert.throws(() => readModel(quantised, 'hf_quant_config.json'), /expected the config.json beside it/);
});

test('other people’s files get nothing', () => {
  for (const [text, name] of [
    ['{"name": "x", "version": "1.0.0"}', 'package.json'],
    ['{"compilerOptions": {"strict": true}}', 'tsconfig.json'],
    ['on: push\njobs:\n  build:\n    runs-on: ubuntu\n', 'ci.yml'],
    ['model:\n  name: x\n', 'values.yaml'],
    ['[1, 2]', 'list.json'],
  ] as const)
    assert.equal(looksLikeModelConfig(text, name), false, name);
});

test('files that leave the vocabulary to a tokenizer are models with its words beside them', () => {
  const neox = JSON.stringify({
    pipe_parallel_size: 1,
    model_parallel_size: 1,
    num_layers: 12,
    hidden_size: 768,
    num_attention_heads: 12,
    max_position_embeddings: 2048,
    pos_emb: 'rotary',
    no_weight_tying: true,
    attention_config: [[['flash'], 12]],
  });
  assert.equal(looksLikeModelConfig(neox, 'pythia.yml'), false);
  assert.throws(
    () => readModel(neox, 'pythia.yml'),
    /leaves the vocabulary to its tokenizer; expected --vocab/,
  );
  // Pythia 160M, whose 50,277 words are filled up to 50,304.
  assert.equal(parametersOf(readModel(neox, 'pythia.yml', { vocabulary: 50277 }).root), 162_322_944);
  const others = neox.replace('"rotary"', '"rotary", "norm": "rmsnorm"');
  assert.throws(() => readModel(others, 'x.yml', { vocabulary: 50277 }), /not known: norm "rmsnorm"/);
  const mamba = neox.replace('flash', 'mamba');
  assert.throws(() => readModel(mamba, 'x.yml', { vocabulary: 50277 }), /layers that are no attention/);
});
