import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { modules } from '../../../../src/core/traces/analysis/modules';
import { operators } from '../../../../src/core/traces/analysis/operators';
import { select } from '../../../../src/core/traces/analysis/windows';
import { call, kernel, operator, python } from '../../../support/kineto';
import { traceOf } from '../../../support/trace-of';
import type { LiteralEvent } from '../../../support/trace-of';

/** linear calls addmm, which launches a tensor-core kernel; relu launches another. */
const LAYER = [
  operator('aten::linear', 0, 40, {
    'External id': 1,
    'Input Dims': [
      [8, 16],
      [4, 16],
    ],
  }),
  operator('aten::addmm', 5, 30, { 'External id': 2 }),
  call('cudaLaunchKernel', 10, 10, 1, 2),
  operator('aten::relu', 50, 20, { 'External id': 3 }),
  call('cudaLaunchKernel', 55, 5, 2, 3),
  kernel('ampere_h16816gemm', 60, 100, 1),
  kernel('relu_kernel', 160, 7, 2),
];

test('self and total times, and tensor cores', () => {
  const rows = operators.run(select(traceOf(LAYER), 'all')) ?? [];
  const times = rows.map(({ name, hostSelf, hostTotal, deviceSelf, deviceTotal, tensorCoreTotal }) => [
    name,
    ...[hostSelf, hostTotal, deviceSelf, deviceTotal, tensorCoreTotal].map((seconds) =>
      Math.round(seconds * 1e6),
    ),
  ]);
  assert.deepEqual(times, [
    ['aten::addmm', 20, 30, 100, 100, 100],
    ['aten::relu', 15, 20, 7, 7, 0],
    ['aten::linear', 10, 40, 0, 100, 100],
  ]);
  assert.deepEqual(
    rows.find(({ name }) => name === 'aten::linear')?.shapes.map(({ inputShapes }) => inputShapes),
    ['[[8,16],[4,16]]'],
  );
});

test('an only child of the same name takes the place of its parent', () => {
  const trace = traceOf([
    operator('aten::sum', 0, 20, { 'External id': 1 }),
    operator('aten::sum', 2, 10, { 'External id': 2 }),
    call('cudaLaunchKernel', 4, 2, 1, 2),
    kernel('reduce', 30, 5, 1),
  ]);
  const [row, ...others] = operators.run(select(trace, 'all')) ?? [];
  assert.deepEqual(others, []);
  assert.deepEqual([row?.calls, row?.hostTotal, row?.hostSelf, row?.deviceSelf], [1, 20e-6, 18e-6, 5e-6]);
});

test('host time by itself sums to the outermost operators, however they nest', () => {
  /** A walk that opens (true) and closes operators, all within one. */
  const nested = (walk: readonly boolean[]): readonly LiteralEvent[] => {
    const events: { name: string; ts: number; dur: number }[] = [];
    const open: { name: string; ts: number; dur: number }[] = [];
    let time = 0;
    const close = (): void => {
      const top = open.pop();
      if (top !== undefined) top.dur = time++ - top.ts;
    };
    for (const opens of [true, ...walk]) {
      if (!opens && open.length > 1) close();
      if (!opens) continue;
      const event = { name: `aten::op${open.length}`, ts: time++, dur: 0 };
      events.push(event);
      open.push(event);
    }
    while (open.length > 0) close();
    return events.map(({ name, ts, dur }) => operator(name, ts, dur));
  };
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 60 }), (walk) => {
      const events = nested(walk);
      const rows = operators.run(select(traceOf(events), 'all')) ?? [];
      const self = rows.reduce((sum, { hostSelf }) => sum + hostSelf, 0);
      assert.ok(Math.abs(self - (events[0]?.dur ?? 0) * 1e-6) < 1e-12);
    }),
  );
});

test('modules nest by time, with the device time of what they called', () => {
  const trace = traceOf([
    python('nn.Module: Model_0', 0, 80, { 'Python id': 1, 'Python module id': 0 }),
    python('nn.Module: Linear_0', 0, 45, { 'Python id': 2, 'Python module id': 0 }),
    ...LAYER,
  ]);
  const [model] = modules.run(select(trace, 'all')) ?? [];
  const [linear] = model?.children ?? [];
  assert.deepEqual(
    [model?.name, model?.operators, model?.deviceSelf, model?.deviceTotal],
    ['Model_0', 1, 7e-6, 107e-6],
  );
  assert.deepEqual([linear?.name, linear?.operators, linear?.deviceTotal], ['Linear_0', 1, 100e-6]);
  assert.equal(modules.run(select(traceOf(LAYER), 'all')), undefined);
});

test('a CUDA graph that a module replays itself is part of the module’s device time', () => {
  const replay = (ts: number, correlation: number) => call('cudaGraphLaunch', ts, 5, correlation);
  const trace = traceOf([
    python('nn.Module: Model_0', 0, 200, { 'Python id': 1, 'Python module id': 0 }),
    python('nn.Module: Block_0', 110, 50, { 'Python id': 2, 'Python module id': 0 }),
    ...LAYER,
    // By no operator: in the block, in the model behind the block, and behind the model. The first graph has two kernels.
    replay(120, 50),
    kernel('a', 130, 20, 50),
    kernel('b', 150, 30, 50),
    replay(170, 51),
    kernel('c', 190, 40, 51),
    replay(210, 52),
    kernel('d', 230, 60, 52),
  ]);
  const [model] = modules.run(select(trace, 'all')) ?? [];
  const [block] = model?.children ?? [];
  assert.deepEqual([block?.name, block?.deviceSelf, block?.deviceTotal], ['Block_0', 50e-6, 50e-6]);
  // Its own operators' 107 µs, and 40; all of that and the block's.
  assert.deepEqual([model?.deviceSelf, model?.deviceTotal], [147e-6, 197e-6]);
  const ofOperators = (operators.run(select(trace, 'all')) ?? []).reduce(
    (sum, row) => sum + row.deviceSelf,
    0,
  );
  assert.ok(Math.abs(ofOperators - 107e-6) < 1e-12);
});

test('calls whose external id is only their correlation belong to the operator around them', () => {
  // Operator 7 is not the one that made the calls, though their ids are the same.
  const trace = traceOf([
    operator('aten::mm', 0, 100, { 'External id': 3 }),
    call('cudaLaunchKernel', 10, 5, 7, 7),
    operator('aten::add', 200, 100, { 'External id': 7 }),
    call('cudaLaunchKernel', 210, 5, 8),
    call('cudaLaunchKernel', 400, 5, 9, 9),
    kernel('gemm', 20, 50, 7),
    kernel('add', 220, 30, 8),
    kernel('nobody', 410, 30, 9),
  ]);
  const rows = operators.run(select(trace, 'all')) ?? [];
  assert.deepEqual(
    rows.map(({ name, deviceSelf, hostSelf }) => [name, deviceSelf * 1e6, Math.round(hostSelf * 1e6)]),
    [
      ['aten::mm', 50, 95],
      ['aten::add', 30, 95],
    ],
  );
});
