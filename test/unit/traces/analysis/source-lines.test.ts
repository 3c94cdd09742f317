import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { sourceLines, type SourceLinesReport } from '../../../../src/core/traces/analysis/source-lines';
import { select } from '../../../../src/core/traces/analysis/windows';
import { annotation, call, kernel, operator, python } from '../../../support/kineto';
import { traceOf } from '../../../support/trace-of';
import type { LiteralEvent } from '../../../support/trace-of';

const micro = (seconds: number): number => Math.round(seconds * 1e6);
const from = (site: string) => ({ CallFrom: site });

const report = (events: readonly LiteralEvent[]): SourceLinesReport => {
  const found = sourceLines.run(select(traceOf(events), 'all'));
  assert.ok(found);
  return found;
};

/** [what, host self, host total, device self, device total] in microseconds. */
const rows = ({ lines }: SourceLinesReport) =>
  Object.fromEntries(
    lines.map(({ file, line, function: called = 'calls', ...times }) => [
      `${file}:${line} ${called}`,
      [times.hostSelf, times.hostTotal, times.deviceSelf, times.deviceTotal].map(micro),
    ]),
  );

/**
 * main, line 10 on, runs 0–100. Line 12 calls forward (5–65), whose line 42 calls linear of a library (10–40), which
 * launches 30 µs; forward itself multiplies (45–60), which launches 8 µs. Line 13 calls a built-in (70–90).
 */
const STEP = [
  annotation('ProfilerStep#1', 0, 100),
  annotation('ProfilerStep#2', 100, 10),
  python('train.py(10): main', 0, 100),
  python('model.py(40): forward', 5, 60, from('train.py:12')),
  python('torch/nn/linear.py(7): linear', 10, 30, from('model.py:42')),
  operator('aten::linear', 12, 25),
  operator('aten::addmm', 14, 20),
  call('cudaLaunchKernel', 20, 5, 1),
  operator('aten::mul', 45, 15),
  call('cudaLaunchKernel', 50, 5, 2),
  python('<built-in method item of Tensor object at 0x7f>', 70, 20, from('train.py:13')),
  kernel('gemm', 30, 30, 1),
  kernel('mul', 62, 8, 2),
];

describe('times of source lines', () => {
  test('of functions at their first line, of calls at the line that makes them', () => {
    assert.deepEqual(rows(report(STEP)), {
      'train.py:10 main': [40, 100, 0, 38],
      'model.py:40 forward': [30, 60, 8, 38],
      'torch/nn/linear.py:7 linear': [30, 30, 30, 30],
      'train.py:12 calls': [30, 60, 8, 38],
      'model.py:42 calls': [30, 30, 30, 30],
      'train.py:13 calls': [20, 20, 0, 0],
    });
  });

  test('with the operators that Python called, not those that operators call', () => {
    const { lines } = report(STEP);
    const operatorsAt = (line: number) =>
      lines
        .find((row) => row.line === line)
        ?.operators.map(({ name, deviceTotal }) => [name, micro(deviceTotal)]);
    assert.deepEqual(operatorsAt(12), [
      ['aten::linear', 30],
      ['aten::mul', 8],
    ]);
    assert.deepEqual(operatorsAt(42), [['aten::linear', 30]]);
    assert.deepEqual(operatorsAt(13), []);
  });

  test('say how much is launched under Python, and in how many steps', () => {
    const backward = [
      { ...operator('autograd::engine', 0, 50), tid: 2 },
      { ...call('cudaLaunchKernel', 10, 5, 3), tid: 2 },
      kernel('gemm', 80, 12, 3),
    ];
    const { steps, hostSeconds, deviceSeconds, deviceUnderPython } = report([...STEP, ...backward]);
    assert.deepEqual(
      [steps, micro(hostSeconds), micro(deviceSeconds), micro(deviceUnderPython)],
      [2, 100, 50, 38],
    );
  });

  test('count a backward pass on another thread for the line that asked for it', () => {
    const waiting = report([
      // The engine's thread has the smaller number, as the first of the process.
      { ...operator('AddmmBackward0', 15, 20), tid: 0 },
      { ...call('cudaLaunchKernel', 20, 5, 1), tid: 0 },
      { ...operator('AddmmBackward0', 70, 20), tid: 0 },
      { ...call('cudaLaunchKernel', 75, 5, 2), tid: 0 },
      python('train.py(10): main', 0, 60),
      python(
        '<built-in method run_backward of torch._C._EngineBase object at 0x7f>',
        10,
        40,
        from('train.py:20'),
      ),
      kernel('gemm', 30, 12, 1),
      // Launched when nobody waits.
      kernel('gemm', 80, 5, 2),
    ]);
    assert.deepEqual(rows(waiting), {
      'train.py:10 main': [60, 60, 12, 12],
      'train.py:20 calls': [40, 40, 12, 12],
    });
    assert.equal(micro(waiting.deviceUnderPython), 12);
    assert.deepEqual(
      waiting.lines[0]?.operators.map(({ name }) => name),
      ['AddmmBackward0'],
    );
  });

  test('of a function inside itself count once in the total', () => {
    const recursive = report([
      python('a.py(1): f', 0, 100),
      python('a.py(1): f', 10, 50, from('a.py:3')),
      python('a.py(1): f', 20, 10, from('a.py:3')),
    ]);
    assert.deepEqual(rows(recursive), { 'a.py:1 f': [100, 100, 0, 0], 'a.py:3 calls': [50, 50, 0, 0] });
  });

  test('need Python stacks', () => {
    assert.equal(sourceLines.run(select(traceOf([operator('aten::mm', 0, 5)]), 'all')), undefined);
  });
});

