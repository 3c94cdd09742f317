import assert from 'node:assert/strict';
import { test } from 'node:test';
import { estimate } from '../../../src/core/estimate/estimate';
import { catalogue } from '../../../src/core/hardware/catalogue/index';
import { looksLikeTrace } from '../../../src/core/input/kind';
import { Problem } from '../../../src/core/problem';
import { TIME_BLOCKS } from '../../../src/core/report/documents/analyses/time';
import { inspectTrace } from '../../../src/core/report/inspect-trace';
import { traceReport } from '../../../src/core/report/trace';
import { tracePage } from '../../../src/core/report/pages/registry';
import { select } from '../../../src/core/traces/analysis/windows';
import { analyse, ANALYSIS_NAMES } from '../../../src/core/traces/analysis/registry';
import type { Trace } from '../../../src/core/traces/columns';
import { readTrace } from '../../../src/core/traces/read';
import { encodeUtf8 } from '../../../src/core/traces/scan/text';
import { toWorkload } from '../../../src/core/traces/to-workload';
import { converted, LINKED, OBSERVED } from '../../support/chakra-nodes';
import { inPieces, readText } from '../../support/read-text';

const PRODUCT_FLOPS = 2 * 512 * 256 * 128;
const close = (actual: number | undefined, expected: number): void =>
  assert.ok(Math.abs((actual ?? NaN) / expected - 1) < 1e-9, `${actual} is not ${expected}`);

const rowNamed = ({ slices, strings }: Trace, name: string): number =>
  slices.name.findIndex((id) => strings.text(id) === name);

test('execution traces are told by their content, and models are not', () => {
  assert.ok(looksLikeTrace(encodeUtf8(OBSERVED)));
  assert.ok(looksLikeTrace(converted()));
  assert.ok(!looksLikeTrace(encodeUtf8('{"schema": "1.0", "model_type": "llama"}')));
});

test('what was observed has calls, shapes and work, and no times', async () => {
  for (const pieces of [7, 1000]) {
    const trace = await readText(OBSERVED, pieces);
    assert.equal(trace.format, 'chakra');
    assert.equal(trace.events, 5);
    assert.match(trace.warnings.join(), /has no times/);
    const { operators } = toWorkload([trace]).phases[0] ?? { operators: [] };
    const product = operators.find(({ name }) => name === 'aten::mm');
    assert.equal(product?.flops, PRODUCT_FLOPS);
    assert.equal(product.dtype, 'bf16');
    assert.deepEqual(product.measured, {});
    const results = analyse(trace, 'all', ANALYSIS_NAMES);
    assert.deepEqual(Object.keys(results), ['summary']);
    assert.equal(results.summary?.operators, 2);
    assert.equal('spanSeconds' in (results.summary ?? {}), false);
    assert.equal(inspectTrace('t', [trace]).spanSeconds, 2.5);
  }
});

test('of a workload for a simulator neither span nor busy time is known', async () => {
  const node = {
    id: 0,
    name: 'ALL_REDUCE',
    inputs: [],
    outputs: [],
    cat: 'kernel',
    attrs: [{ name: 'comm_size', type: 'int64', value: 4 }],
  };
  const trace = await readText(
    JSON.stringify({ schema: '1.0.2-chakra.1.0.0', nodes: [node, { ...node, id: 1 }] }),
    100,
  );
  assert.equal('spanSeconds' in inspectTrace('t', [trace]), false);
  const { summary } = analyse(trace, 'all', ['summary']);
  assert.deepEqual([summary?.deviceEvents, summary?.deviceBusySeconds], [2, undefined]);
  assert.ok(summary !== undefined);
  const [facts] = TIME_BLOCKS.summary(summary);
  assert.ok(facts?.kind === 'facts');
  assert.deepEqual(
    facts.facts.filter(([label]) => label === 'Span' || label === 'Device busy').map(([, value]) => value),
    ['unknown', 'unknown'],
  );
});

