import assert from 'node:assert/strict';
import { test } from 'node:test';
import { comparedIn, type DiffReport, diffTraces } from '../../../../src/core/traces/analysis/diff';
import { sequences, sequencesOf } from '../../../../src/core/traces/analysis/sequences';
import { stacks } from '../../../../src/core/traces/analysis/stacks';
import { select } from '../../../../src/core/traces/analysis/windows';
import { annotation, call, kernel, operator, python } from '../../../support/kineto';
import { traceOf } from '../../../support/trace-of';

const attention = (at: number, id: number) => [
  operator('aten::attention', at, 50),
  ...['qk', 'softmax', 'pv'].flatMap((name, i) => [
    call('cudaLaunchKernel', at + 5 + 10 * i, 5, id + i),
    kernel(name, at + 60 + 10 * i, 4, id + i),
  ]),
];

test('the same kernels from the same operator are one sequence', () => {
  const trace = select(
    traceOf([...attention(0, 1), ...attention(200, 11), operator('aten::relu', 400, 9)]),
    'all',
  );
  const [sequence, ...others] = sequences.run(trace) ?? [];
  assert.deepEqual(others, []);
  assert.deepEqual(
    [sequence?.operator, sequence?.kernels, sequence?.count],
    ['aten::attention', ['qk', 'softmax', 'pv'], 2],
  );
  assert.deepEqual([sequence?.deviceSeconds, sequence?.hostSeconds], [24e-6, 100e-6]);
  assert.deepEqual(sequencesOf(trace, { operator: 'attention', fewestKernels: 4 }), []);
});

test('what stands around all operators hides none of their sequences', () => {
  const trace = traceOf([
    annotation('ProfilerStep#1', 0, 400),
    python('train.py(1): main', 1, 398),
    ...attention(10, 1),
    ...attention(200, 4),
  ]);
  const found = (window: 'all' | 'hta', operator?: string) =>
    sequencesOf(select(trace, window), operator === undefined ? {} : { operator }).map(
      ({ operator: name, kernels, count }) => [name, kernels.length, count],
    );
  assert.deepEqual(found('all'), [['aten::attention', 3, 2]]);
  // By name also of what stands around; and as there.
  assert.deepEqual(found('all', 'Profiler'), [['ProfilerStep#1', 6, 1]]);
  assert.deepEqual(found('hta'), [['ProfilerStep#1', 6, 1]]);
});

test('a launch counts though a shorter call stands at its start, but in HTA', () => {
  const trace = traceOf([...attention(0, 1), call('cudaFuncSetAttribute', 15, 0, 9)]);
  const kernelsIn = (window: 'all' | 'hta') => sequences.run(select(trace, window))?.[0]?.kernels;
  assert.deepEqual(kernelsIn('all'), ['qk', 'softmax', 'pv']);
  // Two are too few.
  assert.equal(kernelsIn('hta'), undefined);
});

test('a diff has what came, what went, and what takes longer', () => {
  const before = select(traceOf([operator('a', 0, 10), operator('b', 20, 10)]), 'all');
  const after = select(traceOf([operator('a', 0, 15), operator('c', 20, 1)]), 'all');
  assert.deepEqual(
    diffTraces(before, after).host.map(({ name, change, seconds, count }) => [
      name,
      change,
      Math.round(seconds * 1e6),
      count,
    ]),
    [
      ['b', 'removed', -10, -1],
      ['a', 'slower', 5, 0],
      ['c', 'added', 1, 1],
    ],
  );
  assert.ok(
    diffTraces(before, before).host.every(({ change, seconds }) => change === 'same' && seconds === 0),
  );
});

test('a diff tells how often where the time is equal, and nothing of the profiler', () => {
  const profiler = (dur: number) => ({
    ph: 'X',
    cat: 'Trace',
    name: 'PyTorch Profiler (0)',
    pid: 'Spans',
    tid: 'PyTorch Profiler',
    ts: 0,
    dur,
  });
  const before = select(traceOf([operator('a', 0, 10), operator('b', 20, 5), profiler(50)]), 'all');
  const after = select(
    traceOf([operator('a', 0, 5), operator('a', 5, 5), operator('b', 20, 5), profiler(60)]),
    'all',
  );
  const changes = (report: DiffReport) => report.host.map(({ name, change, count }) => [name, change, count]);
  assert.deepEqual(changes(diffTraces(before, after)), [
    ['a', 'more calls', 1],
    ['b', 'same', 0],
  ]);
  assert.deepEqual(changes(diffTraces(after, before)), [
    ['a', 'fewer calls', -1],
    ['b', 'same', 0],
  ]);
});

test('as HTA, traces are compared by the step of the smallest number', () => {
  const { device } = comparedIn(
    traceOf([
      annotation('ProfilerStep#8', 0, 50),
      call('cudaLaunchKernel', 1, 1, 1),
      annotation('ProfilerStep#7', 50, 50),
      call('cudaLaunchKernel', 60, 1, 2),
      kernel('eight', 10, 5, 1),
      kernel('seven', 70, 5, 2),
    ]),
    'hta',
  );
  assert.deepEqual([...device], [5]);
});

test('a flame graph: host time around, device time where it was launched', () => {
  const trace = traceOf([
    python('train.py(10): main', 0, 100),
    python('model.py(5): forward', 10, 40),
    operator('aten::mm', 20, 20),
    call('cudaLaunchKernel', 25, 5, 1),
    python('model.py(5): forward', 60, 20),
    kernel('gemm', 50, 30, 1),
  ]);
  const report = stacks.run(select(trace, 'all'));
  const [main] = report?.frames ?? [];
  const [forward] = main?.children ?? [];
  const [mm] = forward?.children ?? [];
  const micro = (seconds = NaN): number => Math.round(seconds * 1e6);
  assert.deepEqual(
    [main?.name, micro(main?.hostSelf), micro(main?.deviceTotal)],
    ['train.py(10): main', 40, 30],
  );
  assert.deepEqual([forward?.calls, micro(forward?.hostTotal), micro(forward?.hostSelf)], [2, 60, 40]);
  assert.deepEqual([mm?.name, micro(mm?.deviceSelf)], ['aten::mm', 30]);
  const line = report?.lines.find(({ file }) => file === 'model.py');
  assert.deepEqual([line?.line, line?.function, micro(line?.deviceTotal)], [5, 'forward', 30]);
});

test('a function inside itself counts once', () => {
  const trace = traceOf([python('a.py(1): f', 0, 100), python('a.py(1): f', 10, 50)]);
  const [line] = stacks.run(select(trace, 'all'))?.lines ?? [];
  assert.deepEqual([line?.calls, Math.round((line?.hostTotal ?? 0) * 1e6)], [2, 100]);
  assert.equal(stacks.run(select(traceOf([operator('a', 0, 1)]), 'all')), undefined);
});
