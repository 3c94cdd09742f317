import assert from 'node:assert/strict';
import { test } from 'node:test';
import { criticalPath } from '../../../../src/core/traces/analysis/critical-path';
import { select } from '../../../../src/core/traces/analysis/windows';
import { call, kernel, operator, sync } from '../../../support/kineto';
import { traceOf } from '../../../support/trace-of';

/** The host launches two kernels and waits for both; the first takes long, so the second is late. */
const EVENTS = [
  operator('aten::mm', 0, 20),
  call('cudaLaunchKernel', 5, 5, 1),
  operator('aten::relu', 20, 20),
  call('cudaLaunchKernel', 25, 5, 2),
  call('cudaDeviceSynchronize', 45, 75, 3),
  kernel('gemm', 15, 80, 1),
  kernel('relu', 97, 10, 2),
  operator('aten::add', 120, 5),
];
const WAITING = traceOf([...EVENTS, sync('Context Sync', 46, 70, 3, { stream: -1 })]);
/** The same without the event that tells what the call waited for. */
const UNTOLD = traceOf(EVENTS);

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

test('a call that waits goes on when what was launched before it ends, though no event tells so', () => {
  const told = criticalPath.run(select(WAITING, 'all'));
  const untold = criticalPath.run(select(UNTOLD, 'all'));
  assert.deepEqual({ ...untold, path: untold?.path.length }, { ...told, path: told?.path.length });
  // HTA sees no wait: the kernels end the path.
  const hta = criticalPath.run(select(UNTOLD, 'hta'));
  assert.equal(Math.round((hta?.seconds ?? 0) * 1e6), 5 + 10 + 80 + 2 + 10);
});

test('a call waits neither for what ended before it nor for what was launched during it', () => {
  const trace = traceOf([
    operator('aten::mm', 0, 20),
    call('cudaLaunchKernel', 5, 5, 1),
    kernel('early', 12, 10, 1),
    call('cudaStreamSynchronize', 30, 50, 2),
    { ...operator('aten::mm', 32, 9), tid: 2 },
    { ...call('cudaLaunchKernel', 33, 5, 3), tid: 2 },
    kernel('late', 40, 30, 3),
    operator('aten::add', 80, 5),
  ]);
  // mm until its launch 5, launch to start 7, early 10; or the other thread's mm until its launch 1, launch to start 7, late 30
  assert.equal(Math.round((criticalPath.run(select(trace, 'all'))?.seconds ?? 0) * 1e6), 1 + 7 + 30);
});

test('the first kernel of a step waits for its launch, also where others were launched meanwhile', () => {
  const step = (at: number, id: number) => [
    operator('aten::mm', at, 20),
    call('cudaLaunchKernel', at + 1, 5, id),
    call('cudaLaunchKernel', at + 10, 5, id + 1),
    kernel('gemm', at + 30, 40, id),
    kernel('relu', at + 71, 10, id + 1),
    call('cudaStreamSynchronize', at + 22, 60, id + 2),
  ];
  const report = criticalPath.run(select(traceOf([...step(0, 1), ...step(5000, 11)]), 'all'));
  // A step: mm until its launch 1, launch to start 29, gemm 40, gap 1, relu 10.
  assert.equal(Math.round((report?.seconds ?? 0) * 1e6), 2 * (1 + 29 + 40 + 1 + 10));
});

test('a stream that was told to wait goes on when another stream ends', () => {
  const events = [
    operator('aten::mm', 0, 100),
    call('cudaLaunchKernel', 5, 5, 1),
    call('cudaLaunchKernel', 12, 5, 2),
    kernel('gemm', 15, 40, 1),
    kernel('ncclDevKernel_AllReduce_Sum_f32', 20, 180, 2, { stream: 20 }),
    call('cudaStreamWaitEvent', 20, 2, 3),
    call('cudaLaunchKernel', 24, 5, 4),
    kernel('optimizer', 204, 30, 4),
  ];
  const path = criticalPath.run(select(traceOf(events), 'all'));
  // mm until its second launch 12, launch to start 8, the collective 180, optimizer 30.
  assert.equal(Math.round((path?.seconds ?? 0) * 1e6), 12 + 8 + 180 + 30);
  assert.equal(Math.round((path?.byBound.communication ?? 0) * 1e6), 180);
  // Not without the call: then optimizer waits for gemm, 149 after its end.
  const untold = events.filter(({ name }) => name !== 'cudaStreamWaitEvent');
  const gap = criticalPath.run(select(traceOf(untold), 'all'));
  assert.equal(Math.round((gap?.seconds ?? 0) * 1e6), 5 + 10 + 40 + 149 + 30);
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
