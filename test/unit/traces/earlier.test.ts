import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toWorkload } from '../../../src/core/traces/to-workload';
import type { Workload } from '../../../src/core/workload/workload';
import { readText } from '../../support/read-text';

const kernel = (name: string, ts: number, dur: number, correlation: number): unknown => ({
  ph: 'X',
  cat: 'kernel',
  name,
  pid: 0,
  tid: 7,
  ts,
  dur,
  args: { device: 0, stream: 7, correlation },
});
const launch = (ts: number, correlation: number): readonly unknown[] => [
  { ph: 'X', cat: 'cpu_op', name: 'aten::mm', pid: 1, tid: 1, ts, dur: 8, args: {} },
  {
    ph: 'X',
    cat: 'cuda_runtime',
    name: 'cudaLaunchKernel',
    pid: 1,
    tid: 1,
    ts: ts + 2,
    dur: 4,
    args: { correlation },
  },
];
const read = async (events: readonly unknown[]): Promise<Workload> =>
  toWorkload([await readText(JSON.stringify({ schemaVersion: 1, traceEvents: events }))]);
const sums = ({ phases }: Workload): readonly [number, number] => {
  const measured = phases.flatMap(({ operators }) => operators).map((operator) => operator.measured ?? {});
  const sum = (values: readonly number[]): number => Math.round(1e6 * values.reduce((a, b) => a + b, 0));
  return [
    sum(measured.map(({ deviceSeconds = 0 }) => deviceSeconds)),
    sum(measured.map(({ earlierSeconds = 0 }) => earlierSeconds)),
  ];
};

test('kernels that were launched before the recording began are told apart', async () => {
  // The device is behind: it first works off two kernels whose launches nobody recorded; a later such one was only lost.
  const workload = await read([
    ...launch(100, 1),
    kernel('sgemm', 101, 40, 90),
    kernel('sgemm', 141, 40, 91),
    kernel('sgemm', 181, 30, 1),
    kernel('sgemm', 211, 20, 92),
  ]);
  assert.deepEqual(sums(workload), [130, 80]);
});

test('where no launch was recorded, nobody knows what was launched before', async () => {
  assert.deepEqual(sums(await read([kernel('sgemm', 101, 40, 90)])), [40, 0]);
});
