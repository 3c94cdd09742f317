import assert from 'node:assert/strict';
import { test } from 'node:test';
import { estimate } from '../../../src/core/estimate/estimate';
import { Problem } from '../../../src/core/problem';
import { bytes, type Bytes, seconds } from '../../../src/core/units/quantity';
import { product, recorded, serving } from './workloads';

const on = (accelerator: string, count = 1) => ({ accelerator, count, intensity: 400, pue: 1.2 });

test('phases sum to the request, and energy is power times time', () => {
  const { phases, latency, energy, throughput } = estimate(serving(8), on('h100'));
  const total = phases.reduce((sum, { seconds }) => sum + seconds, 0);
  assert.ok(Math.abs((latency?.request ?? 0) - total) < 1e-12);
  assert.ok(Math.abs(throughput.unitsPerSecond - (8 * 101) / total) < 1e-9);
  assert.ok(energy !== undefined);
  assert.ok(Math.abs(energy.joulesPerUnit * throughput.unitsPerSecond - energy.averageWatts) < 1e-6);
  assert.ok(energy.averageWatts > 121 && energy.averageWatts < 700);
});

test('decode of one sequence is bound by memory, and a larger batch yields more for less energy a token', () => {
  const [one, many] = [estimate(serving(1), on('h100')), estimate(serving(64), on('h100'))];
  assert.equal(one.phases.find(({ name }) => name === 'decode')?.bound === 'compute', false);
  assert.ok(many.throughput.unitsPerSecond > one.throughput.unitsPerSecond);
  assert.ok((many.energy?.joulesPerUnit ?? Infinity) < (one.energy?.joulesPerUnit ?? 0));
});

test('operational carbon is facility energy times the intensity: J/unit ÷ 3.6e6 × 400 g', () => {
  const { facility, carbon } = estimate(serving(8), on('h100'));
  assert.ok(facility !== undefined);
  assert.ok(Math.abs((carbon.operational?.mid ?? 0) / ((facility.joulesPerUnit / 3.6e6) * 400) - 1) < 1e-9);
});

test('a zero grid intensity is a zero, not unknown', () => {
  assert.equal(estimate(serving(8), { ...on('h100'), intensity: 0 }).carbon.operational?.mid, 0);
});

test('what does not fit is an answer, with the bytes that are missing', () => {
  const workload = serving(8);
  const big = {
    ...workload,
    memory: { weights: bytes(100e9), kv: bytes(1e9), activations: bytes(0) satisfies Bytes },
  };
  const one = estimate(big, on('h100'));
  assert.equal(one.fits, false);
  assert.equal(one.memory?.missing, 21e9);
  assert.equal(one.assumptions.find(({ id }) => id === 'memory.accelerators')?.value, 2);
  assert.equal(estimate(big, on('h100', 2)).fits, true);
});

test('two accelerators are faster than one, but not twice', () => {
  const [one, two] = [estimate(serving(512), on('h100')), estimate(serving(512), on('h100', 2))];
  const speedup = two.throughput.unitsPerSecond / one.throughput.unitsPerSecond;
  assert.ok(speedup > 1 && speedup < 2, String(speedup));
});

test('two data-parallel replicas double the throughput at twice the batch', () => {
  const one = estimate(serving(8), on('h100'));
  const two = estimate(serving(16), { ...on('h100', 2), parallelism: { data: 2 } });
  assert.ok(Math.abs(two.throughput.unitsPerSecond / one.throughput.unitsPerSecond - 2) < 1e-6);
});

test('a part of unknown power has no energy and no carbon total, and says so', () => {
  const trn1 = estimate(serving(8), on('trn1'));
  assert.equal(trn1.energy, undefined);
  assert.equal(trn1.carbon.total, undefined);
  assert.ok(trn1.assumptions.some(({ id, value }) => id === 'power.tdp' && value === 'unknown'));
});

test('every assumption names its source, and no id comes twice', () => {
  const { assumptions } = estimate(serving(8), on('b200', 2));
  for (const { id, source } of assumptions) assert.ok(source.length > 3, id);
  const ids = assumptions.map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length);
});

