import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catalogue } from '../../../src/core/hardware/catalogue/index';
import { findAccelerator } from '../../../src/core/hardware/find';
import { machineOf } from '../../../src/core/hardware/performance/machine';
import { tileEfficiency } from '../../../src/core/hardware/performance/tiles';
import { causalShare, timeOf } from '../../../src/core/hardware/performance/time';
import { Problem } from '../../../src/core/problem';
import { bytes } from '../../../src/core/units/quantity';
import type { OperatorBytes } from '../../../src/core/workload/workload';
import { cachedAttention, product } from '../estimate/workloads';

const parts = catalogue();
// The vendor's compiler adds nothing to the hardware's own limits.
const h100 = machineOf(findAccelerator(parts, 'h100'), 'native');
const near = (actual: number, expected: number, tolerance: number) =>
  assert.ok(
    Math.abs(actual / expected - 1) <= tolerance,
    `${actual} is not within ${tolerance} of ${expected}`,
  );

test('a product of one row streams its weights: 2·4096·14336 bytes at 82 % of 3.35 TB/s', () => {
  const cost = timeOf(product(1, 14336, 4096), h100);
  near(cost.seconds - cost.gaps, 117.44e6 / (3.35e12 * 0.82), 0.01);
  assert.ok(cost.memory > cost.compute);
});

test('a large product runs at 78 % of 989.4 TFLOP/s', () => {
  // 8192 × 8448 tiles exactly into 128 × 128 tiles of 132 SMs: 64 · 66 = 32 waves.
  const cost = timeOf(product(8192, 8448, 8192), h100);
  near(cost.seconds, (2 * 8192 * 8448 * 8192) / (989.4e12 * 0.78), 0.04);
});

test('wave quantisation: one tile more than the cores takes a second wave', () => {
  const whole = tileEfficiency(128 * 132, 128, 512, 1, 132);
  const over = tileEfficiency(128 * 133, 128, 512, 1, 132);
  assert.ok(over < whole);
});

test('attention in decode reads the cache at 86 % of the bandwidth', () => {
  const cost = timeOf(cachedAttention(64, 4096), h100);
  near(cost.memory, (64 * 4096 * 4096) / (3.35e12 * 0.86), 1e-9);
});

test('a causal mask leaves (c + 1) / 2c of a square, all of a single query', () => {
  assert.equal(causalShare(1, 1000), 1);
  near(causalShare(1000, 1000), 1001 / 2000, 1e-12);
  // Four queries through a window of two see 1 + 2 + 2 + 2 of sixteen.
  near(causalShare(4, 2), 7 / 16, 1e-12);
  assert.ok(causalShare(100_000, 128) > 0);
});

test('time grows with every dimension', () => {
  for (const [m, n, k] of [
    [1, 4096, 4096],
    [300, 4096, 4096],
    [4096, 4096, 4096],
  ] as const)
    assert.ok(timeOf(product(m, n, 2 * k), h100).seconds > timeOf(product(m, n, k), h100).seconds);
});

test('weights in a format the part lacks are read small and multiplied in bf16', () => {
  const a100 = machineOf(findAccelerator(parts, 'a100'), 'vllm');
  assert.equal(a100.arithmetic('fp8').dtype, 'bf16');
  assert.equal(machineOf(findAccelerator(parts, 'v100'), 'vllm').arithmetic('bf16').dtype, 'fp16');
});

const moved = (read: number, written: number): OperatorBytes => ({
  weights: bytes(0),
  read: bytes(read),
  written: bytes(written),
  kvRead: bytes(0),
  kvWritten: bytes(0),
});

test('an eager engine does a normalisation in eight kernels that move 36 bytes an element, a fused one in one', () => {
  const eager = machineOf(findAccelerator(parts, 'h100'), 'transformers');
  const elements = 1e6;
  const rms = {
    name: 'norm',
    category: 'normalisation',
    chain: 'rms-norm',
    count: 1,
    dtype: 'bf16',
    bytes: moved(2 * elements, 2 * elements),
  } as const;
  const { chain: _, ...layerNorm } = rms;
  assert.equal(timeOf(rms, eager).kernels, 8);
  assert.equal(timeOf(rms, eager).bytes, 36 * elements);
  assert.equal(timeOf(layerNorm, eager).kernels, 1);
  assert.equal(timeOf(layerNorm, eager).bytes, 4 * elements);
  assert.equal(timeOf(rms, h100).kernels, timeOf(layerNorm, h100).kernels);
});

test('an eager engine copies the whole cache at each new position', () => {
  const eager = machineOf(findAccelerator(parts, 'h100'), 'transformers');
  const [short, long] = [1024, 4096].map((context) => timeOf(cachedAttention(8, context), eager));
  assert.ok(short !== undefined && long !== undefined);
  // Read and written once more each, at the rate of copies: longer than the attention itself.
  assert.ok(long.copies > 3 * short.copies && long.copies > long.memory);
  assert.equal(timeOf(cachedAttention(8, 4096), h100).copies, 0);
});

test('an unknown engine is a Problem that lists the engines', () => {
  assert.throws(
    () => machineOf(findAccelerator(parts, 'h100'), 'warp'),
    (error) => error instanceof Problem && error.message.includes('vllm'),
  );
});

test('every part of the catalogue can be timed', () => {
  for (const part of parts.values())
    assert.ok(timeOf(product(16, 4096, 4096), machineOf(part)).seconds > 0, part.id);
});

test('an engine whose kernels read shared keys again takes longer over them', () => {
  const vllm = machineOf(findAccelerator(parts, 'h100'), 'vllm');
  assert.ok(timeOf(cachedAttention(64, 4096), vllm).memory > timeOf(cachedAttention(64, 4096), h100).memory);
});

test('products of few rows are held down where the kernels are not made for them, up to 2048 rows', () => {
  const part = findAccelerator(parts, 'mi300x');
  const [native, vllm] = [machineOf(part, 'native'), machineOf(part, 'vllm')];
  assert.ok(
    timeOf(product(128, 8192, 8192), vllm).compute > 5 * timeOf(product(128, 8192, 8192), native).compute,
  );
  near(
    timeOf(product(4096, 8192, 8192), vllm).compute * vllm.engine.terms.matmul.value,
    timeOf(product(4096, 8192, 8192), native).compute,
    1e-9,
  );
});

test('a product in narrow numbers reads half the bytes, but first makes its input narrow', () => {
  const fp8 = product(1, 14336, 4096, 1, { dtype: 'fp8', weightDtype: 'fp8' });
  const [wide, narrow] = [timeOf(product(1, 14336, 4096), h100), timeOf(fp8, h100)];
  near(narrow.gaps - wide.gaps, h100.engine.terms.quantise.value, 1e-9);
});

test('weights unpacked on the way stream slower than weights used as they are stored', () => {
  const unpacked = product(1, 14336, 4096, 1, { dtype: 'bf16', weightDtype: 'int4' });
  const { bytes } = unpacked;
  assert.ok(bytes !== undefined);
  assert.ok(timeOf(unpacked, h100).memory > timeOf(product(1, 14336, 4096), h100).memory);
});
