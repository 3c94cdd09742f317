import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { firstRows, largestBranches, shapePoints } from '../../../src/core/report/pages/limits';
import { PAGE_IDS } from '../../../src/core/report/pages/page';
import { PAGES, tracePage } from '../../../src/core/report/pages/registry';
import { select } from '../../../src/core/traces/analysis/windows';
import { call, kernel, operator, python } from '../../support/kineto';
import { traceOf } from '../../support/trace-of';

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
  test('say what is not in the trace', () => {
    assert.match(textOf('communication'), /No device communicates/);
    assert.match(textOf('memory'), /profile_memory=True/);
    assert.match(textOf('modules'), /names no modules/);
    assert.match(textOf('stacks'), /no Python stacks/);
    assert.match(textOf('steps'), /no ProfilerStep events/);
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
