import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { comparePage } from '../../../src/core/report/pages/compare';
import {
  type ComparedTrace,
  compareTraces,
  traceComparisonDocument,
} from '../../../src/core/report/trace-comparison';
import { select } from '../../../src/core/traces/analysis/windows';
import { toWorkload } from '../../../src/core/traces/to-workload';
import { call, kernel, operator } from '../../support/kineto';
import type { LiteralEvent } from '../../support/trace-of';
import { traceOf } from '../../support/trace-of';

const DEVICE = {
  metadata: { devices: [{ id: 0, name: 'NVIDIA H100 80GB HBM3' }], values: new Map<string, string>() },
};

const compared = (name: string, events: readonly LiteralEvent[], more = {}): ComparedTrace => {
  const trace = traceOf(events, more);
  return { name, selection: select(trace, 'all'), workload: toWorkload([trace]) };
};

const product = (dims: readonly number[], at: number, correlation: number, microseconds: number) => [
  operator('aten::mm', at, 20, { 'External id': correlation, 'Input Dims': [dims] }),
  call('cudaLaunchKernel', at + 5, 5, correlation, correlation),
  kernel('gemm', 100 + at, microseconds, correlation),
];

const BEFORE = [...product([8, 8], 0, 1, 10), kernel('old', 300, 4, 9)];
/** The same shape in 6 µs, and another in 30. */
const AFTER = [...product([8, 8], 0, 1, 6), ...product([9, 9], 40, 2, 30)];

const on = { accelerator: 'h100-sxm5', count: 1 };
const before = compared('before.json', BEFORE, DEVICE);
const after = compared('after.json', AFTER, DEVICE);
const blocks = comparePage(
  { name: before.name, steps: 1 },
  { name: after.name, steps: 2 },
  compareTraces(before, after, on),
);
const cells = (heading: string): readonly (readonly string[])[] => {
  const table = blocks.find((block) => block.kind === 'table' && block.heading === heading);
  assert.ok(table?.kind === 'table', heading);
  return table.rows.map((row) => row.map((cell) => (typeof cell === 'string' ? cell : cell.text)));
};

describe('a comparison of two traces', () => {
  test('tells operators by name and by shape apart', () => {
    assert.deepEqual(cells('Operators'), [
      ['aten::mm', 'slower', '+26.0 µs', '10.0 µs', '36.0 µs', '1', '2'],
    ]);
    assert.deepEqual(cells('Operators by input shapes'), [
      ['aten::mm [[9,9]]', 'added', '+30.0 µs', '0 s', '30.0 µs', '0', '1'],
      ['aten::mm [[8,8]]', 'faster', '−4.00 µs', '10.0 µs', '6.00 µs', '1', '1'],
    ]);
    assert.deepEqual(cells('Kernels'), [
      ['gemm', 'slower', '+26.0 µs', '10.0 µs', '36.0 µs', '1', '2'],
      ['old', 'removed', '−4.00 µs', '4.00 µs', '0 s', '1', '0'],
    ]);
  });

  test('draws differences to both sides, and says them in words', () => {
    const chart = blocks.find((block) => block.kind === 'bars');
    assert.ok(chart?.kind === 'bars');
    assert.deepEqual(chart.labels, ['gemm', 'old (removed)']);
    const micro = chart.series.map(({ values }) => values.map((value) => Math.round(value * 1e6)));
    assert.deepEqual(micro, [
      [26, 0],
      [0, -4],
    ]);
    // 14 µs before, 36 after.
    assert.equal(
      chart.summary,
      '14.0 µs of device time before, 36.0 µs after (+157.1 %). Kernels: 1 removed, 1 slower. The largest difference is gemm: +26.0 µs.',
    );
    assert.ok(blocks.some((block) => block.kind === 'note' && block.text.includes('1 and 2 steps')));
  });

  test('compares what ran even where nothing can be estimated', () => {
    const unknown = compareTraces(compared('before.json', BEFORE), compared('after.json', AFTER), on);
    assert.match(unknown.note ?? '', /^No cost: .*does not say which device/);
    const { title, blocks: shown } = traceComparisonDocument(unknown);
    assert.equal(title, 'before.json → after.json');
    assert.deepEqual(
      shown.map((block) => (block.kind === 'note' ? block.kind : block.heading)),
      ['note', 'Operators', 'Operators by input shapes', 'Kernels'],
    );
  });

  test('of the same trace finds nothing', () => {
    const same = comparePage(
      { name: 'a', steps: 1 },
      { name: 'a', steps: 1 },
      compareTraces(before, before, on),
    );
    const chart = same.find((block) => block.kind === 'bars');
    assert.ok(chart?.kind === 'bars');
    assert.match(chart.summary, /Kernels: none differs\.$/);
    assert.deepEqual(chart.labels, []);
  });
});
