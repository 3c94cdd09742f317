import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyse } from '../../../src/core/traces/analysis/registry';
import type { Trace } from '../../../src/core/traces/columns';
import { SliceKind } from '../../../src/core/traces/slice-kind';
import { toWorkload } from '../../../src/core/traces/to-workload';
import { readText } from '../../support/read-text';

const label = (pid: number, tid: number | undefined, name: string): unknown =>
  tid === undefined
    ? { ph: 'M', pid, name: 'process_name', args: { name } }
    : { ph: 'M', pid, tid, name: 'thread_name', args: { name } };
const run = (pid: number, tid: number, name: string, ts: number, dur: number): unknown => ({
  ph: 'X',
  pid,
  tid,
  name,
  ts,
  dur,
});
const xprof = (events: readonly unknown[]): Promise<Trace> =>
  readText(
    JSON.stringify({ displayTimeUnit: 'ns', metadata: { 'highres-ticks': true }, traceEvents: events }),
  );

test("XProf: a TPU's work is its XLA operations, not the lines that repeat them", async () => {
  const trace = await xprof([
    label(3, undefined, '/device:TPU:0'),
    label(3, 1, 'Steps'),
    label(3, 2, 'XLA Modules'),
    label(3, 3, 'XLA Ops'),
    run(3, 1, '0', 10, 100),
    run(3, 2, 'jit_step(1)', 10, 100),
    run(3, 3, 'fusion.1', 10, 30),
    run(3, 3, 'all-reduce.2', 50, 20),
    run(3, 3, 'convolution.3', 80, 30),
  ]);
  assert.equal(trace.format, 'xla');
  const { temporal } = analyse(trace);
  assert.equal(temporal?.kernelTime, 100e-6);
  assert.equal(temporal.compute, 60e-6);
  assert.ok(Math.abs(temporal.nonCompute - 20e-6) < 1e-15);
  const categories = toWorkload([trace]).phases[0]?.operators.map(({ name, category }) => [name, category]);
  assert.deepEqual(categories, [
    ['fusion.1', 'other'],
    ['convolution.3', 'convolution'],
    ['all-reduce.2', 'communication'],
  ]);
});

test("XProf: a GPU's work is in its streams", async () => {
  const trace = await xprof([
    label(2, undefined, '/device:GPU:1 (NVIDIA H100)'),
    label(2, 7, 'Stream #13(Compute)'),
    label(2, 8, 'XLA Ops'),
    run(2, 7, 'gemm_fusion_dot_1', 0, 10),
    run(2, 7, 'MemcpyH2D', 20, 5),
    run(2, 8, 'gemm_fusion_dot_1', 0, 10),
  ]);
  assert.deepEqual([...trace.slices.kind], [SliceKind.kernel, SliceKind.memcpy, SliceKind.deviceAnnotation]);
  assert.equal(trace.slices.args.device.get(0), 1);
  assert.equal(trace.slices.args.stream.get(0), 13);
  assert.deepEqual(trace.metadata.devices, [{ id: 1, name: 'GPU' }]);
});

test('ONNX Runtime: nodes are operators', async () => {
  const event = (cat: string, name: string, ts: number, dur: number) => ({
    cat,
    pid: 1,
    tid: 1,
    ph: 'X',
    name,
    ts,
    dur,
    args: {},
  });
  const trace = await readText(
    JSON.stringify([
      event('Session', 'model_loading_uri', 1, 50),
      event('Session', 'model_run', 60, 40),
      event('Node', 'Conv_0_kernel_time', 65, 10),
      event('Node', 'MatMul_1_kernel_time', 80, 10),
    ]),
  );
  assert.equal(trace.format, 'onnxruntime');
  const rows = toWorkload([trace]).phases[0]?.operators ?? [];
  assert.deepEqual(
    rows.map(({ name, category, measured }) => [
      name,
      category,
      Math.round((measured?.hostSeconds ?? 0) * 1e6),
    ]),
    [
      ['Conv_0_kernel_time', 'convolution', 10],
      ['MatMul_1_kernel_time', 'linear', 10],
    ],
  );
});