test('on its own device a trace keeps its measured time', () => {
  const own = estimate(recorded('NVIDIA H100 80GB HBM3'), on('h100'));
  assert.equal(own.latency?.request, 0.02);
  assert.equal(own.throughput.unitsPerSecond, 50);
});

test('on other devices its kernels scale, its waiting stays, and the range holds the middle', () => {
  const slower = estimate(recorded('NVIDIA H100 80GB HBM3'), on('l4'));
  const [phase] = slower.phases;
  assert.ok(phase !== undefined);
  // 5 ms without kernels, and 15 ms of kernels on a part with a tenth of everything.
  assert.ok(phase.seconds > 0.005 + 0.015 * 7 && phase.seconds < 0.005 + 0.015 * 16, String(phase.seconds));
  assert.ok(phase.secondsRange.low < phase.seconds && phase.seconds < phase.secondsRange.high);
});

test('a trace of an unknown device cannot be scaled, and the sentence quotes its name', () => {
  assert.throws(
    () => estimate(recorded('Quadro K2000'), on('h100')),
    (error) => error instanceof Problem && error.message.includes("'Quadro K2000'"),
  );
  assert.throws(() => estimate(recorded(undefined), on('h100')), Problem);
});

test('a trace in which only the host worked says so, whatever it calls its device', () => {
  const { phases, ...rest } = recorded('NVIDIA H100 80GB HBM3');
  const onHost = {
    ...rest,
    phases: phases.map((phase) => ({
      ...phase,
      operators: phase.operators.map((operator) => ({
        ...operator,
        measured: { hostSeconds: seconds(0.001) },
      })),
    })),
  };
  assert.throws(
    () => estimate(onHost, on('h100')),
    (error) => error instanceof Problem && error.message.includes('has no work of an accelerator'),
  );
});

test('arithmetic that the part lacks is replaced, and the estimate says by what', () => {
  const instead = (accelerator: string) =>
    estimate(serving(1), on(accelerator)).assumptions.find(({ id }) => id === 'hardware.arithmetic.bf16')
      ?.value;
  assert.equal(instead('v100'), 'fp16');
  assert.equal(instead('h100'), undefined);
});

test('data-parallel replicas each hold weights, gradients and optimizer state, and update their own', () => {
  const layer = product(512, 4096, 4096, 4, { parallel: 'column' });
  const step = {
    ...serving(8),
    unit: 'step' as const,
    units: 1,
    phases: [
      { name: 'forward' as const, repeats: 1, operators: [layer] },
      { name: 'backward' as const, repeats: 1, operators: [layer, layer] },
      {
        name: 'optimizer' as const,
        repeats: 1,
        operators: [
          { name: 'adamw', category: 'optimizer' as const, count: 1, bytes: layer.bytes ?? assert.fail() },
        ],
      },
    ],
    memory: {
      weights: bytes(1e9),
      kv: bytes(0),
      activations: bytes(0),
      gradients: bytes(1e9),
      optimizer: bytes(6e9),
    },
  };
  const one = estimate(step, on('h100'));
  const two = estimate(step, { ...on('h100', 2), parallelism: { data: 2 } });
  assert.equal(two.memory?.total, 16e9);
  const updating = (result: typeof one) =>
    result.phases.find(({ name }) => name === 'optimizer')?.seconds ?? NaN;
  assert.ok(Math.abs(updating(two) / updating(one) - 1) < 1e-9);
});

test('the process that sends the tokens out bounds the rate, however fast the device is', () => {
  const { throughput, assumptions } = estimate(serving(4096, 1), { ...on('b200'), engine: 'vllm' });
  const front = assumptions.find(({ id }) => id === 'engine.frontPerSequence')?.value;
  assert.ok(typeof front === 'number' && front > 0);
  assert.ok(throughput.unitsPerSecond <= 1 / front, String(throughput.unitsPerSecond));
  assert.ok(throughput.unitsPerSecond > 0.5 / front);
});
