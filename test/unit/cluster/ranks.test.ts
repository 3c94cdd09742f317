import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Parallelism, resolveParallelism } from '../../../src/core/cluster/parallelism';
import {
  batchesOf,
  inFlight,
  type MemoryLayout,
  PLAIN_LAYOUT,
  stageLayers,
} from '../../../src/core/cluster/ranks/layout';
import { type RankMemory, rankMemories } from '../../../src/core/cluster/ranks/memory';
import type { Model, Run } from '../../../src/core/models/model';
import { readModel } from '../../../src/core/models/read';
import type { Training } from '../../../src/core/models/training/training';
import { buildWorkload } from '../../../src/core/models/workload';
import { sharedPath, skipUnlessShared } from '../../support/shared';
import { blocksKept, calculonRows, dividesSequence, rankOf } from '../../../tools/validate-models/calculon';

const H = 1024;
const HEADS = 16;
const S = 512;

const gpt = (layers: number): Model =>
  readModel(
    JSON.stringify({
      model_type: 'gpt2',
      vocab_size: 1024,
      n_embd: H,
      n_head: HEADS,
      n_layer: layers,
      n_positions: S,
      torch_dtype: 'bfloat16',
    }),
    'config.json',
  );

const llama = (more: object = {}): Model =>
  readModel(
    JSON.stringify({
      model_type: 'llama',
      vocab_size: 1024,
      hidden_size: H,
      intermediate_size: 4096,
      num_attention_heads: HEADS,
      num_key_value_heads: 4,
      num_hidden_layers: 8,
      torch_dtype: 'bfloat16',
      ...more,
    }),
    'config.json',
  );

const PAPER: Training = { optimizer: 'adam', checkpointing: 'none', attention: 'eager', dropout: true };

const ranksOf = (
  model: Model,
  run: Partial<Run>,
  asked: Partial<Parallelism>,
  layout: Partial<MemoryLayout> = {},
): readonly RankMemory[] => {
  const workload = buildWorkload(model, { batch: 1, input: S, output: 1, ...run });
  const count = (asked.tensor ?? 1) * (asked.pipeline ?? 1) * (asked.data ?? 1) * (asked.context ?? 1);
  const parallelism = resolveParallelism(workload, count, asked);
  return rankMemories(workload, parallelism, { ...PLAIN_LAYOUT, ...layout }) ?? [];
};

const first = (ranks: readonly RankMemory[]): RankMemory => {
  const [rank] = ranks;
  assert.ok(rank !== undefined);
  return rank;
};

/** Bytes per position and hidden element that one further layer keeps. */
const perLayer = (training: Training, tensor: number, layout: Partial<MemoryLayout> = {}): number => {
  const kept = (layers: number): number =>
    first(ranksOf(gpt(layers), { training }, { tensor }, layout)).activations;
  return (kept(3) - kept(2)) / (S * H);
};

test('activations of a layer follow the equations of arXiv:2205.05198', () => {
  const scores = (5 * HEADS * S) / H;
  for (const t of [1, 2, 8]) {
    assert.equal(perLayer(PAPER, t), 10 + (24 + scores) / t, `equation 2, t = ${t}`);
    assert.equal(perLayer(PAPER, t, { sequence: true }), (34 + scores) / t, `equation 4, t = ${t}`);
    const selective: Training = { ...PAPER, checkpointing: 'selective' };
    assert.equal(perLayer(selective, t), 10 + 24 / t, `selective, t = ${t}`);
    assert.equal(perLayer(selective, t, { sequence: true }), 34 / t, `equation 6, t = ${t}`);
    assert.equal(perLayer({ ...PAPER, checkpointing: 'full' }, t), 2, `full, t = ${t}`);
  }
});

test('ZeRO shares out 4, 2 and 12 bytes per parameter as in arXiv:1910.02054, section 5', () => {
  const model = gpt(4);
  const training: Training = { optimizer: 'adam', checkpointing: 'full' };
  const run = { training, batch: 8 };
  const states = (zero: MemoryLayout['zero']): number => {
    const { weights, gradients = 0, optimizer = 0 } = first(ranksOf(model, run, { data: 8 }, { zero }));
    return weights + gradients + optimizer;
  };
  const { parameters } = first(ranksOf(model, run, { data: 8 }));
  assert.equal(states(0), 16 * parameters);
  assert.equal(states(1), 4 * parameters + (12 * parameters) / 8);
  assert.equal(states(2), 2 * parameters + (14 * parameters) / 8);
  assert.equal(states(3), (16 * parameters) / 8);
  assert.equal(first(ranksOf(model, run, { data: 8 }, { zero: 1 })).gathered, undefined);
  const layer = 12 * H * H + 13 * H;
  assert.equal(first(ranksOf(model, run, { data: 8 }, { zero: 3 })).gathered, 4 * layer);
});