test('ONNX Runtime: runs are steps; operations and shapes tell the work, also of weights that were packed', async () => {
  const run = (at: number): readonly unknown[] => {
    const node = (name: string, op: string, ts: number, inputs: unknown, output: unknown) => ({
      cat: 'Node',
      pid: 1,
      tid: 1,
      ph: 'X',
      name: `${name}_kernel_time`,
      ts: at + ts,
      dur: 10,
      args: { op_name: op, input_type_shape: inputs, output_type_shape: [{ float: output }] },
    });
    return [
      node('b_nchwc', 'Conv', 0, [{ float: [1, 3, 8, 8] }, { float: [4, 3, 3, 3] }], [1, 4, 6, 6]),
      node('classifier', 'Gemm', 10, [{ float16: [2, 5] }, { float16: [7] }], [2, 7]),
      node('gate', 'Greater', 20, [{ float: [] }], []),
      { cat: 'Session', pid: 1, tid: 1, ph: 'X', name: 'model_run', ts: at, dur: 40, args: {} },
    ];
  };
  const trace = await readText(JSON.stringify([...run(100), ...run(200)]));
  assert.equal(trace.format, 'onnxruntime');
  const { steps, roofline } = analyse(trace, 'all', ['steps', 'roofline']);
  assert.deepEqual(
    steps?.steps.map(({ number, seconds, host }) => [number, seconds, host]),
    [
      [0, 40e-6, 30e-6],
      [1, 40e-6, 30e-6],
    ],
  );
  assert.deepEqual(
    roofline?.map(({ name, inputShapes, flops, bytes, dtype }) => [name, inputShapes, flops, bytes, dtype]),
    [
      [
        'b_nchwc_kernel_time',
        '[[1, 3, 8, 8], [4, 3, 3, 3]]',
        2 * 2 * 144 * 27,
        2 * 4 * (192 + 108 + 144),
        'fp32',
      ],
      ['classifier_kernel_time', '[[2, 5], [7]]', 2 * 2 * 14 * 5, 2 * 2 * (10 + 7 + 14 + 35), 'fp16'],
    ],
  );
  assert.deepEqual(
    toWorkload([trace]).phases[0]?.operators.map(({ category }) => category),
    ['convolution', 'linear', 'elementwise'],
  );
});

test("XProf: the host's work where there is no device, and the empty object at the end", async () => {
  const trace = await xprof([
    label(7, undefined, '/host:CPU'),
    label(7, 1, 'python'),
    { ...Object(run(7, 1, 'train', 0, 50)), args: { step_num: '3' } },
    run(7, 1, '$model.py:7 forward', 1, 40),
    { ...Object(run(7, 2, 'add_multiply_fusion', 5, 20)), args: { hlo_op: 'add_multiply_fusion' } },
    { ...Object(run(7, 2, 'Mul', 30, 5)), args: { long_name: 'Gelu/mul:Mul' } },
    {},
  ]);
  assert.equal(trace.format, 'xla');
  assert.deepEqual([trace.events, trace.skippedEvents], [7, 0]);
  assert.deepEqual(
    [...trace.slices.kind],
    [SliceKind.annotation, SliceKind.python, SliceKind.operator, SliceKind.operator],
  );
  assert.equal(analyse(trace, 'all', ['steps']).steps?.steps[0]?.number, 3);
  assert.deepEqual(
    toWorkload([trace]).phases[0]?.operators.map(({ category }) => category),
    ['elementwise', 'elementwise'],
  );
});

test('anybody else writes Chrome trace events', async () => {
  const trace = await readText(
    JSON.stringify([{ ph: 'X', name: 'a', cat: 'toplevel', pid: 1, tid: 1, ts: 0, dur: 1 }]),
  );
  assert.equal(trace.format, 'chrome');
  assert.equal(analyse(trace).temporal, undefined);
});

test('a device without a name is told by its properties', async () => {
  const device = {
    id: 0,
    name: '',
    totalGlobalMem: 206_141_652_992,
    computeMajor: 9,
    computeMinor: 4,
    numSms: 304,
  };
  const trace = await readText(
    JSON.stringify({ deviceProperties: [device, { id: 1, name: '' }], traceEvents: [] }),
  );
  assert.deepEqual(
    trace.metadata.devices.map(({ name }) => name),
    ['AMD Instinct MI300X (by its properties)', ''],
  );
});

test('of the devices that are listed only those that worked count', async () => {
  const devices = [0, 1, 2].map((id) => ({ id, name: 'NVIDIA A100-SXM4-80GB' }));
  const kernel = {
    ph: 'X',
    cat: 'kernel',
    name: 'k',
    pid: 1,
    tid: 7,
    ts: 1,
    dur: 1,
    args: { device: 1, stream: 7 },
  };
  const { source } = toWorkload([
    await readText(JSON.stringify({ deviceProperties: devices, traceEvents: [kernel] })),
  ]);
  assert.equal(source.deviceCount, 1);
  assert.equal(source.deviceName, 'NVIDIA A100-SXM4-80GB');
});
