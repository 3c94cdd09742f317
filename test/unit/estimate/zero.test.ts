import assert from 'node:assert/strict';
import { test } from 'node:test';
import { estimate } from '../../../src/core/estimate/estimate';
import type { Estimate } from '../../../src/core/estimate/estimate-types';
import { readModel } from '../../../src/core/models/read';
import { buildWorkload } from '../../../src/core/models/workload';

const model = readModel(
  JSON.stringify({
    model_type: 'llama',
    vocab_size: 32000,
    hidden_size: 4096,
    intermediate_size: 11008,
    num_attention_heads: 32,
    num_hidden_layers: 32,
    torch_dtype: 'bfloat16',
  }),
  'config.json',
);
const workload = buildWorkload(model, {
  batch: 64,
  input: 2048,
  output: 1,
  training: { optimizer: 'adam', checkpointing: 'full' },
});

const at = (zero: 0 | 1 | 2 | 3): Estimate =>
  estimate(workload, {
    accelerator: 'h100',
    count: 64,
    parallelism: { tensor: 1, data: 64 },
    layout: { zero },
  });

const secondsOf = ({ phases }: Estimate, name: string): number =>
  phases.find((phase) => phase.name === name)?.seconds ?? NaN;

test('replicas that share out the optimizer state update each its share', () => {
  assert.ok(secondsOf(at(1), 'optimizer') < secondsOf(at(0), 'optimizer') / 20);
  assert.equal(secondsOf(at(2), 'optimizer'), secondsOf(at(1), 'optimizer'));
});

test('replicas that share out the weights talk before each pass, and hold less', () => {
  const [two, three] = [at(2), at(3)];
  assert.ok(secondsOf(three, 'forward') >= secondsOf(two, 'forward'));
  assert.ok((three.memory?.total ?? 0) < (two.memory?.total ?? 0));
  assert.ok((two.memory?.total ?? 0) < (at(1).memory?.total ?? 0));
  assert.ok((at(1).memory?.total ?? 0) < (at(0).memory?.total ?? 0));
  assert.equal(three.deployment.parallelism?.zero, 3);
});

test('what is shared out decides what fits', () => {
  assert.equal(at(0).fits, false);
  assert.equal(at(3).fits, true);
});
