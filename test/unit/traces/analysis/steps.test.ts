import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { STEP_ROLES } from '../../../../src/core/traces/analysis/step-roles';
import { steps } from '../../../../src/core/traces/analysis/steps';
import { select } from '../../../../src/core/traces/analysis/windows';
import { annotation, call, kernel, memcpy, operator } from '../../../support/kineto';
import { traceOf } from '../../../support/trace-of';

test('a step lasts until what it launched has ended, and the next begins there', () => {
  const trace = traceOf([
    annotation('ProfilerStep#1', 0, 100),
    call('cudaLaunchKernel', 10, 5, 1),
    annotation('ProfilerStep#2', 100, 100),
    call('cudaLaunchKernel', 110, 5, 2),
    kernel('a', 50, 80, 1),
    kernel('b', 140, 20, 2),
  ]);
  const report = steps.run(select(trace, 'all'));
  assert.deepEqual(
    report?.steps.map(({ number, start, seconds, kernel: busy }) => [number, start, seconds, busy]),
    [
      [1, 0, 130e-6, 80e-6],
      [2, 130e-6, 70e-6, 20e-6],
    ],
  );
  assert.equal(report?.durations.mean, 100e-6);
});

test('a last step that launched much less than the one before was cut off', () => {
  const launches = (step: number, from: number, count: number) =>
    Array.from({ length: count }, (_, i) => [
      call('cudaLaunchKernel', from + i, 1, step * 100 + i),
      kernel('k', from + 20 + i, 1, step * 100 + i),
    ]).flat();
  const trace = traceOf([
    annotation('ProfilerStep#1', 0, 100),
    ...launches(1, 0, 10),
    annotation('ProfilerStep#2', 100, 100),
    ...launches(2, 100, 7),
  ]);
  assert.deepEqual(
    steps.run(select(trace, 'all'))?.steps.map(({ number }) => number),
    [1],
  );
});

test('the parts of a step sum to the step, even where a kernel covers all of it', () => {
  const event = fc.tuple(
    fc.constantFrom('kernel', 'memcpy', 'operator', 'call', 'load'),
    fc.integer({ min: 0, max: 90 }),
    fc.integer({ min: 1, max: 200 }),
  );
  fc.assert(
    fc.property(fc.array(event, { maxLength: 20 }), (events) => {
      const trace = traceOf([
        annotation('ProfilerStep#1', 0, 100),
        ...events.map(([kind, ts, dur], i) => {
          switch (kind) {
            case 'kernel':
              return kernel('k', ts, dur, i);
            case 'memcpy':
              return memcpy('Memcpy DtoH', ts, dur, i);
            case 'operator':
              return operator('aten::add', ts, dur);
            case 'call':
              return call('cudaLaunchKernel', ts, dur, i);
            default:
              return annotation('enumerate(DataLoader)#_SingleProcessDataLoaderIter.__next__', ts, dur);
          }
        }),
      ]);
      for (const step of steps.run(select(trace, 'all'))?.steps ?? []) {
        const sum = STEP_ROLES.reduce((total, role) => total + step[role], step.other);
        assert.ok(Math.abs(sum - step.seconds) < 1e-12);
      }
    }),
  );
});
