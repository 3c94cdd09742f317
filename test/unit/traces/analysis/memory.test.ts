import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memory } from '../../../../src/core/traces/analysis/memory';
import { select } from '../../../../src/core/traces/analysis/windows';
import { operator, python } from '../../../support/kineto';
import { traceOf } from '../../../support/trace-of';
import type { LiteralEvent } from '../../../support/trace-of';

const change = (ts: number, Addr: number, Bytes: number, total: number): LiteralEvent => ({
  ph: 'i',
  name: '[memory]',
  ts,
  pid: 1,
  tid: 1,
  args: { Addr, Bytes, 'Device Type': 1, 'Device Id': 0, 'Total Allocated': total, 'Total Reserved': 4096 },
});

const TRACE = traceOf([
  operator('aten::linear', 0, 100),
  operator('aten::empty', 10, 10),
  operator('aten::add', 200, 50),
  change(15, 1, 512, 1512),
  change(50, 2, 256, 1768),
  change(210, 3, 128, 1896),
  change(220, 1, -512, 1384),
]);

test('bytes belong to the innermost operator, and to those around it', () => {
  const [gpu] = memory.run(select(TRACE, 'all')) ?? [];
  assert.equal(gpu?.device, 'GPU0');
  const rows = new Map(gpu?.operators.map((row) => [row.name, row]));
  const linear = rows.get('aten::linear');
  assert.deepEqual([linear?.selfAllocated, linear?.allocated, linear?.allocations], [256, 768, 2]);
  assert.deepEqual([rows.get('aten::add')?.allocated, rows.get('aten::add')?.increase], [128, -384]);
});

test('the peak, and who had allocated what was held then', () => {
  const [gpu] = memory.run(select(TRACE, 'all')) ?? [];
  assert.deepEqual(gpu?.peak, {
    bytes: 1896,
    time: 210e-6,
    holders: [
      { operator: 'aten::empty', bytes: 512, blocks: 1 },
      { operator: 'aten::linear', bytes: 256, blocks: 1 },
      { operator: 'aten::add', bytes: 128, blocks: 1 },
    ],
    before: 1000,
  });
  assert.deepEqual(gpu?.allocated, [1512, 1768, 1896, 1384]);
  assert.equal(gpu?.peakReserved, 4096);
});

test('without totals, memory since the beginning of the trace', () => {
  const bare = ({ args = {}, ...event }: LiteralEvent): LiteralEvent => ({
    ...event,
    args: { Addr: args['Addr'], Bytes: args['Bytes'], 'Device Type': 0 },
  });
  const trace = traceOf([operator('a', 0, 9), bare(change(1, 1, 100, 0)), bare(change(2, 1, -100, 0))]);
  const [cpu] = memory.run(select(trace, 'all')) ?? [];
  assert.deepEqual([cpu?.device, cpu?.allocated, cpu?.reserved], ['CPU', [100, 0], undefined]);
  assert.equal(memory.run(select(traceOf([]), 'all')), undefined);
});

test('an event whose bytes cannot be read leaves the sum as it is', () => {
  const change = (ts: number, Bytes: unknown): LiteralEvent => ({
    ph: 'i',
    name: '[memory]',
    ts,
    pid: 1,
    tid: 1,
    args: { Addr: ts, Bytes, 'Device Type': 0 },
  });
  const trace = traceOf([operator('a', 0, 9), change(1, 100), change(2, 'some'), change(3, 50)]);
  const [cpu] = memory.run(select(trace, 'all')) ?? [];
  assert.deepEqual([cpu?.allocated, cpu?.peak.bytes], [[100, 100, 150], 150]);
});

test('memory freed in a module counts in the operator around it', () => {
  const trace = traceOf([
    operator('CheckpointFunctionBackward', 0, 100),
    python('nn.Module: Block_0', 10, 80, { 'Python id': 1, 'Python module id': 0 }),
    operator('aten::mm', 20, 10),
    change(25, 1, 512, 512),
    change(60, 1, -512, 0),
  ]);
  const rows = new Map(memory.run(select(trace, 'all'))?.[0]?.operators.map((row) => [row.name, row]));
  const around = rows.get('CheckpointFunctionBackward');
  assert.deepEqual([around?.increase, around?.selfIncrease, around?.allocated], [0, 0, 512]);
  assert.equal(rows.has('nn.Module: Block_0'), false);
});

test('devices other than CUDA’s go by the name of their type', () => {
  const of = (type: number, id: number): LiteralEvent => {
    const event = change(1, 1, 512, 512);
    return { ...event, args: { ...event.args, 'Device Type': type, 'Device Id': id } };
  };
  const trace = traceOf([of(0, -1), of(1, 3), of(6, 0), of(12, 1), of(20, 0), of(77, 2)]);
  assert.deepEqual(
    memory.run(select(trace, 'all'))?.map(({ device }) => device),
    ['CPU', 'GPU3', 'HIP 0', 'XPU 1', 'PrivateUse1 0', 'device type 77, 2'],
  );
});
