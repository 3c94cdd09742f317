import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { firstRows, largestBranches, shapePoints } from '../../../src/core/report/pages/limits';
import { PAGE_IDS } from '../../../src/core/report/pages/page';
import { PAGES, tracePage } from '../../../src/core/report/pages/registry';
import { select } from '../../../src/core/traces/analysis/windows';
import { call, kernel, operator, python } from '../../support/kineto';
import { type LiteralEvent, traceOf } from '../../support/trace-of';

/** Two kernels of 30 and 10 µs with 20 µs between, the second launched after the first has ended. */
const TRACE = traceOf([
  operator('aten::mm', 0, 30, { 'External id': 1 }),
  call('cudaLaunchKernel', 5, 5, 1, 1),
  kernel('gemm', 10, 30, 1),
  operator('aten::add', 45, 20, { 'External id': 2 }),
  call('cudaLaunchKernel', 50, 5, 2, 2),
  kernel('add', 60, 10, 2),
]);
const selection = select(TRACE, 'all');
const textOf = (id: (typeof PAGE_IDS)[number]): string => JSON.stringify(tracePage(selection, id));

describe('pages of a trace', () => {
  test('are under their own ids, and their analyses give plain data', () => {
    for (const id of PAGE_IDS) {
      const page = tracePage(selection, id);
      assert.equal(PAGES[id].id, id);
      assert.deepEqual(JSON.parse(JSON.stringify(page)), page);
      assert.ok(page.blocks.length > 0, id);
    }
  });
  test('of idle time: 20 of 60 µs, all of it waiting for the host', () => {
    assert.match(textOf('idle'), /Of 60\.0 µs between .* 66\.7 % compute, 0\.0 % .*, 33\.3 % are idle/);
    assert.match(textOf('idle'), /add up to 20\.0 µs; in 100\.0 % of that the host had not launched/);
  });
  test('of kernels: 30 of 40 µs are the product', () => {
    assert.match(textOf('kernels'), /40\.0 µs in all.* The largest share is gemm with 75\.0 %/);
  });
  test("of stacks: what an operator launches is its function's, not its function's caller's", () => {
    const traced = traceOf([
      python('train.py(8): main', 0, 100),
      python('model.py(42): forward', 10, 50),
      operator('aten::mm', 20, 20),
      call('cudaLaunchKernel', 25, 5, 1),
      kernel('gemm', 40, 30, 1),
      operator('aten::add', 70, 20),
      call('cudaLaunchKernel', 75, 5, 2),
      kernel('add', 85, 10, 2),
    ]);
    assert.match(
      JSON.stringify(tracePage(select(traced, 'all'), 'stacks')),
      /100 µs on the host launch 40\.0 µs of device time\. Of .* model\.py\(42\): forward takes the most device time.*: 75\.0 %/,
    );
  });
  test('of a trace without a device leave its columns out', () => {
    const traced = traceOf([python('train.py(8): main', 0, 100), operator('aten::mm', 20, 20)]);
    const page = (id: (typeof PAGE_IDS)[number]): string =>
      JSON.stringify(tracePage(select(traced, 'all'), id));
    for (const id of ['operators', 'stacks', 'steps'] as const) {
      assert.match(page(id), /"title":"Host|"Host operators"/, id);
      assert.doesNotMatch(page(id), /"title":"(Device|On tensor|Kernels|Communication)|0 s/, id);
    }
    assert.match(page('stacks'), /The stacks take 100 µs on the host\. Of your own functions, train/);
    assert.match(
      page('criticalPath'),
      /takes 20\.0 µs of the 100 µs recorded\. All of it is bound by the host\./,
    );
  });
  test('count time from the first event, as the timeline does', () => {
    const memory = (ts: number, bytes: number): LiteralEvent => ({
      ...{ ph: 'i', cat: 'cpu_instant_event', name: '[memory]', s: 't', pid: 1, tid: 1, ts },
      args: { 'Total Allocated': bytes, Bytes: bytes, Addr: ts, 'Device Type': 0, 'Device Id': -1 },
    });
    // The first of the file is not the first in time.
    const traced = traceOf([memory(50, 100), memory(70, 300), operator('aten::mm', 10, 90)]);
    const { blocks } = tracePage(select(traced, 'all'), 'memory');
    const curve = blocks.find(({ kind }) => kind === 'curve');
    assert.deepEqual(
      curve?.kind === 'curve' ? curve.times.map((seconds) => Math.round(seconds * 1e6)) : undefined,
      [40, 60],
    );
    assert.match(JSON.stringify(blocks), /The peak is 300 B at 60\.0 µs/);
  });
  test('of communication tell how a rank waits for the others', () => {
    const traced = traceOf([kernel('ncclDevKernel_AllReduce', 0, 30, 1)]);
    const ranks = {
      ranks: [
        { rank: 0, transfer: 1e-6, wait: 3e-6, last: 0 },
        { rank: 1, transfer: 1e-6, wait: 0, last: 1 },
      ],
      collectives: [],
      straggler: 1,
      unmatched: 0,
    };
    const page = JSON.stringify(tracePage(select(traced, 'all'), 'communication', { rank: 0, ranks }));
    assert.match(
      page,
      /60\.0 % of all communication is waiting .* wait most for rank 1\. Rank 0 transfers for 1\.00 µs and waits for 3\.00 µs\./,
    );
    assert.doesNotMatch(page, /opened as one/);
  });
  test('say what is not in the trace', () => {
    assert.match(textOf('communication'), /No device communicates/);
    assert.match(textOf('memory'), /profile_memory=True/);
    assert.match(textOf('modules'), /names no modules/);
    assert.match(textOf('stacks'), /no Python stacks/);
    assert.match(textOf('steps'), /no events of steps/);
  });
});

describe('limits', () => {
  test('keep the first rows and count the others', () => {
    const { shown, notes } = firstRows([5, 4, 3, 2], 'kernels', 3);
    assert.deepEqual(shown, [5, 4, 3]);
    assert.deepEqual(notes, [{ kind: 'note', text: 'The 3 largest of 4 kernels are listed.' }]);
    assert.deepEqual(firstRows([1], 'kernels', 3).notes, []);
  });

  interface Node {
    readonly size: number;
    readonly children: readonly Node[];
  }
  const node = (size: number, ...children: readonly Node[]): Node => ({ size, children });

  test('keep the largest branches of a tree, never one without those above it', () => {
    const big = node(9);
    const strayUnderSmall = node(8);
    const small = node(1, strayUnderSmall);
    const root = node(10, big, small);
    const { has, notes } = largestBranches([root], ({ size }) => size, 'places', 2);
    assert.deepEqual([root, big, small, strayUnderSmall].map(has), [true, true, false, false]);
    assert.match(notes[0]?.text ?? '', /^The 2 largest of 4 places are listed/);
    assert.deepEqual(largestBranches([root], ({ size }) => size, 'places', 4).notes, []);
  });

  test('keep the lowest and highest point of each stretch of a curve, in order', () => {
    const values = [3, 1, 9, 2, 5, 5, 7, 0];
    assert.deepEqual(shapePoints(values, 4), [1, 2, 6, 7]);
    assert.deepEqual(shapePoints(values, 8), [0, 1, 2, 3, 4, 5, 6, 7]);
    const flat = new Array<number>(100).fill(4);
    assert.equal(shapePoints(flat, 10).length, 5);
  });
});
