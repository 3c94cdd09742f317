import type { Dtype } from '../../workload/dtype';

/** The texts of "Input Dims", "Input type" and "Concrete Inputs"; of ONNX Runtime also the shapes of the outputs. */
export interface OperatorInputs {
  readonly dims: string;
  readonly types: string;
  readonly concrete: string;
  readonly outputs?: string;
}

export type Shape = readonly number[];

export const volume = (shape: Shape): number => shape.reduce((product, size) => product * size, 1);

/** Two values in a byte: a shape counts the bytes. */
export const PAIR_OF_FP4 = 'c10::Float4_e2m1fn_x2';

/** The profiler's names of element types (c10/core/ScalarType.h, c10/util/typeid.cpp). */
export const ELEMENTS: Readonly<Record<string, { readonly bytes: number; readonly dtype?: Dtype }>> = {
  double: { bytes: 8, dtype: 'fp64' },
  float: { bytes: 4, dtype: 'fp32' },
  'c10::BFloat16': { bytes: 2, dtype: 'bf16' },
  'c10::Half': { bytes: 2, dtype: 'fp16' },
  'c10::Float8_e4m3fn': { bytes: 1, dtype: 'fp8' },
  'c10::Float8_e5m2': { bytes: 1, dtype: 'fp8' },
  'c10::Float8_e4m3fnuz': { bytes: 1, dtype: 'fp8' },
  'c10::Float8_e5m2fnuz': { bytes: 1, dtype: 'fp8' },
  'c10::Float8_e8m0fnu': { bytes: 1 },
  [PAIR_OF_FP4]: { bytes: 1 },
  'signed char': { bytes: 1, dtype: 'int8' },
  'unsigned char': { bytes: 1 },
  bool: { bytes: 1 },
  int: { bytes: 4 },
  'long int': { bytes: 8 },
};

/** Texts come from the trace, so anything may stand there. */
const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};

const isShape = (value: unknown): value is Shape =>
  Array.isArray(value) && value.every((size) => typeof size === 'number');

export const shapesOf = (dims: string): readonly Shape[] | undefined => {
  const value = parsed(dims);
  return Array.isArray(value) ? value.map((shape: unknown) => (isShape(shape) ? shape : [])) : undefined;
};

export const textsOf = (list: string): readonly string[] => {
  const value = parsed(list);
  return Array.isArray(value)
    ? value.map((item: unknown) => (typeof item === 'string' ? item : JSON.stringify(item)))
    : [];
};

export const numbersOf = (list: string): readonly number[] => {
  const value = parsed(list);
  return isShape(value) ? value : [];
};

/** "Input Dims" on one line, however the writer laid it out: "[[2, 3], []]". */
export const onOneLine = (dims: string): string => dims.replaceAll(/\s+/g, '').replaceAll(',', ', ');
