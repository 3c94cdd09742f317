import assert from 'node:assert/strict';
import { test } from 'node:test';
import { estimate } from '../../../src/core/estimate/estimate';
import type { Run } from '../../../src/core/models/model';
import { readModel } from '../../../src/core/models/read';
import { buildWorkload } from '../../../src/core/models/workload';
import { estimateDocument } from '../../../src/core/report/documents/estimate';

const GPT2 = JSON.stringify({
  model_type: 'gpt2',
  n_embd: 768,
  n_head: 12,
  n_layer: 12,
  n_positions: 1024,
  vocab_size: 50257,
  torch_dtype: 'bfloat16',
});

/** The line below the memory's sum. */
const memoryParts = (run: Run): string => {
  const workload = buildWorkload(readModel(GPT2, 'config.json'), run);
  const [block] = estimateDocument(estimate(workload, { accelerator: 'h100-sxm5', count: 1 })).blocks;
  assert.ok(block?.kind === 'facts');
  const parts = block.facts.find(([name]) => name === '');
  return parts?.[1] ?? '';
};

test('serving holds weights, cache and activations', () => {
  assert.match(
    memoryParts({ batch: 1, input: 64, output: 8 }),
    /^weights 249 MB, KV cache [\d.]+ MB, activations [\d.]+ [kM]B$/,
  );
});

test('training holds gradients and optimizer state too, and no cache', () => {
  const training = { optimizer: 'adam', checkpointing: 'none' } as const;
  assert.match(
    memoryParts({ batch: 1, input: 64, output: 1, training }),
    /^weights 249 MB, activations [\d.]+ [MG]B, gradients [\d.]+ [MG]B, optimizer state [\d.]+ [MG]B$/,
  );
});
