import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseAxis } from '../../../src/core/compare/axis';
import { breakEvenDuty, joulesAtDuty } from '../../../src/core/compare/duty-cycle';
import { sensitivity } from '../../../src/core/compare/sensitivity';
import { type DesignPoint, pointCount, sweep } from '../../../src/core/compare/sweep';
import { winnerMap } from '../../../src/core/compare/winners';
import { estimate } from '../../../src/core/estimate/estimate';
import { buildWorkload } from '../../../src/core/models/workload';
import { Problem } from '../../../src/core/problem';
import { sweepBlocks } from '../../../src/core/report/pages/sweep';
import { serving } from '../estimate/workloads';
import { smallLlama as model } from '../../support/small-llama';

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

test('different output lengths are different work and do not compete', () => {
  const map = winnerMap([point(0, 1, 1), { ...point(1, 1, 9), output: 512 }], 'latency');
  assert.deepEqual(
    map.map(({ output, winner, margin }) => ({ output, winner, margin })),
    [
      { output: 1, winner: 0, margin: undefined },
      { output: 512, winner: 1, margin: undefined },
    ],
  );
});

test('money is known only where a price is given, and is that of accelerator-hours', () => {
  const axes = { batch: [4], input: [128], output: [64] };
  const [priced, free] = [...sweep(model, [{ ...on('h100', 2), pricePerHour: 3 }, on('h100', 2)], axes)];
  assert.equal(free?.dollarsPerUnit, undefined);
  assert.ok(priced?.dollarsPerUnit !== undefined);
  const hours = 2 / priced.unitsPerSecond / 3600;
  assert.ok(Math.abs(priced.dollarsPerUnit / (3 * hours) - 1) < 1e-9);
});

test('the energy-delay product is a request’s energy times its latency', () => {
  const axes = { batch: [4], input: [128], output: [64] };
  const [only] = [...sweep(model, [on('h100')], axes)];
  assert.ok(only?.jouleSeconds !== undefined && only.joulesPerUnit !== undefined);
  assert.ok(Math.abs(only.jouleSeconds / (only.joulesPerUnit * 64 * only.latency) - 1) < 1e-9);
});

test('a page shows the winners and the front as far as the sweep has come', () => {
  const hardware = [
    { accelerator: 'a', name: 'A', count: 1 },
    { accelerator: 'b', name: 'B', count: 2 },
  ];
  const points = [point(0, 1, 1), point(1, 1, 2), point(0, 8, 3), point(1, 8, 2.99), point(0, 64, 1, false)];
  const [map, scatter, table] = sweepBlocks(points, hardware, {
    metric: 'latency',
    front: ['throughput', 'latency'],
    inputs: ['input', 'output'],
  });
  assert.ok(map?.kind === 'map');
  assert.deepEqual(map.series, ['A', '2 × B']);
  assert.deepEqual(
    map.rows[0]?.map(({ series, text, tie }) => [series, text, tie]),
    [
      [0, '+100 %', false],
      [1, '≈', true],
      [undefined, '–', false],
    ],
  );
  assert.match(map.summary, /Of 3 cells A in 1, 1 are ties, in 1 none fits/);
  assert.ok(scatter?.kind === 'scatter');
  assert.equal(scatter.series.flatMap((one) => one.points).filter(({ front }) => front).length, 1);
  assert.equal(scatter.series.flatMap((one) => one.points).length, 4);
  assert.ok(table?.kind === 'table' && table.rows.length === 1);
  const [, unknown] = sweepBlocks(points, hardware, {
    metric: 'latency',
    front: ['carbon', 'cost'],
    inputs: ['input', 'output'],
  });
  assert.ok(unknown?.kind === 'note' && unknown.text.includes('Carbon'));
});

test('a model without prompts is swept by batch alone', () => {
  const look = { metric: 'latency', front: ['throughput', 'latency'], inputs: ['steps'] } as const;
  const hardware = [{ accelerator: 'a', name: 'A', count: 1 }];
  const [map, scatter, table] = sweepBlocks([point(0, 1, 1), point(0, 8, 3)], hardware, look);
  assert.ok(map?.kind === 'map' && scatter?.kind === 'scatter' && table?.kind === 'table');
  assert.deepEqual(map.down.labels, ['best']);
  assert.deepEqual(
    table.columns.slice(0, 3).map(({ title }) => title),
    ['Accelerator', 'Batch', 'Request'],
  );
  assert.doesNotMatch(JSON.stringify([map, scatter, table]), /tokens in/);
});

test('a fine grid is thinned to what a page has room for, its ends among it', () => {
  const points = Array.from({ length: 200 }, (_, index) => point(0, index + 1, 1));
  const [map] = sweepBlocks(points, [{ accelerator: 'a', name: 'A', count: 1 }], {
    metric: 'latency',
    front: ['throughput', 'latency'],
    inputs: ['input', 'output'],
  });
  assert.ok(map?.kind === 'map');
  assert.equal(map.across.labels.length, 16);
  assert.equal(map.across.labels[0], '1');
  assert.equal(map.across.labels.at(-1), '200');
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
