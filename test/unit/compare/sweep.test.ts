import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseAxis } from '../../../src/core/compare/axis';
import { breakEvenDuty, joulesAtDuty } from '../../../src/core/compare/duty-cycle';
import { sensitivity } from '../../../src/core/compare/sensitivity';
import { type DesignPoint, pointCount, sweep } from '../../../src/core/compare/sweep';
import { winnerMap } from '../../../src/core/compare/winners';
import { estimate } from '../../../src/core/estimate/estimate';
import { readModel } from '../../../src/core/models/read';
import { buildWorkload } from '../../../src/core/models/workload';
import { Problem } from '../../../src/core/problem';
import { serving } from '../estimate/workloads';

const model = readModel(
  JSON.stringify({
    model_type: 'llama',
    hidden_size: 1024,
    intermediate_size: 4096,
    num_hidden_layers: 8,
    num_attention_heads: 16,
    num_key_value_heads: 4,
    vocab_size: 32000,
    torch_dtype: 'bfloat16',
  }),
  'small.json',
);
const on = (accelerator: string, count = 1) => ({ accelerator, count });

test('a sweep visits every combination, and its points are the estimates', () => {
  const axes = { batch: [1, 8], input: [128, 512], output: [64] };
  const deployments = [on('h100'), on('mi300x', 2), on('trn1')];
  const points = [...sweep(model, deployments, axes)];
  assert.equal(points.length, pointCount(axes, 3));
  for (const { deployment, batch, input, output, ...figures } of points) {
    const where = deployments[deployment];
    assert.ok(where !== undefined);
    const whole = estimate(buildWorkload(model, { batch, input, output }), where);
    const near = (a: number | undefined, b: number | undefined) =>
      assert.ok(a === b || Math.abs((a ?? NaN) / (b ?? NaN) - 1) < 1e-9, `${a} ${b}`);
    near(figures.latency, whole.latency?.request);
    near(figures.unitsPerSecond, whole.throughput.unitsPerSecond);
    near(figures.joulesPerUnit, whole.energy?.joulesPerUnit);
    near(figures.gramsPerUnit, whole.carbon.total?.mid);
    assert.equal(figures.fits, whole.fits);
  }
});

test('a grid beyond all reason is refused in one sentence', () => {
  const many = Array.from({ length: 3000 }, (_, i) => i + 1);
  assert.throws(() => [...sweep(model, [on('h100')], { batch: many, input: many, output: [1] })], Problem);
});

test('axes are read as typed', () => {
  assert.deepEqual(parseAxis('8'), [8]);
  assert.deepEqual(parseAxis('4,1,16'), [1, 4, 16]);
  assert.deepEqual(parseAxis('1..512'), [1, 2, 4, 8, 16, 32, 64, 128, 256, 512]);
  assert.deepEqual(parseAxis('1..6'), [1, 2, 4, 6]);
  assert.deepEqual(parseAxis('128..512:128'), [128, 256, 384, 512]);
  for (const wrong of ['', 'x', '0', '8..1', '1..', '2.5', '1..1000000:1'])
    assert.throws(() => parseAxis(wrong), Problem, wrong);
});

const point = (deployment: number, batch: number, latency: number, fits = true): DesignPoint => ({
  deployment,
  batch,
  input: 128,
  output: 1,
  fits,
  latency,
  unitsPerSecond: 1 / latency,
});

test('a winner map names the least, its margin, and a tie within the accuracy of the estimates', () => {
  const map = winnerMap(
    [
      point(0, 1, 1),
      point(1, 1, 2),
      point(0, 8, 1.02),
      point(1, 8, 1),
      point(0, 64, 3, false),
      point(1, 64, 5),
    ],
    'latency',
  );
  assert.deepEqual(
    map.map(({ batch, winner, tie }) => ({ batch, winner, tie })),
    [
      { batch: 1, winner: 0, tie: false },
      { batch: 8, winner: 1, tie: true },
      { batch: 64, winner: 1, tie: false },
    ],
  );
  assert.equal(map[0]?.margin, 1);
  assert.equal(map[2]?.margin, undefined);
});

test('where no figure is known there is no winner', () => {
  assert.equal(winnerMap([point(0, 1, 1)], 'energy')[0]?.winner, undefined);
});

test('at the break-even duty both need the same energy a unit', () => {
  const [frugal, hungry] = [estimate(serving(64), on('b200')), estimate(serving(1), on('b200'))];
  const duty = breakEvenDuty(frugal, hungry);
  assert.ok(duty !== undefined && duty > 0 && duty <= 1);
  assert.ok(Math.abs((joulesAtDuty(frugal, duty) ?? 0) / (hungry.energy?.joulesPerUnit ?? NaN) - 1) < 1e-9);
  assert.equal(breakEvenDuty(hungry, frugal), undefined);
});

test('sensitivity: decode of one sequence hangs on the weight stream, its carbon on the grid', () => {
  const [latency] = sensitivity(serving(1, 64), on('h100'), 'latency');
  assert.ok(latency?.id === 'rate.stream' || latency?.id === 'engine.step', latency?.id);
  const [carbon] = sensitivity(serving(1, 64), on('h100'), 'carbon');
  assert.equal(carbon?.id, 'grid.intensity');
  assert.deepEqual(sensitivity(serving(1), on('trn1'), 'energy'), []);
});
