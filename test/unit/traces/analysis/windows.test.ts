import assert from 'node:assert/strict';
import { test } from 'node:test';
import { select } from '../../../../src/core/traces/analysis/windows';
import { asHta } from '../../../../src/core/traces/analysis/windows/hta';
import { annotation, call, kernel, operator } from '../../../support/kineto';
import { traceOf } from '../../../support/trace-of';

const STEPS = [
  operator('before', 0, 5),
  annotation('ProfilerStep#3', 10, 90),
  call('cudaLaunchKernel', 20, 5, 1),
  annotation('ProfilerStep#4', 100, 90),
  call('cudaLaunchKernel', 120, 5, 2),
  kernel('first', 50, 10, 1),
  kernel('second', 150, 10, 2),
  kernel('nobody', 160, 10, 9),
];

test('whole steps: what begins in one, and what that launched', () => {
  const { host, device } = select(traceOf(STEPS), 'steps');
  assert.deepEqual([...host], [1, 2, 3, 4]);
  assert.deepEqual([...device], [5, 6]);
});

test('a step on another thread that is over sooner does not end the one around it', () => {
  const { host, device } = select(
    traceOf([
      annotation('ProfilerStep#1', 0, 100),
      { ...annotation('ProfilerStep#1', 10, 20), tid: 2 },
      call('cudaLaunchKernel', 50, 5, 1),
      call('cudaLaunchKernel', 100, 5, 2),
      kernel('within', 60, 10, 1),
      kernel('behind', 110, 10, 2),
    ]),
    'steps',
  );
  assert.deepEqual([[...host], [...device]], [[0, 1, 2], [4]]);
});

test('HTA leaves out the last of several steps, and device events without a launch before it', () => {
  const { host, device } = select(traceOf(STEPS), 'hta');
  assert.deepEqual([...host], [0, 1, 2]);
  assert.deepEqual([...device], [5]);
  assert.equal(asHta(traceOf(STEPS), { everything: true }).device.length, 3);
});

test('HTA rounds inwards where times have fractions, so that a short event ends before it begins', () => {
  const trace = traceOf([operator('a', 100, 1), kernel('b', 110.2, 0.5, 1), kernel('c', 120.6, 2, 2)]);
  const { start, end } = select(trace, 'hta');
  assert.deepEqual([...start], [0, 11_000, 21_000]);
  assert.deepEqual([...end], [1000, 10_000, 22_000]);
  assert.deepEqual([...select(trace, 'all').start], [0, 10_200, 20_600]);
});
