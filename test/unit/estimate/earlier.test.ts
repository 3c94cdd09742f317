import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withoutEarlier } from '../../../src/core/estimate/earlier';
import { estimate } from '../../../src/core/estimate/estimate';
import { estimateDocument } from '../../../src/core/report/documents/estimate';
import { seconds } from '../../../src/core/units/quantity';
import type { Measured, Workload } from '../../../src/core/workload/workload';
import { recorded } from './workloads';

const H100 = 'NVIDIA H100 80GB HBM3';
const on = (accelerator: string) => ({ accelerator, count: 1, intensity: 400, pue: 1.2 });

/** The recorded step with 6 ms more of both at its beginning, of kernels that nobody launched in it. */
const behind = (of: Measured = {}): Workload => {
  const own = recorded(H100);
  const earlier = {
    name: 'gemm of before',
    category: 'linear' as const,
    count: 6,
    measured: { deviceSeconds: seconds(0.006), earlierSeconds: seconds(0.006), ...of },
  };
  return {
    ...own,
    spanSeconds: seconds(0.026),
    phases: own.phases.map((phase) => ({ ...phase, operators: [...phase.operators, earlier] })),
  };
};

test('kernels launched before the recording began count on no hardware', () => {
  for (const part of ['h100', 'mi300x', 'l4']) {
    const [with_, without] = [estimate(behind(), on(part)), estimate(recorded(H100), on(part))];
    assert.ok(Math.abs((with_.latency?.request ?? 0) - (without.latency?.request ?? 1)) < 1e-12, part);
    assert.equal(with_.energy?.joulesPerUnit, without.energy?.joulesPerUnit);
  }
});

test('the answer says what was left out, and nothing where nothing was', () => {
  const told = (workload: Workload) => {
    const result = estimate(workload, on('l4'));
    return [
      result.assumptions.find(({ id }) => id === 'trace.earlier')?.value,
      estimateDocument(result).blocks.flatMap((block) => (block.kind === 'note' ? [block.text] : [])),
    ];
  };
  assert.deepEqual(told(behind()), [
    0.006,
    ['Left out: 6.00 ms of kernels launched before the recording began, by a step that it does not hold.'],
  ]);
  assert.deepEqual(told(recorded(H100)), [undefined, []]);
});

test('of a kernel that ran before and after, its own part stays; so does the host’s time', () => {
  const last = (workload: Workload) => withoutEarlier(workload).workload.phases[0]?.operators[2];
  assert.deepEqual(last(behind({ deviceSeconds: seconds(0.018) }))?.count, 4);
  assert.ok(
    Math.abs((last(behind({ deviceSeconds: seconds(0.018) }))?.measured?.deviceSeconds ?? 0) - 0.012) < 1e-12,
  );
  assert.deepEqual(last(behind({ hostSeconds: seconds(0.001) })), {
    name: 'gemm of before',
    category: 'linear',
    count: 6,
    measured: { hostSeconds: 0.001 },
  });
});

test('of kernels that overlap, the span loses no more than they took of it', () => {
  const own = behind({ deviceSeconds: seconds(0.037) });
  const { workload, earlier } = withoutEarlier(own);
  assert.equal(earlier, 0.006);
  // 52 ms of kernels in 26 ms.
  assert.ok(Math.abs((workload.spanSeconds ?? 0) - 0.023) < 1e-12);
});

test('of kernels that overlap, the busy time loses what they took of it, and the wait stays', () => {
  // 22 ms of kernels in 11 ms, of 26.
  const { workload } = withoutEarlier({
    ...behind({ deviceSeconds: seconds(0.007) }),
    busySeconds: seconds(0.011),
  });
  assert.ok(Math.abs((workload.busySeconds ?? 0) - 0.008) < 1e-12);
  assert.ok(Math.abs((workload.spanSeconds ?? 0) - 0.023) < 1e-12);
});
