import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findings } from '../../../../src/core/traces/analysis/findings';
import { select } from '../../../../src/core/traces/analysis/windows';
import type { Trace } from '../../../../src/core/traces/columns';
import { annotation, call, kernel, operator } from '../../../support/kineto';
import { type LiteralEvent, traceOf } from '../../../support/trace-of';

const foundIn = (events: readonly LiteralEvent[], more: Partial<Trace> = {}) =>
  new Map((findings.run(select(traceOf(events, more), 'all')) ?? []).map((found) => [found.rule, found]));

const range = (count: number): readonly number[] => [...Array(count).keys()];

/** A call of 4 µs every 10 µs. */
const brief = (count: number): readonly LiteralEvent[] =>
  range(count).map((i) => operator('aten::add', 10 * i, 4));

/** A thousand of them in 10 ms, then one call of another 10 ms. */
const withLong = (after: readonly LiteralEvent[] = []): readonly LiteralEvent[] => [
  ...brief(1000),
  operator('aten::mm', 10_000, 10_000),
  ...after,
];

test('very many operators too small for their fixed cost are a finding of the host', () => {
  const found = foundIn(withLong()).get('small-operators');
  // 1,000 × 4 µs of 20 ms.
  assert.ok(Math.abs((found?.share ?? 0) - 0.2) < 1e-12);
  assert.match(
    found?.sentence ?? '',
    /^20\.0 % of the time goes into 1,000 calls .* less than 10 µs each .*; try a larger batch or torch\.compile$/,
  );
  assert.deepEqual(found?.evidence, {
    calls: 1000,
    meanSeconds: 4e-6,
    smallOperatorsSeconds: 0.004,
    ofThemInOptimizerSeconds: 0,
    allOperatorsSeconds: 0.014,
    spanSeconds: 0.02,
  });
});

test('a call counts by the time it takes without those inside', () => {
  // 12 µs, of them 8 µs inside: two calls of less than 10 µs every 20 µs.
  const nested = range(600).flatMap((i) => [
    operator('aten::linear', 20 * i, 12),
    operator('aten::addmm', 20 * i + 2, 8),
  ]);
  const found = foundIn(nested).get('small-operators');
  assert.equal(found?.evidence.calls, 1200);
  assert.equal(found.evidence.smallOperatorsSeconds, 0.0072);
  // An outer call of 30 µs is no small one: 22 µs are its own.
  const long = range(1200).flatMap((i) => [
    operator('aten::linear', 40 * i, 30),
    operator('aten::addmm', 40 * i + 2, 8),
  ]);
  assert.equal(foundIn(long).get('small-operators')?.evidence.calls, 1200);
});

test('small operators beside a long one on another thread have half of the time', () => {
  const events = [
    ...range(1000).map((i) => operator('aten::add', 5 * i, 5)),
    { ...operator('aten::mm', 0, 5000), tid: 2 },
  ];
  assert.ok(Math.abs((foundIn(events).get('small-operators')?.share ?? 0) - 0.5) < 1e-12);
});

test('what of them is in the optimizer is told', () => {
  const events = [...withLong(), annotation('Optimizer.step#AdamW.step', 0, 4999)];
  const found = foundIn(events).get('small-operators');
  assert.equal(found?.evidence.ofThemInOptimizerSeconds, 0.002);
  assert.match(found.sentence, /; 50\.0 % of it is in the optimizer, where fused=True/);
});

test('few small operators, a small part of the time, or a device beside them are no finding', () => {
  const has = (events: readonly LiteralEvent[], more?: Partial<Trace>): boolean =>
    foundIn(events, more).has('small-operators');
  assert.ok(!has(brief(999)));
  assert.ok(has(brief(1000)));
  assert.ok(!has(withLong([operator('aten::mm', 20_000, 21_000)])));
  // A host that is ahead of its device costs nothing.
  assert.ok(!has([...withLong(), call('cudaLaunchKernel', 10, 5, 1), kernel('gemm', 20, 19_000, 1)]));
  assert.ok(!has([...withLong(), call('cudaLaunchKernel', 10, 5, 1)]));
  const devices = [{ id: 0, name: 'NVIDIA H100' }];
  assert.ok(!has(withLong(), { metadata: { devices, values: new Map() } }));
});