describe('where operators and kernels are called', () => {
  test('the innermost line of each file on the heaviest path', () => {
    const { operators, kernels } = report(STEP);
    const linear = [
      { file: 'torch/nn/linear.py', line: 7 },
      { file: 'model.py', line: 42 },
      { file: 'train.py', line: 12 },
    ];
    const forward = [
      { file: 'model.py', line: 40 },
      { file: 'train.py', line: 12 },
    ];
    assert.deepEqual(operators, [
      { name: 'aten::linear', places: linear },
      { name: 'aten::addmm', places: linear },
      { name: 'aten::mul', places: forward },
    ]);
    assert.deepEqual(kernels, [
      { name: 'gemm', places: linear },
      { name: 'mul', places: forward },
    ]);
  });

  test('the path with the most time counts', () => {
    const twice = report([
      python('a.py(1): little', 0, 20),
      operator('aten::mm', 2, 5),
      call('cudaLaunchKernel', 3, 1, 1),
      python('a.py(9): much', 30, 20),
      operator('aten::mm', 32, 5),
      call('cudaLaunchKernel', 33, 1, 2),
      kernel('gemm', 10, 5, 1),
      kernel('gemm', 40, 50, 2),
    ]);
    assert.deepEqual(twice.kernels, [{ name: 'gemm', places: [{ file: 'a.py', line: 9 }] }]);
    assert.deepEqual(twice.operators, [{ name: 'aten::mm', places: [{ file: 'a.py', line: 9 }] }]);
  });
});

interface Call {
  readonly line: number;
  readonly launch: number;
  readonly inside: readonly Call[];
}

const { tree } = fc.letrec<{ tree: Call }>((tie) => ({
  tree: fc.record({
    line: fc.integer({ min: 1, max: 5 }),
    launch: fc.integer({ min: 0, max: 9 }),
    inside: fc.oneof({ maxDepth: 4 }, fc.constant([]), fc.array(tie('tree'), { maxLength: 3 })),
  }),
}));

/** Calls one after the other, each a microsecond longer on both sides than what is inside. */
const eventsOf = (roots: readonly Call[]): readonly LiteralEvent[] => {
  const events: LiteralEvent[] = [];
  let time = 0;
  let correlation = 0;
  const add = ({ line, launch, inside }: Call, site: string): void => {
    const begin = time++;
    const place = events.length;
    events.push(...(launch === 0 ? [] : [call('cudaLaunchKernel', time++, 1, ++correlation)]));
    if (launch > 0) events.push(kernel('k', 1000 + 10 * correlation, launch, correlation));
    for (const one of inside) add(one, `a.py:${line}`);
    time++;
    events.splice(place, 0, python(`a.py(${line}): f${line}`, begin, time - begin, from(site)));
  };
  for (const root of roots) add(root, 'a.py:99');
  return events;
};

test('the selves of all functions, and of all calls, sum to the outermost totals', () => {
  fc.assert(
    fc.property(fc.array(tree, { minLength: 1, maxLength: 4 }), (roots) => {
      const { lines, hostSeconds, deviceSeconds, deviceUnderPython } = report(eventsOf(roots));
      for (const isFunction of [true, false]) {
        const own = lines.filter((row) => (row.function !== undefined) === isFunction);
        const sum = (of: 'hostSelf' | 'deviceSelf'): number =>
          micro(own.reduce((all, row) => all + row[of], 0));
        assert.equal(sum('hostSelf'), micro(hostSeconds));
        assert.equal(sum('deviceSelf'), micro(deviceUnderPython));
      }
      assert.equal(micro(deviceUnderPython), micro(deviceSeconds));
      for (const { hostSelf, hostTotal, deviceSelf, deviceTotal } of lines)
        assert.ok(
          micro(hostSelf) <= micro(hostSeconds) &&
            micro(hostTotal) <= micro(hostSeconds) &&
            deviceSelf >= 0 &&
            deviceTotal <= deviceUnderPython + 1e-12,
        );
    }),
  );
});
