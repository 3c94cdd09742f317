import assert from 'node:assert/strict';
import { test } from 'node:test';
import { workOf } from '../../../../src/core/traces/analysis/operator-work';

const work = (
  name: string,
  dims: readonly unknown[],
  types: readonly string[],
  concrete: readonly string[] = [],
) =>
  workOf(name, {
    dims: JSON.stringify(dims),
    types: JSON.stringify(types),
    concrete: JSON.stringify(concrete),
  });

test('what comes out of products of narrow formats is wider than what goes in', () => {
  const shapes = [
    [32, 16],
    [16, 24],
  ];
  const flops = 2 * 32 * 16 * 24;
  const read = 32 * 16 + 16 * 24;
  assert.deepEqual(work('aten::_int_mm', shapes, ['signed char', 'signed char']), {
    flops,
    bytes: read + 4 * 32 * 24,
    dtype: 'int8',
  });
  const fp8 = 'c10::Float8_e4m3fn';
  const scaled = (out: string) =>
    work(
      'aten::_scaled_mm',
      [...shapes, [], [], [], [], [], []],
      [fp8, fp8, 'float', 'float', '', '', 'Scalar', 'Scalar'],
      ['', '', '', '', '', '', out, 'False'],
    );
  // 15 is bfloat16; without it, as the inputs.
  assert.deepEqual(scaled('15'), { flops, bytes: read + 2 * 32 * 24, dtype: 'fp8' });
  assert.deepEqual(scaled(''), { flops, bytes: read + 32 * 24, dtype: 'fp8' });
});

test('four bits stand two in a byte, and their scales tell which format it is', () => {
  const pair = 'c10::Float4_e2m1fn_x2';
  const product = (scale: string) =>
    work(
      'aten::_scaled_mm',
      [[128, 64], [64, 256], [128, 8], [256, 8], [], [], [], []],
      [pair, pair, scale, scale, '', '', 'Scalar', 'Scalar'],
      ['', '', '', '', '', '', '15', 'False'],
    );
  // 128 × 128 times 128 × 256, for the shapes count pairs along the inner dimension.
  const expected = {
    flops: 2 * 128 * 128 * 256,
    bytes: 128 * 64 + 64 * 256 + 128 * 8 + 256 * 8 + 2 * 128 * 256,
  };
  assert.deepEqual(product('c10::Float8_e4m3fn'), { ...expected, dtype: 'nvfp4' });
  assert.deepEqual(product('c10::Float8_e8m0fnu'), { ...expected, dtype: 'mxfp4' });
});
