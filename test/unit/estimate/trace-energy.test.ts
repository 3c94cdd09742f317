import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { placeProducts, peaksOf, roofOf } from '../../../src/core/estimate/trace-roofline';
import { traceEnergy } from '../../../src/core/estimate/trace-energy';
import { catalogue } from '../../../src/core/hardware/catalogue';
import { findAccelerator } from '../../../src/core/hardware/find';
import { traceReport } from '../../../src/core/report/trace';
import { energy } from '../../../src/core/traces/analysis/energy';
import { roofline } from '../../../src/core/traces/analysis/roofline';
import { select } from '../../../src/core/traces/analysis/windows';
import type { Trace } from '../../../src/core/traces/columns';
import { call, kernel, operator } from '../../support/kineto';
import { type LiteralEvent, traceOf } from '../../support/trace-of';

const H100 = findAccelerator(catalogue(), 'h100-sxm5');
const SHAPES = {
  'External id': 1,
  'Input Dims': [
    [4096, 4096],
    [4096, 4096],
  ],
  'Input type': ['c10::BFloat16', 'c10::BFloat16'],
};
const FLOPS = 2 * 4096 ** 3;

/** One second; a product of 4096 cubed runs in its first half. */
const EVENTS: readonly LiteralEvent[] = [
  operator('aten::mm', 0, 1_000_000, SHAPES),
  call('cudaLaunchKernel', 1, 5, 1, 1),
  kernel('sm90_gemm_bf16', 10, 500_000, 1),
];
const onDevice = (name: string): Partial<Trace> => ({
  metadata: { devices: [{ id: 0, name }], values: new Map() },
});
const TRACE = traceOf(EVENTS, onDevice('NVIDIA H100 80GB HBM3'));

const watts = (ts: number, value: number): LiteralEvent => ({
  ph: 'C',
  name: 'GPU 0 Power (W)',
  ts,
  pid: 0,
  args: { watts: value },
});

const energyOf = (trace: Trace, part: typeof H100 | undefined, place = {}) => {
  const found = traceEnergy(trace, energy.run(select(trace, 'all')), part, place);
  assert.ok(!('unknown' in found), 'unknown' in found ? found.unknown : '');
  return found;
};
const close = (actual: number | undefined, expected: number): void =>
  assert.ok(Math.abs((actual ?? NaN) / expected - 1) < 1e-9, `${actual} is not ${expected}`);

