import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { callTree, ROOT } from '../../../../src/core/traces/analysis/call-tree';
import { describe } from '../../../../src/core/traces/analysis/describe';
import { deviceInOrder } from '../../../../src/core/traces/analysis/intervals';
import { kernels } from '../../../../src/core/traces/analysis/kernels';
import { launchersOf } from '../../../../src/core/traces/analysis/launchers';
import { operators } from '../../../../src/core/traces/analysis/operators';
import { roleTimes } from '../../../../src/core/traces/analysis/step-roles';
import { streamsOf } from '../../../../src/core/traces/analysis/streams';
import { summary } from '../../../../src/core/traces/analysis/summary';
import { wholeTrace } from '../../../../src/core/traces/analysis/windows/all';
import { annotation, call, kernel, memcpy, operator, python } from '../../../support/kineto';
import { traceOf } from '../../../support/trace-of';

/** Ids that an array holds, and ids that are negative, broken or far apart. */
const id = fc.oneof(
  fc.integer({ min: 0, max: 40 }),
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom(0.5, 1e15, 2 ** 40, -(2 ** 33)),
);

test('a device event is launched by the last call with its id, whatever ids are', () => {
  fc.assert(
    fc.property(fc.array(id, { maxLength: 60 }), fc.array(id, { maxLength: 60 }), (calls, works) => {
      const trace = traceOf([
        ...calls.map((correlation, i) => call('cudaLaunchKernel', i, 1, correlation)),
        ...works.map((correlation, i) => kernel('k', i, 1, correlation)),
      ]);
      const launchers = launchersOf(wholeTrace(trace));
      // -1 stands for no id.
      const expected = works.map((work) => (work === -1 ? -1 : calls.lastIndexOf(work)));
      assert.deepEqual([...launchers.subarray(calls.length)], expected);
    }),
  );
});

test('more names and shapes than the first table holds', () => {
  const names = Array.from({ length: 3000 }, (_, i) => `op${i % 1500}`);
  const events = names.map((name, i) => operator(name, 10 * i, 5, { 'Input Dims': [[i % 3]] }));
  const rows = operators.run(wholeTrace(traceOf(events))) ?? [];
  assert.equal(rows.length, 1500);
  assert.ok(rows.every(({ calls, shapes }) => calls === 2 && shapes.length === 1));
});

test('more calls than the first table holds, and their children in order', () => {
  const names = Array.from({ length: 2500 }, (_, i) => `f${i}`);
  const tree = callTree(
    wholeTrace(traceOf([python('main', 0, 30_000), ...names.map((name, i) => python(name, 10 * i + 1, 5))])),
  );
  const [main = 0] = tree.children.subarray(tree.firstChild[ROOT], tree.firstChild[ROOT + 1]);
  const children = tree.children.subarray(tree.firstChild[main], tree.firstChild[main + 1]);
  assert.deepEqual(
    Array.from(children, (node) => tree.text(tree.name[node] ?? 0)),
    names,
  );
  assert.equal(tree.length, 2 + names.length);
});

test('more device events than are copied at once, with far-apart rows between them', () => {
  const many = 17_000;
  const selection = wholeTrace(
    traceOf([
      kernel('first', 0, 3, 1),
      ...Array.from({ length: many }, (_, i) => operator('aten::add', i, 1)),
      ...Array.from({ length: many }, (_, i) => kernel('k', 10 * i, i % 5, i, { stream: 7 + (i % 2) })),
    ]),
  );
  const durations = Array.from({ length: many }, (_, i) => (i % 5) / 1e6);
  const row = kernels.run(selection)?.find(({ name }) => name === 'k');
  assert.ok(row !== undefined);
  assert.deepEqual([row.count, row.min, row.max], [many, 0, 4e-6]);
  const sum = durations.reduce((a, b) => a + b, 0);
  const squares = durations.reduce((total, duration) => total + (duration - sum / many) ** 2, 0);
  assert.ok(Math.abs(row.sum - sum) < 1e-9 * sum);
  assert.ok(Math.abs((row.stddev ?? 0) - Math.sqrt(squares / (many - 1))) < 1e-9 * sum);
  assert.deepEqual(
    streamsOf(selection).map(({ stream, rows }) => [stream, rows.length, rows[0]]),
    [
      [7, 1 + many / 2, 0],
      [8, many / 2, 2 + many],
    ],
  );
  const starts = Array.from(deviceInOrder(selection), (of) => selection.start[of] ?? 0);
  assert.deepEqual(
    starts,
    [...starts].sort((a, b) => a - b),
  );
  assert.equal(summary.run(selection)?.operators, many);
});

test('numbers are described as they are one by one', () => {
  const selection = wholeTrace(traceOf([]));
  fc.assert(
    fc.property(fc.array(fc.double({ noNaN: true, min: -1e9, max: 1e9 }), { minLength: 2 }), (list) => {
      const values = Float64Array.from(list);
      const sorted = [...values].sort((a, b) => a - b);
      const found = describe(selection, values);
      assert.deepEqual([...values], list);
      const mean = sorted.reduce((a, b) => a + b, 0) / list.length;
      const squares = sorted.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
      assert.equal(found?.mean, mean);
      assert.equal(found.stddev, Math.sqrt(squares / (list.length - 1)));
      assert.ok(found.min === sorted[0] && found.max === sorted.at(-1));
      if (list.length % 2 === 1) assert.ok(found.p50 === sorted[(list.length - 1) / 2]);
    }),
  );
});

test('roles take each microsecond of the steps in turn', () => {
  const span = fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 20 }));
  const some = fc.array(span, { maxLength: 15 });
  fc.assert(
    fc.property(some, some, some, some, (kernels, copies, calls, others) => {
      const selection = wholeTrace(
        traceOf([
          annotation('before', 0, 0),
          ...kernels.map(([ts, dur], i) => kernel('k', ts, dur, i)),
          ...copies.map(([ts, dur], i) => memcpy('Memcpy DtoD', ts, dur, i)),
          ...calls.map(([ts, dur], i) => call('cudaLaunchKernel', ts, dur, i)),
          ...others.map(([ts, dur], i) => ({ ...operator('aten::add', ts, dur), tid: i % 3 })),
        ]),
      );
      const steps = [
        { from: 0, to: 30_000 },
        { from: 30_000, to: 70_000 },
      ];
      const within = { start: Float64Array.of(0), end: Float64Array.of(70_000) };
      const times = roleTimes(selection, steps, within);
      const taken = new Set<number>();
      const take = (list: readonly (readonly [number, number])[]): readonly [number, number] => {
        const cells = new Set(list.flatMap(([ts, dur]) => Array.from({ length: dur }, (_, i) => ts + i)));
        const free = [...cells].filter((cell) => cell < 70 && !taken.has(cell));
        for (const cell of free) taken.add(cell);
        const first = free.filter((cell) => cell < 30).length;
        return [1000 * first, 1000 * (free.length - first)];
      };
      const expected = [kernels, copies, calls, others].map(take);
      const actual = [times.kernel, times.memcpy, times.runtime, times.host].map((of) => [...of]);
      assert.deepEqual(actual, expected);
      assert.deepEqual([...times.other], take([[0, 70]]));
    }),
  );
});
