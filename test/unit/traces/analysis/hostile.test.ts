import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ANALYSES } from '../../../../src/core/traces/analysis/registry';
import { select } from '../../../../src/core/traces/analysis/windows';
import { TRACE_WINDOWS } from '../../../../src/core/traces/analysis/analysis';
import { annotation, call, kernel, operator, python } from '../../../support/kineto';
import { traceOf } from '../../../support/trace-of';

const DEEP = 20_000;

/** Each analysis must answer, whatever the trace; what it says of such traces is not the point. */
const HOSTILE = {
  empty: traceOf([]),
  'no durations': traceOf([
    { ph: 'X', cat: 'cpu_op', name: 'a', ts: 1 },
    { ph: 'X', cat: 'kernel', name: 'k', ts: 2 },
  ]),
  'no categories': traceOf([{ ph: 'X', name: 'a', ts: 1, dur: 5 }]),
  'one launch, many kernels': traceOf([
    call('cudaGraphLaunch', 0, 5, 1),
    ...Array.from({ length: 100 }, (_, i) => kernel('k', 10 + i, 1, 1)),
  ]),
  'very deep': traceOf([
    ...Array.from({ length: DEEP }, (_, i) =>
      python(`nn.Module: M_${i}`, i, 3 * DEEP - 2 * i, { 'Python id': i, 'Python module id': i }),
    ),
    ...Array.from({ length: DEEP }, (_, i) =>
      operator(`op${i}`, DEEP + i, DEEP - 2 * i > 0 ? DEEP - 2 * i : 0),
    ),
  ]),
  'many steps': traceOf(
    Array.from({ length: 5000 }, (_, i) => [
      annotation(`ProfilerStep#${i}`, 10 * i, 10),
      call('cudaLaunchKernel', 10 * i + 1, 1, i),
      kernel('k', 10 * i + 3, 3, i),
    ]).flat(),
  ),
};

for (const [name, trace] of Object.entries(HOSTILE))
  test(`every analysis answers: ${name}`, () => {
    for (const window of TRACE_WINDOWS) {
      const selection = select(trace, window);
      for (const analysis of Object.values(ANALYSES))
        assert.doesNotThrow(() => JSON.stringify(analysis.run(selection)), `${analysis.id}, ${window}`);
    }
  });
