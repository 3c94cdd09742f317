import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Network } from '../../../src/core/cluster/collectives';
import { communicationSeconds } from '../../../src/core/cluster/communication';
import { resolveParallelism } from '../../../src/core/cluster/parallelism';
import { ringSeconds } from '../../../src/core/cluster/ring';
import { shard } from '../../../src/core/cluster/shard';
import { estimate } from '../../../src/core/estimate/estimate';
import { readModel } from '../../../src/core/models/read';
import { buildWorkload } from '../../../src/core/models/workload';
import type { Operator } from '../../../src/core/workload/workload';
import { cachedAttention, product, serving } from '../estimate/workloads';

const along = (context: number) => ({ tensor: 1, pipeline: 1, data: 1, expert: 1, context });

/** A second a byte, however many ranks, and nothing for the start. */
const SLOW: Network = { seconds: (_, moved) => moved, levels: [], assumptions: [] };

/** Attention of a prompt: 32 heads on 8 key heads of 128, behind a window where one is given. */
const prompt = (positions: number, window = positions): Operator => {
  const operator = cachedAttention(1, window);
  const { shape } = operator;
  return shape?.kind === 'attention' ? { ...operator, shape: { ...shape, query: positions } } : operator;
};

const ring = (operator: Operator, seconds: number, context = 4): number =>
  ringSeconds(operator, shard(operator, along(context)), seconds, along(context), SLOW);

test('context-parallel ranks take accelerators of their own', () => {
  assert.deepEqual(resolveParallelism(serving(8), 8, { context: 2 }), { ...along(2), tensor: 4 });
  assert.throws(
    () => resolveParallelism(serving(8), 8, { tensor: 2, context: 2 }),
    /context 2 parallelism needs 4 accelerators, but there are 8/,
  );
  assert.throws(
    () => resolveParallelism(serving(1), 6, { context: 4 }),
    /cannot be divided evenly over .* context 4/,
  );
});

test('what has no positions, or too few, cannot be divided by context', () => {
  const without = { ...serving(8), phases: [{ name: 'prefill' as const, repeats: 1, operators: [] }] };
  assert.throws(() => resolveParallelism(without, 2, { context: 2 }), /this model has no attention/);
  assert.throws(() => resolveParallelism(serving(8), 256, { tensor: 1, context: 256 }), /use at most 128/);
});

test('each rank does its share of a prompt, but sees every key', () => {
  const share = shard(product(1024, 8192, 4096), along(4));
  assert.equal((share.flops ?? 0) * 4, product(1024, 8192, 4096).flops);
  assert.equal(share.bytes?.weights, product(1024, 8192, 4096).bytes?.weights);
  const whole = prompt(1024);
  const attention = shard(whole, along(4));
  assert.equal((attention.flops ?? 0) * 4, whole.flops);
  assert.equal(attention.bytes?.kvRead, whole.bytes?.kvRead);
  assert.deepEqual(
    attention.shape?.kind === 'attention' && [attention.shape.query, attention.shape.context],
    [256, 256],
  );
});

test('a decode step divides the cache, not its few rows', () => {
  const whole = cachedAttention(1, 1024);
  const share = shard(whole, along(4));
  assert.equal((share.flops ?? 0) * 4, whole.flops);
  assert.equal((share.bytes?.kvRead ?? 0) * 4, whole.bytes?.kvRead);
  assert.equal(shard(product(1, 8192, 4096), along(4)).flops, product(1, 8192, 4096).flops);
  assert.equal((shard(product(8, 64, 64), along(4)).flops ?? 0) * 4, product(8, 64, 64).flops);
});

test('a ring sends c − 1 blocks of keys and values, hidden behind as much attention (arXiv:2310.01889)', () => {
  const block = 256 * 8 * (128 + 128) * 2;
  assert.equal(ring(prompt(1024), 0), 3 * block);
  assert.equal(ring(prompt(1024), 4 * block), 0);
  assert.equal(ring(prompt(1024), 2 * block), 3 * (block - block / 2));
  assert.equal(ring(prompt(1024), 0, 1), 0);
});

test('a window needs only the blocks that it reaches', () => {
  const block = 256 * 8 * (128 + 128) * 2;
  assert.equal(ring(prompt(1024, 100), 0), block);
  assert.equal(ring(prompt(1024, 300), 0), 2 * block);
});

test('in a decode step queries go round and their results return (arXiv:2411.01783)', () => {
  const rows = 2 * 32 * 128 * 2;
  assert.equal(ring(cachedAttention(2, 1024), 0), (3 * rows) / 4 + rows);
});

test('a rank reduces only its own positions', () => {
  const none = { collective: 0, dispatch: 0 };
  const reduced = product(1024, 64, 64, 1, { parallel: 'row' });
  const of = (context: number) =>
    communicationSeconds([reduced], { ...along(context), tensor: 2 }, SLOW, none);
  assert.equal(of(4) * 4, of(1));
});

const LLAMA = {
  model_type: 'llama',
  vocab_size: 128_256,
  hidden_size: 4096,
  intermediate_size: 14_336,
  num_hidden_layers: 32,
  num_attention_heads: 32,
  num_key_value_heads: 8,
};

test('a long prompt on four times the accelerators takes hardly more than a quarter of the time', () => {
  const model = readModel(JSON.stringify(LLAMA), 'x/config.json');
  const workload = buildWorkload(model, { batch: 1, input: 131_072, output: 2 });
  const of = (context: number) =>
    estimate(workload, { accelerator: 'h100', count: context, parallelism: { context } });
  const [one, four] = [of(1), of(4)];
  const seconds = (from: typeof one): number => from.phases[0]?.seconds ?? NaN;
  const ratio = seconds(four) / seconds(one);
  assert.ok(ratio > 0.25 && ratio < 0.3, String(ratio));
  assert.equal(four.memory?.kv, one.memory?.kv);
  assert.equal(four.memory?.weights, 4 * (one.memory?.weights ?? 0));
  assert.equal(four.deployment.parallelism?.context, 4);
});

test('training over context averages gradients like replicas do', () => {
  const model = readModel(JSON.stringify({ ...LLAMA, num_hidden_layers: 4 }), 'x/config.json');
  const training = { optimizer: 'adam', checkpointing: 'none' } as const;
  const workload = buildWorkload(model, { batch: 1, input: 256, output: 1, training });
  const of = (context: number) =>
    estimate(workload, { accelerator: 'h100', count: context, parallelism: { context } });
  const backward = ({ phases }: ReturnType<typeof of>): number =>
    phases.find(({ name }) => name === 'backward')?.seconds ?? NaN;
  // So few positions leave the exchange of 1.4 billion gradients in the open.
  assert.ok(backward(of(8)) > backward(of(1)), `${backward(of(8))} ${backward(of(1))}`);
});
