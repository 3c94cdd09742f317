import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { againstTrace } from '../../../src/core/compare/against-trace';
import { breakEvens } from '../../../src/core/compare/break-even';
import { rankSensitivity } from '../../../src/core/compare/rank-sensitivity';
import { estimate } from '../../../src/core/estimate/estimate';
import { catalogue } from '../../../src/core/hardware/catalogue/index';
import { findAccelerator } from '../../../src/core/hardware/find';
import { linkEnergies } from '../../../src/core/cluster/link-energy';
import { Problem } from '../../../src/core/problem';
import { seconds } from '../../../src/core/units/quantity';
import type { Workload } from '../../../src/core/workload/workload';
import { serving } from '../estimate/workloads';

const on = (accelerator: string, count = 1) => ({ accelerator, count });
const estimates = ['h100', 'b200', 'l4'].map((part) => estimate(serving(8), on(part)));

describe('break-even', () => {
  it('holds every deployment against every other, and only one of a pair can afford to idle', () => {
    const pairs = breakEvens(estimates);
    assert.equal(pairs.length, 6);
    for (const { accelerator, against, energy } of pairs) {
      const back = pairs.find((pair) => pair.accelerator === against && pair.against === accelerator);
      assert.notEqual(energy === undefined, back?.energy === undefined, `${accelerator} ${against}`);
    }
    for (const { energy, carbon } of pairs)
      for (const share of [energy, carbon])
        assert.ok(share === undefined || (share > 0 && share <= 1), String(share));
  });

  it('needs no more of its time where embodied carbon is all there is, than the ratio of that carbon', () => {
    const clean = ['h100', 'b200'].map((part) => estimate(serving(8), { ...on(part), intensity: 0 }));
    const [ahead] = breakEvens(clean).filter(({ carbon }) => carbon !== undefined);
    const own = clean.find(({ deployment }) => deployment.accelerator === ahead?.accelerator);
    const other = clean.find(({ deployment }) => deployment.accelerator === ahead?.against);
    const ratio = (own?.carbon.embodied?.mid ?? NaN) / (other?.carbon.embodied?.mid ?? NaN);
    assert.ok(Math.abs((ahead?.carbon ?? NaN) / ratio - 1) < 1e-9);
  });
});

describe('sensitivity of a ranking', () => {
  it('moves what is shared on all sides at once: the grid does not overturn equal parts of carbon', () => {
    const rows = rankSensitivity(serving(8), [on('h100'), on('l4')], 'carbon');
    assert.ok(rows.length > 4);
    assert.deepEqual(
      rows.map(({ swing }) => swing),
      rows.map(({ swing }) => swing).toSorted((a, b) => b - a),
    );
    const grid = rows.filter(({ id }) => id === 'grid.intensity');
    assert.equal(grid.length, 2);
    assert.equal(grid[0]?.overturns, grid[1]?.overturns);
  });

  it('finds what would change the winner where it is close, and nothing where it is not', () => {
    const close = rankSensitivity(serving(1, 64), [on('h100'), on('h200')], 'latency');
    const far = rankSensitivity(serving(1, 64), [on('b200'), on('l4')], 'latency');
    assert.equal(
      close.some(({ overturns }) => overturns),
      true,
    );
    assert.equal(
      far.some(({ overturns }) => overturns),
      false,
    );
  });
});

describe('energy of communication', () => {
  it('is what the board draws beyond idle over what its links move', () => {
    const part = findAccelerator(catalogue(), 'h100');
    const [inside, between] = linkEnergies(part);
    assert.equal(inside?.level, 'scale-up');
    assert.ok(
      inside.joulesPerByte.mid > 1e-11 && inside.joulesPerByte.mid < 1e-8,
      String(inside.joulesPerByte.mid),
    );
    assert.ok((between?.joulesPerByte.mid ?? 0) > inside.joulesPerByte.mid);
    assert.deepEqual(estimate(serving(8), on('h100')).links, undefined);
    assert.deepEqual(
      estimate(serving(8), on('h100', 2)).links?.map(({ level }) => level),
      ['scale-up'],
    );
    const many = estimate(serving(64), { ...on('h100', 16), parallelism: { data: 16 } });
    assert.deepEqual(
      many.links?.map(({ level }) => level),
      ['scale-up', 'scale-out'],
    );
  });

  it('and the energy-delay product are named in an estimate', () => {
    const { edp, energy, latency } = estimate(serving(8), on('h100'));
    const workload = serving(8);
    const perRequest = ((energy?.joulesPerUnit ?? NaN) * workload.units) / workload.batch;
    assert.ok(Math.abs((edp ?? NaN) / (perRequest * (latency?.request ?? NaN)) - 1) < 1e-9);
  });
});

describe('a config beside a trace of it', () => {
  const measured = (name: string, category: 'linear' | 'attention' | 'softmax', time: number) => ({
    name,
    category,
    count: 1,
    measured: { deviceSeconds: seconds(time) },
  });
  const trace = (operators: Workload['phases'][number]['operators'], device?: string): Workload => ({
    name: 'run.json',
    source: { kind: 'trace', format: 'kineto', ...(device === undefined ? {} : { deviceName: device }) },
    unit: 'step',
    units: 2,
    batch: 1,
    phases: [{ name: 'step', repeats: 1, operators }],
  });

  it('tells by class what was predicted and measured, per step, on the device of the trace', () => {
    const device = 'NVIDIA H100 80GB HBM3';
    const operators = [measured('mm', 'linear', 0.04), measured('softmax', 'softmax', 0.002)];
    const result = againstTrace(serving(4, 1), trace(operators, device), {});
    assert.equal(result.accelerator, 'h100-sxm5');
    assert.equal(result.steps, 2);
    const [first] = result.classes;
    assert.equal(first?.class, 'matmul');
    assert.equal(first.measured, 0.02);
    assert.ok(Math.abs((first.difference ?? NaN) - ((first.predicted ?? NaN) / 0.02 - 1)) < 1e-12);
    const softmax = result.categories.find(({ category }) => category === 'softmax');
    assert.equal(softmax?.predicted, undefined);
    assert.equal(softmax?.difference, undefined);
    const waiting = result.classes.find((row) => row.class === 'memory-bound');
    assert.equal(waiting?.measured, 0.001);
    assert.equal(result.total.measured, 0.021);
  });

  it('leaves out what was launched before the recording began, and says how much', () => {
    const before = { name: 'mm', category: 'linear', count: 1 } as const;
    const times = { deviceSeconds: seconds(0.06), earlierSeconds: seconds(0.02) };
    const result = againstTrace(serving(4, 1), trace([{ ...before, measured: times }]), on('h100'));
    assert.ok(Math.abs((result.total.measured ?? NaN) - 0.02) < 1e-12);
    assert.equal(result.earlier, 0.02);
  });

  it('says what is missing of a trace without device times, or without a known device', () => {
    assert.throws(() => againstTrace(serving(1), trace([]), on('h100')), Problem);
    assert.throws(
      () => againstTrace(serving(1), trace([measured('mm', 'linear', 1)]), {}),
      /does not say which device/,
    );
  });
});
