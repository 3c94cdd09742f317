import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sourceLines } from '../../../../src/core/traces/analysis/source-lines';
import { stacks } from '../../../../src/core/traces/analysis/stacks';
import type { StackFrame } from '../../../../src/core/traces/analysis/stacks';
import { select } from '../../../../src/core/traces/analysis/windows';
import { call, kernel, operator } from '../../../support/kineto';
import { traceOf } from '../../../support/trace-of';

const under = (...frames: readonly string[]) => ({ 'Call stack': frames.join(';') });
const MAIN = 'train.py(9): <module>';
const FORWARD = 'model.py(5): forward';

/** As PyTorch 1.8 writes it: no events of Python's, the innermost frame first. */
const TRACE = select(
  traceOf([
    operator('ProfilerStep#1', 0, 100, under('profiler.py(3): step', 'train.py(20): <module>')),
    operator('aten::linear', 10, 40, under(FORWARD, MAIN)),
    operator('aten::addmm', 20, 20, under(FORWARD, MAIN)),
    call('cudaLaunchKernel', 25, 5, 1),
    operator('aten::add_', 60, 10, under('sgd.py(7): step', 'train.py(12): <module>')),
    operator('hook', 62, 6, under(FORWARD, MAIN)),
    call('cudaLaunchKernel', 63, 2, 2),
    operator('aten::relu', 80, 5, { 'Call stack': '' }),
    kernel('gemm', 50, 30, 1),
    kernel('copy', 85, 2, 2),
  ]),
  'all',
);

const times = ({ name, calls, hostTotal, hostSelf, deviceTotal }: StackFrame) => [
  name,
  calls,
  ...[hostTotal, hostSelf, deviceTotal].map((seconds) => Math.round(seconds * 1e6)),
];

test('the stacks of operators are the nodes around them, and nothing counts twice', () => {
  const [rest, main, step] = stacks.run(TRACE)?.frames ?? [];
  assert.ok(main !== undefined && rest !== undefined && step !== undefined);
  assert.deepEqual(times(main), [MAIN, 2, 46, 0, 32]);
  const [forward] = main.children;
  assert.deepEqual(forward && times(forward), [FORWARD, 2, 46, 0, 32]);
  assert.deepEqual(forward?.children.map(times), [
    ['aten::linear', 1, 40, 20, 30],
    ['hook', 1, 6, 6, 2],
  ]);
  // The step began elsewhere, and keeps what no other line takes: 100 less 40 and 10.
  assert.deepEqual(times(rest), ['ProfilerStep#1', 1, 50, 45, 0]);
  // What `add_` ran under another line is not its own.
  assert.deepEqual(times(step), ['train.py(12): <module>', 1, 4, 0, 0]);
});

test('lines are those that the stacks were at, without functions of their own', () => {
  const report = sourceLines.run(TRACE);
  const line = report?.lines.find(({ file }) => file === 'train.py');
  assert.deepEqual([line?.line, line?.function, line?.calls], [9, undefined, 2]);
  assert.deepEqual(
    line?.operators.map(({ name }) => name),
    ['aten::linear', 'hook'],
  );
  assert.equal(Math.round((report?.deviceUnderPython ?? 0) * 1e6), 32);
  assert.deepEqual(report?.kernels[0]?.places, [
    { file: 'model.py', line: 5 },
    { file: 'train.py', line: 9 },
  ]);
});

test('empty stacks tell nothing', () => {
  const trace = select(traceOf([operator('aten::add', 0, 5, { 'Call stack': '' })]), 'all');
  assert.equal(stacks.run(trace), undefined);
  assert.equal(sourceLines.run(trace), undefined);
});