test('advice is in the words of the framework that the trace tells', () => {
  const advice = (format: string): string =>
    foundIn(withLong(), { format }).get('small-operators')?.sentence.replace(/^.*; /, '') ?? '';
  assert.match(advice('kineto'), /torch\.compile/);
  assert.match(advice('onnxruntime'), /ORT_ENABLE_ALL/);
  const named = (name: string): string =>
    foundIn(range(1000).map((i) => operator(name, 10 * i, 4)))
      .get('small-operators')
      ?.sentence.replace(/^.*; /, '') ?? '';
  assert.match(named('PjitFunction(step)'), /jax\.jit/);
  assert.match(named('EagerLocalExecute: Relu'), /tf\.function/);
  assert.equal(named('a'), 'try a larger batch or fused operators');
});

test('time between operators is a finding of PyTorch on the host, loading and communication left out', () => {
  const between = (...more: readonly LiteralEvent[]) =>
    foundIn([...brief(1000), ...more]).get('between-operators');
  // From 0 to 9,994 µs, of them 4,000 µs in operators.
  assert.ok(Math.abs((between()?.share ?? 0) - 5994 / 9994) < 1e-12);
  assert.match(between()?.sentence ?? '', /^60\.0 % of the time none of the 1,000 operators runs/);
  const loading = annotation('enumerate(DataLoader)#_SingleProcessDataLoaderIter.__next__', 0, 4994);
  assert.ok(Math.abs((between(loading)?.share ?? 0) - 3000 / 9994) < 1e-12);
  assert.equal(between(annotation('gloo:all_reduce', 0, 9994)), undefined);
  assert.equal(between(operator('aten::mm', 9994, 20_000)), undefined);
  assert.equal(foundIn(range(1000).map((i) => operator('a', 10 * i, 4))).get('between-operators'), undefined);
});

test('the operator that takes most of the time is told with what it achieves', () => {
  const hot = (name: string, dims: unknown, types: readonly string[]) =>
    foundIn([
      operator(name, 0, 80, { 'Input Dims': dims, 'Input type': types }),
      operator('aten::view', 80, 20),
    ]).get('host-hot-spot');
  const square = [64, 64];
  const product = hot('aten::mm', [square, square], ['float', 'float']);
  assert.match(product?.sentence ?? '', /is in aten::mm, called once and achieves 6\.55 GFLOP\/s; /);
  assert.ok(Math.abs((product?.evidence.flopsPerSecond ?? 0) - (2 * 64 ** 3) / 80e-6) < 1);
  // 1,000 floats read and written.
  const copy = hot('aten::relu', [[1000]], ['float']);
  assert.match(copy?.sentence ?? '', /called once and moves at least 100 MB\/s; /);
  assert.equal(hot('aten::mm', [], [])?.evidence.flopsPerSecond, undefined);
  // A node of a graph, which does a product.
  const shapes = { 'Input Dims': [square, square], 'Input type': ['float', 'float'] };
  const graph = traceOf([operator('node_1', 0, 80, shapes), operator('aten::mm', 80, 20)]);
  graph.slices.args.operation.set(0, graph.strings.find('aten::mm') ?? 0);
  assert.match(
    findings.run(select(graph, 'all'))?.[0]?.sentence ?? '',
    /is in node_1, called once and achieves 6\.55 GFLOP\/s; /,
  );
  // It waits for the other two, and is no work itself.
  const waits = operator('EagerLocalExecute: __inference_step_1', 0, 100);
  const pool = [operator('MatMul', 0, 60), operator('Relu', 60, 10)].map((one) => ({ ...one, tid: 2 }));
  assert.match(foundIn([waits, ...pool]).get('host-hot-spot')?.sentence ?? '', /^60\.0 % .* in MatMul, /);
});
