import assert from 'node:assert/strict';
import { test } from 'node:test';
import { networkOf } from '../../../src/core/cluster/collectives';
import { communicationSeconds } from '../../../src/core/cluster/communication';
import { resolveParallelism } from '../../../src/core/cluster/parallelism';
import { fullestRank, shard } from '../../../src/core/cluster/shard';
import { catalogue } from '../../../src/core/hardware/catalogue/index';
import { findAccelerator } from '../../../src/core/hardware/find';
import { cachedAttention, product, serving } from '../estimate/workloads';

const parts = catalogue();
const tensor = (ways: number) => ({ tensor: ways, pipeline: 1, data: 1, expert: 1 });

test('accelerators not claimed otherwise are tensor-parallel', () => {
  assert.deepEqual(resolveParallelism(serving(8), 8), tensor(8));
  assert.deepEqual(resolveParallelism(serving(8), 8, { pipeline: 2, data: 2 }), {
    tensor: 2,
    pipeline: 2,
    data: 2,
    expert: 1,
  });
});

test('what cannot be is a Problem with its reason', () => {
  assert.throws(() => resolveParallelism(serving(8), 3), /32 attention heads cannot be divided over 3/);
  assert.throws(
    () => resolveParallelism(serving(8), 8, { tensor: 4 }),
    /needs 4 accelerators, but there are 8/,
  );
  assert.throws(
    () => resolveParallelism(serving(8), 8, { pipeline: 8 }),
    /4 layers cannot be divided into 8/,
  );
  assert.throws(() => resolveParallelism(serving(8), 2, { expert: 2 }), /needs a mixture of experts/);
  assert.throws(() => resolveParallelism(serving(8), 0), /whole number of 1 or more/);
  assert.throws(() => resolveParallelism(serving(8), 6, { data: 4 }), /cannot be divided evenly/);
});

test('the shares of tensor-parallel ranks sum to the whole', () => {
  for (const operator of [
    product(16, 8192, 4096, 4, { parallel: 'column' }),
    product(16, 8192, 4096, 4, { parallel: 'row' }),
    cachedAttention(8, 512),
  ]) {
    const share = shard(operator, tensor(4));
    assert.equal((share.flops ?? 0) * 4, operator.flops);
    assert.equal((share.bytes?.weights ?? 0) * 4, operator.bytes?.weights);
    assert.equal((share.bytes?.kvRead ?? 0) * 4, operator.bytes?.kvRead);
  }
});

test('key heads fewer than ranks are kept by several of them', () => {
  const share = shard(cachedAttention(8, 512), tensor(16));
  assert.equal((share.bytes?.kvRead ?? 0) * 8, cachedAttention(8, 512).bytes?.kvRead);
});

test('a large all-reduce over 8 H100 reaches 445 GB/s bus bandwidth, a tiny one takes 15.6 µs (NCCL)', () => {
  const network = networkOf(findAccelerator(parts, 'h100'));
  const size = 536e6;
  const bus = (2 * 7 * size) / 8 / network.seconds('all-reduce', size, 8);
  assert.ok(Math.abs(bus / 445e9 - 1) < 0.03, String(bus));
  assert.ok(Math.abs(network.seconds('all-reduce', 512, 8) / 15.6e-6 - 1) < 0.05);
  assert.equal(network.seconds('all-reduce', size, 1), 0);
});

test('between nodes it is slower than inside one', () => {
  const network = networkOf(findAccelerator(parts, 'h100'));
  assert.ok(network.seconds('all-reduce', 1e8, 16) > 1.5 * network.seconds('all-reduce', 1e8, 8));
});

test('the fullest of 8 ranks holds 1.49 times the mean of 8 tokens each, and hardly more of many (normal order statistics)', () => {
  // The largest of 8 normal deviates is 1.42 on average: 1 + 1.42 / √8 = 1.50.
  assert.ok(Math.abs(fullestRank(64, 8) - 1.5) < 0.02, String(fullestRank(64, 8)));
  assert.ok(fullestRank(64000, 8) < 1.02);
  assert.equal(fullestRank(64, 1), 1);
});

test('experts divide over their ranks, the fullest of which counts', () => {
  const experts = product(8, 768, 2048, 1, {
    parallel: 'expert',
    shape: { kind: 'matmul', m: 1, n: 768, k: 2048, groups: 64 },
  });
  const share = shard(experts, { tensor: 8, pipeline: 1, data: 1, expert: 8 });
  const mean = (experts.bytes?.weights ?? 0) / 8;
  assert.ok(Math.abs((share.bytes?.weights ?? 0) / mean - fullestRank(64, 8)) < 1e-9);
});

test('an engine adds to each all-reduce, and to each layer whose experts are spread', () => {
  const network = { seconds: () => 0, levels: [], assumptions: [] };
  const reduced = product(16, 4096, 4096, 3, { parallel: 'row' });
  const routed = product(16, 64, 4096, 5, { category: 'routing' });
  const added = { collective: 1e-5, dispatch: 1e-4 };
  const [alone, apart] = [tensor(1), { ...tensor(2), expert: 2 }];
  assert.equal(communicationSeconds([reduced, routed], alone, network, added), 0);
  assert.equal(communicationSeconds([reduced, routed], apart, network, added), 3e-5 + 5e-4);
});
