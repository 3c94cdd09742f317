import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catalogue } from '../../../../src/core/hardware/catalogue/index';
import { findAccelerator } from '../../../../src/core/hardware/find';
import { roofOf } from '../../../../src/core/estimate/trace-roofline';
import { movedBytes } from '../../../../src/core/traces/analysis/moved-bytes';
import { traffic } from '../../../../src/core/traces/analysis/traffic';
import { select } from '../../../../src/core/traces/analysis/windows';
import { call, kernel, memcpy, operator } from '../../../support/kineto';
import { traceOf } from '../../../support/trace-of';

const moved = (
  name: string,
  dims: readonly (readonly number[])[],
  types: readonly string[],
  concrete: readonly string[] = [],
): number | undefined =>
  movedBytes(name, {
    dims: JSON.stringify(dims),
    types: JSON.stringify(types),
    concrete: JSON.stringify(concrete),
  });

const HALF = 'c10::Half';

test('each tensor is read once, and the result written once', () => {
  assert.equal(moved('aten::silu', [[4, 8]], [HALF]), 2 * 2 * 32);
  assert.equal(moved('aten::add', [[4, 8], [8], []], [HALF, HALF, 'Scalar']), 2 * (32 + 8 + 32));
  // The result is as long as the longer of each axis.
  assert.equal(
    moved(
      'aten::mul',
      [
        [4, 1],
        [1, 8],
      ],
      [HALF, HALF],
    ),
    2 * (4 + 8 + 32),
  );
  assert.equal(moved('aten::mul', [[], [4, 8]], ['double', 'float']), 4 * (32 + 32));
  assert.equal(moved('aten::eq', [[4, 8], []], ['long int', 'Scalar']), 8 * 32 + 32);
  assert.equal(
    moved(
      'aten::copy_',
      [
        [4, 8],
        [4, 8],
      ],
      ['float', HALF],
    ),
    (4 + 2) * 32,
  );
  assert.equal(moved('aten::zero_', [[4, 8]], ['float']), 4 * 32);
  assert.equal(moved('aten::mean', [[4, 8], []], ['float', 'ScalarList']), 4 * 32);
  assert.equal(
    moved('aten::native_layer_norm', [[4, 8], [], [8], [8]], [HALF, 'ScalarList', HALF, HALF]),
    2 * 80,
  );
});

test('of a lookup the rows that were chosen, and the list of them', () => {
  assert.equal(moved('aten::embedding', [[1000, 8], [3]], [HALF, 'long int']), 8 * 3 + 2 * 2 * 24);
  const select = moved(
    'aten::index_select',
    [[5, 100], [], [7]],
    [HALF, 'Scalar', 'long int'],
    ['', '1', ''],
  );
  assert.equal(select, 8 * 7 + 2 * 2 * 35);
});

test('unknown stays unknown', () => {
  assert.equal(moved('aten::cat', [[4, 8]], [HALF]), undefined);
  assert.equal(
    moved(
      'aten::add',
      [
        [4, 8],
        [4, 8],
      ],
      [HALF, 'a new type'],
    ),
    undefined,
  );
  assert.equal(moved('aten::exp', [[4, 8]], ['long int']), undefined);
  assert.equal(moved('aten::add', [[], []], ['float', 'float']), undefined);
  assert.equal(movedBytes('aten::add', { dims: '[[4', types: '', concrete: '' }), undefined);
});

const inputs = (dims: readonly (readonly number[])[], ...types: readonly string[]) => ({
  'Input Dims': dims,
  'Input type': types,
});
const MEBI = 2 ** 20;

const TRACE = select(
  traceOf([
    operator('aten::linear', 0, 40, inputs([[8, 16], [4, 16], []], HALF, HALF)),
    operator('aten::copy_', 5, 10, inputs([[8], [8]], HALF, HALF)),
    call('cudaLaunchKernel', 6, 2, 1),
    operator('aten::silu', 50, 10, inputs([[MEBI]], HALF)),
    call('cudaLaunchKernel', 52, 2, 2),
    operator('aten::copy_', 70, 10, inputs([[MEBI], [MEBI]], HALF, HALF)),
    call('cudaMemcpyAsync', 72, 2, 3),
    operator('a module of mine', 90, 10),
    call('cudaMemcpyAsync', 92, 2, 4),
    kernel('copy', 100, 7, 1),
    kernel('silu', 110, 2, 2),
    memcpy('Memcpy HtoD (Pageable -> Device)', 120, 100, 3, { bytes: 2 * MEBI }),
    memcpy('Memcpy DtoD (Device -> Device)', 230, 4, 4, { bytes: MEBI }),
  ]),
  'all',
);

test('traffic is of operators outside products, and of copies that no link limits', () => {
  const report = traffic.run(TRACE);
  assert.deepEqual(
    report?.rows.map(({ name, bytes, calls, inputShapes }) => [name, bytes, calls, inputShapes]),
    [
      ['Memcpy DtoD (Device -> Device)', 2 * MEBI, 1, undefined],
      ['aten::silu', 4 * MEBI, 1, `[[${MEBI}]]`],
    ],
  );
  // The copy from the host: neither a product nor limited by the device's memory.
  assert.equal(Math.round((report?.otherSeconds ?? 0) * 1e6), 100);
  assert.equal(traffic.run(select(traceOf([operator('aten::add', 0, 5)]), 'all')), undefined);
});

test('classes stand under the slope of the roof', () => {
  const part = findAccelerator(catalogue(), 'h100-sxm5');
  const roof = roofOf(part, [], traffic.run(TRACE)?.rows);
  assert.deepEqual(
    roof?.moved.map(({ category }) => category),
    ['memory', 'elementwise'],
  );
  const silu = roof?.moved[1];
  assert.equal(silu?.ofBandwidth, (4 * MEBI) / 2e-6 / (roof?.bandwidth ?? NaN));
});