describe('energy of a trace', () => {
  test('is that of power counters where there are some', () => {
    const measured = traceOf(
      [...EVENTS, watts(0, 300), watts(1_000_000, 500)],
      onDevice('NVIDIA H100 80GB HBM3'),
    );
    const found = energyOf(measured, H100, { pue: 1, intensity: 360 });
    assert.equal(found.basis, 'measured');
    close(found.joules.mid, 400);
    assert.equal(found.joules.low, found.joules.high);
    // 360 g/kWh are 0.1 mg a joule.
    close(found.carbon.operational.mid, found.facilityJoules.mid * 1e-4);
    assert.ok(found.facilityJoules.mid > 400);
    assert.ok(
      found.assumptions.some(({ id, note }) => id === 'trace.power' && note?.includes('100 %') === true),
    );
  });
  test('of a part that is not known has what was measured, and no carbon of making it', () => {
    const measured = traceOf([...EVENTS, watts(0, 300), watts(1_000_000, 500)]);
    const found = energyOf(measured, undefined, { pue: 1.5, intensity: 360 });
    close(found.facilityJoules.mid, 600);
    close(found.carbon.operational.mid, 0.06);
    assert.equal(found.carbon.embodied, undefined);
  });
  test('else lies between idle and rated power, with its range and where each value is from', () => {
    const found = energyOf(TRACE, H100);
    assert.equal(found.basis, 'estimated');
    assert.equal(found.seconds, 1);
    const { low, mid, high } = found.averageWatts;
    assert.ok(60 < low && low < mid && mid < high && high < 700, `${low} ${mid} ${high}`);
    assert.ok(found.assumptions.every(({ source }) => source !== ''));
    assert.ok((found.carbon.total?.mid ?? 0) > (found.carbon.operational.mid ?? 0));
  });
  test('is not that of a counter of something else', () => {
    const package_ = { ...watts(0, 200), name: 'CPU package power (W)' };
    const found = energyOf(
      traceOf([...EVENTS, package_, { ...package_, ts: 1e6 }], onDevice('NVIDIA H100 80GB HBM3')),
      H100,
    );
    assert.equal(found.basis, 'estimated');
    assert.equal(found.counters.length, 1);
  });
  test('is that of all devices that worked, also where the trace does not name them', () => {
    const two = traceOf([
      ...EVENTS,
      call('cudaLaunchKernel', 6, 5, 2, 1),
      { ...kernel('sm90_gemm_bf16', 10, 500_000, 2, { device: 1 }), pid: 1 },
    ]);
    const [one, both] = [energyOf(traceOf(EVENTS), H100), energyOf(two, H100)];
    assert.deepEqual([one.devices, both.devices], [1, 2]);
    close(both.joules.mid, 2 * one.joules.mid);
    close(both.facilityJoules.mid, 2 * one.facilityJoules.mid);
  });
  test('of kernels side by side is idle for as long as the device is', () => {
    const both = traceOf(
      [
        ...EVENTS,
        call('cudaLaunchKernel', 6, 5, 2, 1),
        kernel('sm90_gemm_bf16', 10, 500_000, 2, { stream: 8 }),
      ],
      onDevice('NVIDIA H100 80GB HBM3'),
    );
    // The same kernel twice at once: half a second of its power, half a second idle, as if it ran once.
    close(energyOf(both, H100).joules.mid, energyOf(TRACE, H100).joules.mid);
  });
  test('is told to be unknown in one sentence, with why', () => {
    const why = (trace: Trace, part = undefined as typeof H100 | undefined): string => {
      const found = traceEnergy(trace, undefined, part);
      return 'unknown' in found ? found.unknown : '';
    };
    assert.match(why(traceOf([operator('aten::mm', 0, 10)])), /nothing ran on a device/);
    assert.match(why(traceOf(EVENTS, onDevice('Foo 3000'))), /the power of 'Foo 3000' is not known/);
    assert.match(why(traceOf(EVENTS)), /does not tell its device/);
  });
});

describe('the roof of a trace', () => {
  test('has products and their classes under it', async () => {
    const [report] = (await traceReport([TRACE], 'all', ['roofline', 'energy'])).ranks;
    const [product] = report?.roofline ?? [];
    close(product?.flopsPerSecond, FLOPS / 0.5);
    close(product?.mfu, FLOPS / 0.5 / 989.4e12);
    assert.equal(product?.bound, 'compute');
    const [linear] = report?.roof?.classes ?? [];
    assert.equal(linear?.category, 'linear');
    close(linear.mfu, product.mfu ?? NaN);
    assert.equal(report?.energy?.accelerator, 'h100-sxm5');
    assert.equal(report?.absent, undefined);
  });
  test('of single precision faster than it can be is that of TF32', () => {
    const rows = roofline.run(
      select(
        traceOf([
          operator('aten::mm', 0, 1000, { ...SHAPES, 'Input type': ['float', 'float'] }),
          call('cudaLaunchKernel', 1, 5, 1, 1),
          kernel('sm80_xmma_gemm_f32f32_tf32f32', 10, 500, 1),
        ]),
        'all',
      ),
    );
    const peaks = peaksOf(H100);
    const [product] = placeProducts(rows ?? [], peaks);
    close(product?.mfu, FLOPS / 500e-6 / (peaks?.flops.tf32 ?? NaN));
  });
  test('is not made up for a device that is not known', async () => {
    const [report] = (await traceReport([traceOf(EVENTS)], 'all', ['roofline', 'energy', 'memory'])).ranks;
    assert.equal(report?.roof, undefined);
    assert.equal(report?.roofline?.[0]?.mfu, undefined);
    assert.match(report?.absent?.energy ?? '', /does not tell its device/);
    assert.match(report?.absent?.memory ?? '', /no memory events/);
    assert.equal(roofOf(H100, [])?.classes.length, 0);
  });
  test('is that of the part that is named', async () => {
    const [report] = (await traceReport([traceOf(EVENTS)], 'all', ['roofline'], { accelerator: 'a100-80' }))
      .ranks;
    assert.equal(report?.roof?.accelerator.startsWith('a100'), true);
    await assert.rejects(
      traceReport([TRACE], 'all', ['energy'], { accelerator: 'h1000' }),
      /unknown accelerator/,
    );
  });
});