test('tensor-parallel ranks together hold every matrix once, and norms and row biases each', () => {
  const whole = first(ranksOf(gpt(4), {}, {})).parameters;
  const half = first(ranksOf(gpt(4), {}, { tensor: 2 })).parameters;
  // The final norm, and per layer two norms and two biases behind row-parallel products; positions besides.
  const everywhere = 2 * H + 4 * (4 * H + 2 * H);
  assert.equal(whole, 1024 * H + S * H + 4 * (12 * H * H + 13 * H) + 2 * H);
  assert.equal(half, (1024 * H + 4 * (12 * H * H + 7 * H)) / 2 + S * H + everywhere);
});

test('a rank holds whole key-value heads, so more ranks than heads hold copies', () => {
  const kv = (tensor: number): number => first(ranksOf(llama(), {}, { tensor })).kv;
  assert.equal(kv(4), kv(1) / 4);
  assert.equal(kv(8), kv(4));
  const parameters = (tensor: number): number => first(ranksOf(llama(), {}, { tensor })).parameters;
  const [layers, width] = [8, H / HEADS];
  const matrices = 2 * 1024 * H + layers * (2 * H * H + 3 * H * 4096);
  const norms = (2 * layers + 1) * H;
  assert.equal(parameters(8), matrices / 8 + norms + layers * 2 * H * width);
});

test('a pipeline divides the layers; the last stage of a tied model holds a copy of the embedding', () => {
  const stages = ranksOf(llama({ tie_word_embeddings: true }), {}, { pipeline: 4 });
  assert.deepEqual(
    stages.map(({ layers }) => layers),
    [2, 2, 2, 2],
  );
  assert.equal(stages[3]?.weights, (stages[1]?.weights ?? 0) + 2 * (1024 * H + H));
  assert.equal(stages[0]?.weights, (stages[1]?.weights ?? 0) + 2 * 1024 * H);
  assert.deepEqual(stageLayers(10, 4), [2, 3, 3, 2]);
  const training: Training = { optimizer: 'adam', checkpointing: 'full' };
  const learning = ranksOf(llama({ tie_word_embeddings: true }), { training }, { pipeline: 4 });
  assert.equal(
    learning[3]?.optimizer,
    12 * (learning[1]?.parameters ?? 0) + 12 * (1024 * H + H),
    'learns there as well',
  );
});

test('micro-batches in flight: the place from the end, and interleaved more', () => {
  assert.deepEqual(
    [0, 1, 2, 3].map((stage) => inFlight(stage, 4, 1, 16)),
    [4, 3, 2, 1],
  );
  assert.equal(inFlight(0, 4, 1, 2), 2);
  assert.equal(inFlight(0, 8, 3, 64) / 8, 1 + 7 / (8 * 3));
  assert.throws(
    () => batchesOf(12, { tensor: 1, pipeline: 1, data: 4, expert: 1 }, { ...PLAIN_LAYOUT, microbatch: 2 }),
    /micro-batches of 2 do not divide/,
  );
});

test('experts divide over the ranks that hold them, and have fewer replicas', () => {
  const moe = readModel(
    JSON.stringify({
      model_type: 'mixtral',
      vocab_size: 1024,
      hidden_size: H,
      intermediate_size: 2048,
      num_attention_heads: HEADS,
      num_key_value_heads: 4,
      num_hidden_layers: 4,
      num_local_experts: 8,
      num_experts_per_tok: 2,
      torch_dtype: 'bfloat16',
    }),
    'config.json',
  );
  const training: Training = { optimizer: 'adam', checkpointing: 'none' };
  const run = { training, batch: 8 };
  const experts = 4 * 8 * 3 * H * 2048;
  const [alone, spread] = [
    first(ranksOf(moe, run, { data: 8 })),
    first(ranksOf(moe, run, { data: 8, expert: 8 })),
  ];
  assert.equal(alone.parameters - spread.parameters, experts - experts / 8);
  const shared = first(ranksOf(moe, run, { data: 8, expert: 8 }, { zero: 1 }));
  const dense = alone.parameters - experts;
  assert.equal(shared.optimizer, 12 * (dense / 8 + experts / 8));
});

