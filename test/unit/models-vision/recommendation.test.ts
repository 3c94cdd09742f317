import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parametersOf } from '../../../src/core/models/graph/node';
import { readModel } from '../../../src/core/models/read';
import { flops, parameters, read } from './support';

const RM = {
  arch_mlp_bot: '128-64-32',
  arch_mlp_top: '256-64-1',
  arch_embedding_size: '1000-1000-500',
  arch_sparse_feature_size: 32,
  num_indices_per_lookup: 80,
  arch_interaction_op: 'cat',
  model_type: 'dlrm',
};
const BOTTOM = 128 * 64 + 64 + 64 * 32 + 32;
const TOP = (input: number): number => input * 256 + 256 + 256 * 64 + 64 + 64 + 1;

test('DLRM by concatenation: tables, both perceptrons, nothing else', () => {
  assert.equal(parameters(RM), 2500 * 32 + BOTTOM + TOP(4 * 32));
  const matrices = 2 * (128 * 64 + 64 * 32) + 2 * (128 * 256 + 256 * 64 + 64);
  assert.equal(flops(read(RM)), matrices + 3 * 79 * 32);
});

test('DLRM by dot products: the dense vector and every pair', () => {
  // Arxiv:1906.00091: 32 + 4 · 3 / 2 into the top.
  assert.equal(parameters({ ...RM, arch_interaction_op: 'dot' }), 2500 * 32 + BOTTOM + TOP(32 + 6));
});

test('a bottom that does not end in the embedding’s width is told', () => {
  assert.throws(() => read({ ...RM, arch_mlp_bot: '128-64' }), /arch_mlp_bot ends in 64; expected/);
  assert.throws(() => read({ ...RM, model_type: 'bst' }), /not known: model_type "bst"/);
});

const COMMANDS = `# Training

\`\`\`
torchx run --script dlrm_main.py --embedding_dim 4 --num_embeddings_per_feature 10,20
torchx run -s local_cwd dist.ddp -j 1x8 --script dlrm_main.py -- \\
    --embedding_dim 8 \\
    --dense_arch_layer_sizes 16,8 \\
    --over_arch_layer_sizes 4,1 \\
    --num_embeddings_per_feature 10,20,30 \\
    --interaction_type=dcn \\
    --dcn_num_layers=2 \\
    --dcn_low_rank_dim=3 \\
    --multi_hot_sizes=3,2,1 \\
    --pin_memory
\`\`\`
`;

test('TorchRec’s command line in a text: the command that says most', () => {
  const model = readModel(COMMANDS, 'README.md');
  const all = 4 * 8;
  const expected = 60 * 8 + (13 * 16 + 16 + 16 * 8 + 8) + 2 * (2 * all * 3 + all) + (all * 4 + 4 + 4 + 1);
  assert.equal(parametersOf(model.root), expected);
  assert.equal(model.family, 'dlrm');
});

test('MAD-Max’s recommender is its tables and square matrices', () => {
  const config = {
    name: 'DLRM',
    type: 'DLRM',
    bytes_per_nonemb_param: 4,
    bytes_per_emb_param: 2,
    num_bot_mlp_layers: 2,
    num_top_mlp_layers: 3,
    mlp_dim: 10,
    num_tables: 7,
    entries_per_table: 100,
    emb_dim: 6,
    pooling_size: 5,
  };
  assert.equal(parameters(config), 7 * 100 * 6 + 5 * 100);
  assert.equal(flops(read(config)), 5 * 2 * 100);
  assert.equal(
    parameters({ ...config, type: 'DLRM_MoE', num_experts: 4, num_active_experts: 2 }),
    7 * 100 * 6 + 2 * 100 + 3 * 4 * 100,
  );
});

test('MAD-Max’s language model has no attention proper', () => {
  const config = {
    name: 'LLM',
    type: 'LLM',
    bytes_per_nonemb_param: 2,
    bytes_per_emb_param: 2,
    entries_per_table: 50,
    num_transformer_layers: 3,
    attention_dim: 8,
    transformer_fc_dim: 16,
    transformer_seq_len: 4,
  };
  assert.equal(parameters(config), (50 + 4) * 8 + 3 * (4 * 64 + 2 * 8 * 16));
  assert.equal(flops(read(config)), 4 * 3 * 2 * (4 * 64 + 2 * 8 * 16));
});
