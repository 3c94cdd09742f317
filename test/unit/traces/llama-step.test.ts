import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyse } from '../../../src/core/traces/analysis/registry';
import type { Trace } from '../../../src/core/traces/columns';
import { linkTrace } from '../../../src/core/traces/link';
import { readTrace } from '../../../src/core/traces/read';
import { SliceKind } from '../../../src/core/traces/slice-kind';
import { toWorkload } from '../../../src/core/traces/to-workload';
import { openBytes } from '../../../src/io/open-bytes';
import { fixture } from '../../support/fixtures';

/** Three steps of 10 ms; what a step holds is told in tools/make-trace/training-step.ts. Microseconds below. */
const read = (name: string): Promise<Trace> => readTrace(openBytes(fixture('traces', name)), { name });
const close = (actual: number | undefined, microseconds: number): void => {
  assert.ok(
    actual !== undefined && Math.abs(actual - microseconds * 1e-6) < 1e-12,
    `${actual} s, expected ${microseconds} µs`,
  );
};

test('device time by what ran', async () => {
  const trace = await read('llama-step.pt.trace.json');
  const { temporal, kernelTypes, summary, kernels } = analyse(trace);
  // Device work of a step stands from 300 to 6410 µs, so the trace's from 300 to 26,410. Compute per step: 1250 + 1250 +
  // 30 + 2400 + 250 = 5180. Busy per step: 100 (copy) + 2530 + 2900 (backward and all-reduce) + 250 + 10 = 5790.
  close(temporal?.kernelTime, 26_110);
  close(temporal?.compute, 3 * 5180);
  close(temporal?.idle, 26_110 - 3 * 5790);
  close(temporal?.nonCompute, 3 * (5790 - 5180));
  const type = (name: string): number | undefined => kernelTypes?.find((row) => row.type === name)?.seconds;
  close(type('COMPUTATION'), 3 * (5180 - 700));
  close(type('COMPUTATION overlapping COMMUNICATION'), 3 * 700);
  close(type('COMMUNICATION'), 3 * 500);
  close(type('MEMORY'), 3 * 110);
  assert.equal(summary?.steps, 3);
  assert.equal(summary?.streams, 2);
  close(summary?.deviceBusySeconds, 3 * 5790);
  const forward = kernels?.find(({ name }) => name.startsWith('nvjet_tst_128x256'));
  // 400 and 600 µs, two of each a step: mean 500, sample deviation sqrt(12 × 100² / 11).
  assert.equal(forward?.count, 12);
  close(forward?.sum, 6000);
  close(forward?.mean, 500);
  close(forward?.min, 400);
  close(forward?.max, 600);
  close(forward?.stddev, Math.sqrt((12 * 100 ** 2) / 11));
});

test('the packed file is the same trace', async () => {
  const [plain, packed] = [await read('llama-step.pt.trace.json'), await read('llama-step.pt.trace.json.gz')];
  assert.deepEqual(packed.slices.start, plain.slices.start);
  assert.equal(packed.events, plain.events);
  assert.deepEqual(analyse(packed), analyse(plain));
});

test('a kernel belongs to the innermost operator around its launch', async () => {
  const trace = await read('llama-step.pt.trace.json');
  const { slices, strings } = trace;
  const links = linkTrace(trace);
  const name = (row: number | undefined): string => strings.text(slices.name[row ?? 0] ?? 0);
  const kernel = slices.name.findIndex((id) => strings.text(id).startsWith('void flash_fwd'));
  assert.equal(name(links.launcher[kernel]), 'cudaLaunchKernel');
  assert.equal(name(links.operator[kernel]), 'aten::_flash_attention_forward');
  assert.equal(name(links.parent[links.operator[kernel] ?? 0]), 'aten::scaled_dot_product_attention');
  const device = slices.kind.filter((kind) => kind === SliceKind.kernel).length;
  assert.equal(links.operator.filter((row) => row >= 0).length, device + 2 * 3);
});

test('the workload has the totals of the trace', async () => {
  const workload = toWorkload([await read('llama-step.pt.trace.json')]);
  assert.equal(workload.source.deviceName, 'NVIDIA H100 80GB HBM3');
  assert.equal(workload.units, 3);
  close(workload.spanSeconds, 29_900);
  close(workload.busySeconds, 3 * 5790);
  const operators = workload.phases[0]?.operators ?? [];
  // Per step: 110 copies, 2500 + 30 forward, 2400 backward, 250 optimizer, 1200 all-reduce.
  close(
    operators.reduce((sum, { measured }) => sum + (measured?.deviceSeconds ?? 0), 0),
    3 * 6490,
  );
  const products = operators.find(({ name }) => name === 'aten::mm');
  assert.equal(products?.category, 'linear');
  assert.equal(products.count, 18);
  assert.equal(products.dtype, 'bf16');
  // Forward 2 × (1024·1024·3072 + 1024·1024·4096) multiply-adds, backward 2 × 1024·4096·1024, three steps.
  assert.equal(products.flops, 3 * 2 * 2 * (1024 * 1024 * 3072 + 2 * 1024 * 1024 * 4096));
  close(products.measured?.deviceSeconds, 3 * (2 * 1000 + 2 * 800));
  // 30 µs inside each aten::linear of 40; 20 inside MmBackward0 inside evaluate_function.
  close(products.measured?.hostSeconds, 3 * (4 * 30 + 2 * 20));
  close(operators.find(({ name }) => name === 'aten::linear')?.measured?.hostSeconds, 3 * 4 * 10);
});

test('one trace a rank is one workload of the mean rank', async () => {
  const ranks = [
    await read('llama-ranks/rank0.pt.trace.json.gz'),
    await read('llama-ranks/rank1.pt.trace.json.gz'),
  ];
  const workload = toWorkload(ranks);
  assert.equal(workload.source.deviceCount, 2);
  close(workload.busySeconds, 3 * 5790);
  const operators = workload.phases[0]?.operators ?? [];
  close(
    operators.reduce((sum, { measured }) => sum + (measured?.deviceSeconds ?? 0), 0),
    3 * 6490,
  );
});

test('kernels by themselves are the same time', async () => {
  const operators =
    toWorkload([await read('llama-step.pt.trace.json')], 'kernels').phases[0]?.operators ?? [];
  assert.equal(operators.length, 10);
  close(
    operators.reduce((sum, { measured }) => sum + (measured?.deviceSeconds ?? 0), 0),
    3 * 6490,
  );
});

test('a trace that was cut off shows what stands before the cut', async () => {
  const whole = await read('llama-step.pt.trace.json');
  const cut = await read('truncated.pt.trace.json');
  assert.ok(cut.truncated !== undefined && cut.truncated.atByte === cut.bytes);
  assert.ok(cut.slices.length > 0 && cut.slices.length < whole.slices.length);
  assert.deepEqual([...cut.slices.start], [...whole.slices.start.slice(0, cut.slices.length)]);
});