test('adapters and a side network learn alone', () => {
  const training: Training = { optimizer: 'adam', checkpointing: 'none' };
  const adapters = { rank: 4, targets: ['q_proj', 'v_proj'] };
  const lora = first(ranksOf(llama(), { training: { ...training, adapters } }, {}));
  const learned = 8 * 4 * (H + H + H + H / 4);
  assert.equal(lora.optimizer, 12 * learned);
  assert.equal(lora.gradients, 2 * learned);
  // Both projections are divided by their columns, so each rank holds the first matrix of each.
  const half = first(ranksOf(llama(), { training: { ...training, adapters } }, { tensor: 2 }));
  assert.equal(half.optimizer, 12 * 8 * 4 * (2 * H + (H + H / 4) / 2));

  const side = first(ranksOf(llama(), { training: { ...training, side: { width: 256 } } }, {}));
  assert.equal(side.optimizer, 12 * (H + 3 * 256 * (H + 256 + 2) + 256 * H + H));
  assert.ok(side.activations < lora.activations / 3);
  const mixed: Training = { ...training, adapters, side: { width: 256 } };
  assert.throws(() => ranksOf(llama(), { training: mixed }, {}), /expected one of them/);
  const stray: Training = { ...training, adapters: { rank: 4, targets: ['c_attn'] } };
  assert.throws(() => ranksOf(llama(), { training: stray }, {}), /no projection of .* is called c_attn/);
});

test('gradients of 32 bits make 18 bytes per parameter, as Megatron has them', () => {
  const training: Training = { optimizer: 'adam', checkpointing: 'full', gradients: 'fp32' };
  const { weights, gradients = 0, optimizer = 0, parameters } = first(ranksOf(gpt(2), { training }, {}));
  assert.equal(weights + gradients + optimizer, 18 * parameters);
});

test('context-parallel ranks each hold a part of every sequence', () => {
  const training: Training = { optimizer: 'adam', checkpointing: 'none' };
  const [one, four] = [1, 4].map((context) => first(ranksOf(llama(), { training }, { context })));
  assert.equal((one?.activations ?? 0) / 4, four?.activations);
  assert.equal(one?.weights, four?.weights);
  assert.equal(four?.ranks, 4);
});

test('the ranks hold what the sums say', () => {
  for (const model of [gpt(3), llama(), llama({ tie_word_embeddings: true })]) {
    const { memory } = buildWorkload(model, { batch: 2, input: S, output: 8 });
    const rank = first(ranksOf(model, { batch: 2, output: 8 }, {}));
    assert.equal(rank.weights, memory?.weights);
    assert.equal(rank.kv, memory?.kv);
    assert.equal(rank.activations, memory?.activations);
  }
});

test(
  'weights, optimizer state and activations agree with calculon',
  { skip: skipUnlessShared('reference', 'peers', 'calculon.json') },
  () => {
    let compared = 0;
    for (const row of calculonRows(sharedPath('reference', 'peers', 'calculon.json'))) {
      const { execution, execution_cfg: e, stats } = row;
      // Without sequence parallelism calculon leaves two inputs out of what selective checkpointing keeps.
      if (e.activation_recompute === 'attn_only' && !dividesSequence(row)) continue;
      const rank = rankOf(row);
      assert.ok(rank !== undefined);
      const say = `${execution}: ${JSON.stringify(rank)}`;
      // Calculon's layers have no biases.
      assert.ok(Math.abs(rank.weights / stats.weight_space - 1) < 1e-3, say);
      assert.ok(Math.abs((rank.optimizer ?? 0) / stats.optimizer_space - 1) < 1e-3, say);
      if (e.activation_recompute === 'full') {
        // The layer that is run again comes on top.
        assert.ok(rank.activations > stats.act_checkpoint_size, say);
      } else {
        const kept = blocksKept(row, rank.layers);
        assert.ok(Math.abs(rank.activations / kept - 1) < 1e-9, `${say} ${kept}`);
      }
      compared++;
    }
    assert.ok(compared > 20, `${compared} rows`);
  },
);
