import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { Model, Run } from '../../../src/core/models/model';
import { readModel } from '../../../src/core/models/read';
import type { Training } from '../../../src/core/models/training/training';
import { buildWorkload } from '../../../src/core/models/workload';
import type { Workload } from '../../../src/core/workload/workload';
import { sharedPath, skipUnlessShared } from '../../support/shared';

const ADAM: Training = { optimizer: 'adam', checkpointing: 'none' };

const gpt = (layers: number): Model =>
  readModel(
    JSON.stringify({
      model_type: 'gpt2',
      vocab_size: 1000,
      n_embd: 64,
      n_head: 4,
      n_layer: layers,
      n_positions: 32,
      torch_dtype: 'bfloat16',
    }),
    'config.json',
  );

const run = (training: Training, more: Partial<Run> = {}): Run => ({
  batch: 2,
  input: 16,
  output: 1,
  training,
  ...more,
});

const flopsOf = ({ phases }: Workload, name: string): number =>
  (phases.find((phase) => phase.name === name)?.operators ?? []).reduce(
    (sum, one) => sum + (one.flops ?? 0),
    0,
  );

test('the backward pass is twice the forward pass, and once more with full checkpointing', () => {
  const plain = buildWorkload(gpt(2), run(ADAM));
  assert.equal(flopsOf(plain, 'backward'), 2 * flopsOf(plain, 'forward'));
  const checkpointed = buildWorkload(gpt(2), run({ ...ADAM, checkpointing: 'full' }));
  assert.equal(flopsOf(checkpointed, 'backward'), 3 * flopsOf(checkpointed, 'forward'));
});

test('mixed-precision Adam takes 16 bytes per parameter (arXiv:1910.02054, section 3.1)', () => {
  const { memory } = buildWorkload(gpt(2), run(ADAM));
  const parameters = 1000 * 64 + 32 * 64 + 2 * (12 * 64 * 64 + 13 * 64) + 2 * 64;
  assert.equal(memory?.weights, 2 * parameters);
  assert.equal(memory.gradients, 2 * parameters);
  assert.equal(memory.optimizer, 12 * parameters);
});

test('a layer keeps 32 bytes per position and hidden element (arXiv:2205.05198, without dropout and S²)', () => {
  const kept = (layers: number): number => buildWorkload(gpt(layers), run(ADAM)).memory?.activations ?? 0;
  assert.equal(kept(3) - kept(2), 32 * (2 * 16) * 64);
});

test('full checkpointing keeps two bytes per position and hidden element of each layer', () => {
  const full: Training = { ...ADAM, checkpointing: 'full' };
  const kept = (layers: number): number => buildWorkload(gpt(layers), run(full)).memory?.activations ?? 0;
  assert.equal(kept(3) - kept(2), 2 * (2 * 16) * 64);
});

test('adapters learn in place of the weights', () => {
  const adapters = { rank: 4, targets: ['c_attn'] };
  const workload = buildWorkload(gpt(2), run({ ...ADAM, adapters }));
  const learned = 2 * 4 * (64 + 3 * 64);
  assert.equal(workload.memory?.gradients, 2 * learned);
  assert.equal(workload.memory.optimizer, 12 * learned);
  const full = buildWorkload(gpt(2), run(ADAM));
  assert.ok(flopsOf(workload, 'backward') < flopsOf(full, 'backward'));
});

test('a step has three phases', () => {
  const { phases } = buildWorkload(gpt(2), run(ADAM));
  assert.deepEqual(
    phases.map(({ name, repeats }) => [name, repeats]),
    [
      ['forward', 1],
      ['backward', 1],
      ['optimizer', 1],
    ],
  );
});

test(
  'forward and backward agree with the traced operations',
  { skip: skipUnlessShared('reference', 'ops_breakdown.json') },
  () => {
    const rows = JSON.parse(readFileSync(sharedPath('reference', 'ops_breakdown.json'), 'utf8')) as readonly {
      readonly config: string;
      readonly B: number;
      readonly S: number;
      readonly train_fwd_bwd_flops?: number;
    }[];
    const compared = rows.filter(({ train_fwd_bwd_flops }) => train_fwd_bwd_flops !== undefined);
    for (const { config, B, S, train_fwd_bwd_flops = 0 } of compared) {
      const path = sharedPath('configs', config);
      if (skipUnlessShared('configs', config) !== false) continue;
      const workload = buildWorkload(
        readModel(readFileSync(path, 'utf8'), path),
        run(ADAM, { batch: B, input: S }),
      );
      const sum = flopsOf(workload, 'forward') + flopsOf(workload, 'backward');
      assert.ok(Math.abs(sum / train_fwd_bwd_flops - 1) < 1e-3, `${config}: ${sum}`);
    }
  },
);
