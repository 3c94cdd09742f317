import type { TraceBuilder } from '../../build/trace-builder';

/** Element types of ONNX (onnxruntime/core/framework/data_types.cc) as Kineto calls them; others keep their names. */
const TYPES: Readonly<Record<string, string>> = {
  float16: 'c10::Half',
  bfloat16: 'c10::BFloat16',
  int8: 'signed char',
  uint8: 'unsigned char',
  int32: 'int',
  int64: 'long int',
};

/** `[{"float": [4, 3]}, {"int64": []}]`: what ONNX Runtime writes as `input_type_shape` and `output_type_shape`. */
const TYPED = /^\[\s*\{/;

/** TextIds. */
interface Separate {
  readonly dims: number;
  readonly types: number;
}

const isShape = (value: unknown): boolean =>
  Array.isArray(value) && value.every((size) => typeof size === 'number');

/** Shapes and types apart, as Kineto writes them; undefined where it is something else. */
const shapesAndTypes = (text: string): { readonly dims: string; readonly types: string } | undefined => {
  let inputs: unknown;
  try {
    inputs = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  if (!Array.isArray(inputs)) return undefined;
  const parts = inputs.map((input: unknown): readonly [type: string, shape: unknown] => {
    const [first] = typeof input === 'object' && input !== null ? Object.entries(input) : [];
    return first !== undefined && isShape(first[1]) ? first : ['', []];
  });
  return {
    dims: JSON.stringify(parts.map(([, shape]) => shape)),
    types: JSON.stringify(parts.map(([type]) => TYPES[type] ?? type)),
  };
};

/** Takes shapes and types apart of events that have them together; no other writer than ONNX Runtime does. */
export const separateTypes = ({ slices, texts }: TraceBuilder): void => {
  const { inputDims, inputTypes, outputDims } = slices.args;
  if (outputDims.count === 0) return;
  const known = new Map<number, Separate | undefined>();
  const separate = (id: number): Separate | undefined => {
    const text = texts.text(id);
    const found = TYPED.test(text) ? shapesAndTypes(text) : undefined;
    return found && { dims: texts.add(found.dims), types: texts.add(found.types) };
  };
  const at = (id: number | undefined): Separate | undefined => {
    if (id === undefined) return undefined;
    if (!known.has(id)) known.set(id, separate(id));
    return known.get(id);
  };
  for (let row = 0; row < slices.length; row++) {
    const [inputs, outputs] = [at(inputDims.get(row)), at(outputDims.get(row))];
    if (outputs !== undefined) outputDims.set(row, outputs.dims);
    if (inputs === undefined) continue;
    inputDims.set(row, inputs.dims);
    inputTypes.set(row, inputs.types);
  }
};
