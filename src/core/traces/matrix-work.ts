import type { Dtype } from '../workload/dtype';

/** Kineto's names of tensor element types. */
const DTYPES: Readonly<Record<string, Dtype>> = {
  double: 'fp64',
  float: 'fp32',
  'c10::Half': 'fp16',
  'c10::BFloat16': 'bf16',
  'c10::Float8_e4m3fn': 'fp8',
  'c10::Float8_e4m3fnuz': 'fp8',
  'c10::Float8_e5m2': 'fp8',
  'c10::Float8_e5m2fnuz': 'fp8',
  'signed char': 'int8',
};

/** The element type of the first tensor in "Input type", as written: `["c10::BFloat16", "Scalar"]`. */
export const firstDtype = (types: string): Dtype | undefined => {
  for (const [, name = ''] of types.matchAll(/"([^"]*)"/g)) {
    const dtype = DTYPES[name];
    if (dtype !== undefined) return dtype;
  }
  return undefined;
};

/** "Input Dims" as written, `[[2, 3], [], [3, 4]]`; a scalar or a list of tensors has none. */
const readDims = (text: string): readonly (readonly number[])[] => {
  try {
    const dims: unknown = JSON.parse(text);
    if (!Array.isArray(dims)) return [];
    return dims.map((dim: unknown) =>
      Array.isArray(dim) && dim.every((size) => typeof size === 'number') ? dim : [],
    );
  } catch {
    return [];
  }
};

/** A product of `batch` matrices m × k and k × n. */
interface Product {
  readonly batch: number;
  readonly m: number;
  readonly k: number;
  readonly n: number;
}

const product = (a: readonly number[] = [], b: readonly number[] = []): Product | undefined => {
  const [ranks, k] = [a.length, a.at(-1)];
  if (k === undefined || b.at(-2) !== k || (ranks !== 2 && ranks !== 3) || b.length !== ranks)
    return undefined;
  const [m, n, batch] = [a.at(-2), b.at(-1), ranks === 3 ? a[0] : 1];
  return m === undefined || n === undefined || batch === undefined ? undefined : { batch, m, k, n };
};

/** Which inputs are the factors, by the operator's schema (aten/src/ATen/native/native_functions.yaml). */
const FACTORS: Readonly<Record<string, readonly [number, number]>> = {
  'aten::mm': [0, 1],
  'aten::bmm': [0, 1],
  'aten::_scaled_mm': [0, 1],
  'aten::addmm': [1, 2],
  'aten::addmm_': [1, 2],
  'aten::baddbmm': [1, 2],
};

/**
 * Operations of one call of a matrix product, two per multiply-add; `undefined` for other operators and for shapes that
 * are not of a product.
 */
export const matrixFlops = (operator: string, dims: string): number | undefined => {
  const factors = FACTORS[operator];
  if (factors === undefined) return undefined;
  const inputs = readDims(dims);
  const found = product(inputs[factors[0]], inputs[factors[1]]);
  return found === undefined ? undefined : 2 * found.batch * found.m * found.k * found.n;
};