test('without times the sizes of communication are told, and no time is', async () => {
  const node = (id: number, name: string, type: number, bytes: number) => ({
    id,
    name,
    type,
    inputs: [],
    outputs: [],
    cat: 'kernel',
    attrs: [
      { name: 'collective_name', type: 'string', value: name.toLowerCase() },
      { name: 'comm_size', type: 'int64', value: bytes },
      { name: 'pg_size', type: 'uint64', value: 8 },
    ],
  });
  const nodes = [node(0, 'BROADCAST', 7, 10), node(1, 'ALL_REDUCE', 7, 4), node(2, 'ALL_REDUCE', 7, 4)];
  const trace = await readText(JSON.stringify({ schema: '1.0.2-chakra.1.0.0', nodes }), 100);
  assert.deepEqual(analyse(trace, 'all', ['collectives', 'temporal']), {
    collectives: [
      { name: 'broadcast', groupSize: 8, bytes: 10, count: 1 },
      { name: 'all_reduce', groupSize: 8, bytes: 4, count: 2 },
    ],
  });
  const rows = toWorkload([trace]).phases[0]?.operators ?? [];
  assert.deepEqual(
    rows.map(({ name, category, count, measured }) => [name, category, count, measured]).sort(),
    [
      ['ALL_REDUCE', 'communication', 2, {}],
      ['BROADCAST', 'communication', 1, {}],
    ],
  );
  const { ranks, across } = await traceReport([trace, trace], 'all', ['collectives']);
  assert.deepEqual([ranks[0]?.collectives?.length, across], [2, undefined]);
  const [table] = tracePage(select(trace, 'all'), 'communication').blocks;
  assert.ok(table?.kind === 'table');
  assert.equal(table.rows.length, 2);
});

test('what has no times cannot be estimated, and says why', async () => {
  const deployment = { accelerator: 'h100-sxm5', count: 1 };
  const estimating = (trace: Trace) => () => estimate(toWorkload([trace]), deployment, catalogue());
  assert.throws(
    estimating(await readText(OBSERVED, 100)),
    /no times, so there is nothing to scale.*chakra_trace_link/,
  );
  assert.throws(estimating(await readText('{"traceEvents": []}', 100)), /no operators and nothing that ran/);
});

test('a linked trace has the times of its operators and kernels', async () => {
  const trace = await readText(LINKED, 100);
  assert.deepEqual(trace.warnings, []);
  const { temporal, operators, roofline, memoryBandwidth } = analyse(trace, 'all', [
    'temporal',
    'operators',
    'roofline',
    'memoryBandwidth',
  ]);
  close(temporal?.compute, 200e-6);
  close(temporal?.idle, 10e-6);
  assert.deepEqual(
    operators?.map(({ name, hostTotal, deviceSelf }) => [
      name,
      ...[hostTotal, deviceSelf].map((s) => Math.round(s * 1e6)),
    ]),
    [
      ['aten::mm', 30, 200],
      ['aten::matmul', 50, 20],
    ],
  );
  close(roofline?.[0]?.flops, PRODUCT_FLOPS);
  assert.equal(memoryBandwidth?.[0]?.name, 'Memcpy HtoD');
});

test('durations without starts are laid out by what they depend on', async () => {
  const trace = await readTrace(inPieces(converted(), 11), { name: 'unknown' });
  assert.equal(trace.format, 'chakra');
  assert.match(trace.warnings.join(), /laid out/);
  const startOf = (name: string): number => (trace.slices.start[rowNamed(trace, name)] ?? NaN) / 1000;
  assert.deepEqual(
    ['aten::mm', 'nvjet_gemm', 'ncclDevKernel_AllReduce_Sum_bf16_RING_LL', 'elementwise_kernel'].map(startOf),
    [0, 30, 230, 230],
  );
  const { kernels, overlap, collectives } = analyse(trace, 'all', ['kernels', 'overlap', 'collectives']);
  assert.equal(kernels?.length, 3);
  close(overlap?.overlapped, 40e-6);
  assert.deepEqual(
    collectives?.map(({ name, bytes }) => [name, bytes]),
    [['all_reduce', 1_000_000]],
  );
  const { operators } = toWorkload([trace]).phases[0] ?? { operators: [] };
  close(operators.find(({ name }) => name === 'aten::mm')?.measured?.deviceSeconds, 300e-6);
});

test('execution traces that are cut off give what stands before', async () => {
  const text = OBSERVED.slice(0, OBSERVED.indexOf('aten::matmul'));
  const cut = await readText(text);
  assert.equal(cut.slices.length, 2);
  assert.equal(cut.truncated?.atByte, text.length);
  const bytes = converted();
  const half = await readTrace(inPieces(bytes.slice(0, bytes.length - 5)));
  assert.equal(half.slices.length, 3);
  assert.equal(half.truncated?.atByte, bytes.length - 5);
});

test('what is no execution trace is refused with a sentence and its place', async () => {
  const refused = async (text: string, message: RegExp): Promise<void> => {
    await assert.rejects(
      readText(text),
      (error) => error instanceof Problem && message.test(error.describe()),
    );
  };
  const header = '{"schema": "1.1.1-chakra.0.0.4", "pid": 1';
  await refused(`${header}, "nodes": []}`, /no nodes; expected nodes as PyTorch/);
  await refused(`${header}, nodes: []}`, /byte 43: .*expected a key/);
  const mixed = await readText(`${header}, "nodes": [3, {"id": 1}, {"id": 2, "name": "aten::mm"}]}`);
  assert.equal(mixed.skippedEvents, 2);
});
