import assert from 'node:assert/strict';
import { test } from 'node:test';
import { criticalPath } from '../../../../src/core/traces/analysis/critical-path';
import { select } from '../../../../src/core/traces/analysis/windows';
import { call, kernel, operator, sync } from '../../../support/kineto';
import { traceOf } from '../../../support/trace-of';

/** The host launches two kernels and waits for both; the first takes long, so the second is late. */
const WAITING = traceOf([
  operator('aten::mm', 0, 20),
  call('cudaLaunchKernel', 5, 5, 1),
  operator('aten::relu', 20, 20),
  call('cudaLaunchKernel', 25, 5, 2),
  call('cudaDeviceSynchronize', 45, 75, 3),
  kernel('gemm', 15, 80, 1),
  kernel('relu', 97, 10, 2),
  sync('Context Sync', 46, 70, 3, { stream: -1 }),
  operator('aten::add', 120, 5),
]);

test('the longest chain: host, launch, kernels with their gap, and the host again', () => {
  const report = criticalPath.run(select(WAITING, 'all'));
  // mm until its launch 5, launch to start 10, gemm 80, gap 2, relu 10, then the host after the wait: add 5
  assert.ok(Math.abs((report?.seconds ?? 0) - (5 + 10 + 80 + 2 + 10 + 5) * 1e-6) < 1e-12);
  const { host, launchDelay, computation, kernelGap } = report?.byBound ?? {};
  assert.deepEqual(
    [host, launchDelay, computation, kernelGap].map((seconds) => Math.round((seconds ?? 0) * 1e6)),
    [10, 10, 90, 2],
  );
  assert.equal(report?.events[0]?.name, 'gemm');
});

test('HTA subtracts an event that it rounded to end before it begins', () => {
  const trace = traceOf([
    call('cudaLaunchKernel', 0, 5, 1),
    call('cudaLaunchKernel', 12, 5, 2),
    call('cudaLaunchKernel', 20, 5, 3),
    kernel('gemm', 10, 80, 1),
    kernel('short', 91.2, 0.5, 2),
    kernel('relu', 93, 10, 3),
  ]);
  // The launch delay 10, gemm 80, a gap of 2, `short` from 92 to 91, a gap of 2, and relu 10.
  const { seconds, byBound } = criticalPath.run(select(trace, 'hta')) ?? assert.fail();
  assert.equal(Math.round(seconds * 1e6), 10 + 80 + 2 - 1 + 2 + 10);
  assert.equal(Math.round(byBound.computation * 1e6), 80 - 1 + 10);
});

test('were the longest kernel free, another path would be the longest', () => {
  const report = criticalPath.run(select(WAITING, 'all'));
  const saved = report?.whatIf.find(({ name }) => name === 'gemm')?.savedSeconds ?? 0;
  assert.ok(saved > 60e-6 && saved <= 80e-6);
  for (const { savedSeconds } of report?.whatIf ?? []) assert.ok(savedSeconds >= 0);
});

test('stretches of the path follow each other in time', () => {
  const path = criticalPath.run(select(WAITING, 'all'))?.path ?? [];
  path.slice(1).forEach(({ from }, i) => assert.ok(from >= (path[i]?.to ?? Infinity) - 1e-12));
});

test('a trace of the host alone has a path; an empty one none', () => {
  const host = traceOf([operator('a', 0, 10), operator('b', 2, 3), operator('c', 20, 5)]);
  assert.equal(Math.round((criticalPath.run(select(host, 'all'))?.seconds ?? 0) * 1e6), 15);
  assert.equal(criticalPath.run(select(traceOf([]), 'all')), undefined);
});

test('events that overlap without nesting do not lead around in circles', () => {
  const odd = traceOf([
    operator('a', 0, 10),
    operator('b', 5, 10),
    operator('c', 7, 20),
    operator('d', 7, 1),
  ]);
  assert.ok((criticalPath.run(select(odd, 'all'))?.seconds ?? 0) > 0);
});
