import assert from 'node:assert/strict';
import { test } from 'node:test';
import { idle } from '../../../../src/core/traces/analysis/idle';
import { launch } from '../../../../src/core/traces/analysis/launch';
import { memoryBandwidth } from '../../../../src/core/traces/analysis/memory-bandwidth';
import { overlap } from '../../../../src/core/traces/analysis/overlap';
import { queue } from '../../../../src/core/traces/analysis/queue';
import { select } from '../../../../src/core/traces/analysis/windows';
import { call, kernel, memcpy, operator } from '../../../support/kineto';
import { type LiteralEvent, traceOf } from '../../../support/trace-of';

/** Launched early, then late, then early after a long gap: the three reasons to be idle. */
const GAPS = traceOf([
  call('cudaLaunchKernel', 0, 4, 1),
  call('cudaLaunchKernel', 5, 4, 2),
  call('cudaLaunchKernel', 60, 4, 3),
  call('cudaLaunchKernel', 65, 4, 4),
  kernel('a', 10, 10, 1),
  kernel('b', 22, 10, 2),
  kernel('c', 70, 10, 3),
  kernel('d', 120, 10, 4),
]);

test('idle time has three reasons', () => {
  const [stream] = idle.run(select(GAPS, 'all')) ?? [];
  assert.deepEqual(stream, { device: 0, stream: 7, hostWait: 38e-6, kernelWait: 2e-6, other: 40e-6 });
});

test('events that overlap leave no negative gap, but in HTA', () => {
  const trace = traceOf([
    call('cudaLaunchKernel', 0, 1, 1),
    call('cudaLaunchKernel', 1, 1, 2),
    kernel('a', 10, 10, 1),
    kernel('b', 15, 1, 2),
  ]);
  assert.equal(idle.run(select(trace, 'all'))?.[0]?.kernelWait, 0);
  assert.equal(idle.run(select(trace, 'hta'))?.[0]?.kernelWait, -5e-6);
});

test('HTA takes the first event of the file for the launch of what has none, and never queues it', () => {
  const first = operator('aten::add', 23, 50);
  const rest = [
    call('cudaLaunchKernel', 1, 1, 2),
    kernel('b', 12, 10, 2),
    kernel('launched before the trace', 25, 10, 3),
  ];
  const hostWait = (events: readonly LiteralEvent[], window: 'all' | 'hta'): number | undefined =>
    idle.run(select(traceOf(events), window))?.[0]?.hostWait;
  assert.equal(hostWait([first, ...rest], 'hta'), 3e-6);
  assert.equal(hostWait([first, ...rest], 'all'), 0);
  assert.equal(hostWait([{ ph: 'M', name: 'process_name' }, first, ...rest], 'hta'), 0);
  const queued = traceOf([kernel('a', 5, 10, 1), call('cudaLaunchKernel', 1, 1, 1)]);
  assert.equal(queue.run(select(queued, 'hta')), undefined);
  assert.equal(queue.run(select(queued, 'all'))?.[0]?.points.count, 2);
});

test('launches: durations, delays, and kernels shorter than their launch', () => {
  const report = launch.run(select(GAPS, 'all'));
  assert.equal(report?.count, 4);
  assert.ok(Math.abs((report?.delaySeconds ?? 0) - (6 + 13 + 6 + 51) * 1e-6) < 1e-15);
  assert.equal(report?.shorterThanLaunch, 0);
  const short = traceOf([call('cudaLaunchKernel', 0, 4, 1), kernel('a', 5, 1, 1)]);
  assert.equal(launch.run(select(short, 'all'))?.shorterThanLaunch, 1);
});

test('HTA does not count launches by the driver; we do', () => {
  const trace = traceOf([call('cuLaunchKernel', 0, 4, 1), kernel('a', 5, 1, 1)]);
  assert.equal(launch.run(select(trace, 'hta')), undefined);
  assert.equal(launch.run(select(trace, 'all'))?.count, 1);
});

test('a queue grows with each launch and shrinks with each start', () => {
  const [stream] = queue.run(select(GAPS, 'all')) ?? [];
  // 1 at 0, 2 at 5, 1 at 10, 0 at 22, 1 at 60, 2 at 65, 1 at 70, 0 at 120
  assert.equal(stream?.points.count, 8);
  assert.equal(stream?.points.mean, 1);
  assert.equal(stream?.points.max, 2);
  assert.ok(Math.abs((stream?.timeMean ?? 0) - (5 + 2 * 5 + 12 + 5 + 2 * 5 + 50) / 120) < 1e-12);
  assert.equal(stream?.fullSeconds, 0);
  assert.deepEqual(stream?.length, [1, 2, 1, 0, 1, 2, 1, 0]);
  assert.deepEqual(
    stream?.time.map((seconds) => Math.round(seconds * 1e6)),
    [0, 5, 10, 22, 60, 65, 70, 120],
  );
});

test('communication is hidden where computation runs', () => {
  const trace = traceOf([
    kernel('ncclDevKernel_AllReduce', 0, 10, 1, { stream: 9 }),
    kernel('gemm', 6, 10, 2, { stream: 7 }),
  ]);
  assert.deepEqual(overlap.run(select(trace, 'all')), {
    communication: 10e-6,
    computation: 10e-6,
    overlapped: 4e-6,
    exposed: 6e-6,
  });
  assert.equal(overlap.run(select(GAPS, 'all')), undefined);
});

test('bandwidth by direction: by bytes, and as it changes', () => {
  const trace = traceOf([
    memcpy('Memcpy HtoD (Pageable -> Device)', 0, 10, 1, { bytes: 1e6, 'memory bandwidth (GB/s)': 100 }),
    memcpy('Memcpy HtoD (Pageable -> Device)', 5, 10, 2, {
      stream: 8,
      bytes: 5e5,
      'memory bandwidth (GB/s)': 50,
    }),
  ]);
  const [report] = memoryBandwidth.run(select(trace, 'all')) ?? [];
  assert.equal(report?.name, 'Memcpy HtoD');
  assert.equal(report?.bandwidth, 1.5e6 / 20e-6);
  // 100, 150, 50 and then nothing
  assert.deepEqual([report?.points?.count, report?.points?.mean, report?.points?.max], [3, 100e9, 150e9]);
});

test('bandwidths of copies that follow one another do not add up', () => {
  const copy = (at: number, correlation: number, stream: number, bandwidth: number): LiteralEvent =>
    memcpy('Memcpy DtoD (Device -> Device)', at, 10, correlation, {
      stream,
      'memory bandwidth (GB/s)': bandwidth,
    });
  // 0.1 + 0.2 - 0.1 - 0.2 is not zero in binary; the third begins as the second ends.
  const trace = traceOf([copy(0, 1, 7, 0.1), copy(5, 2, 8, 0.2), copy(15, 3, 7, 300), copy(40, 4, 7, 400)]);
  const [report] = memoryBandwidth.run(select(trace, 'all')) ?? [];
  // 0.1, 0.3, 0.2, 300, 400 gigabytes per second
  assert.deepEqual([report?.points?.count, report?.points?.min, report?.points?.max], [5, 0.1e9, 400e9]);
});
