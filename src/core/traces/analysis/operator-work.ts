import type { Dtype } from '../../workload/dtype';
import { ELEMENTS, numbersOf, PAIR_OF_FP4, shapesOf, textsOf, volume } from './operator-inputs';
import { outputBytes } from './output-bytes';
import type { OperatorInputs, Shape } from './operator-inputs';

/** What an operator must do at least, from the shapes of its inputs. */
export interface Work {
  /** Two for a multiply-add; attention as the full square of queries and keys. */
  readonly flops: number;
  /** Inputs read once and the output written once. */
  readonly bytes: number;
  /** Of the first input; absent where the profiler's name for it is not known. Four bits are told apart by their scales. */
  readonly dtype?: Dtype;
}

interface Product {
  readonly flops: number;
  readonly output: number;
  /** Elements of an input whose shape is not told. */
  readonly untold?: number;
}

/** Whether `workOf` knows an operator at all. */
export const isProduct = (operator: string): boolean => Object.hasOwn(PRODUCTS, operator);

/** Undefined for operators that are no product, and where the shapes do not say enough. */
export const workOf = (operator: string, inputs: OperatorInputs): Work | undefined => {
  const product = PRODUCTS[operator];
  const shapes = shapesOf(inputs.dims);
  if (product === undefined || shapes === undefined) return undefined;
  const work = product(shapes, inputs);
  if (work === undefined || !(work.flops > 0)) return undefined;
  const types = textsOf(inputs.types);
  const sizes = types.map((type) => ELEMENTS[type]?.bytes ?? 0);
  const [first] = types;
  const isPair = first === PAIR_OF_FP4;
  const dtype = isPair ? fourBits(types) : ELEMENTS[first ?? '']?.dtype;
  const read = shapes.reduce(
    (sum, shape, i) => sum + (shape.length === 0 ? 0 : volume(shape) * (sizes[i] ?? 0)),
    0,
  );
  return {
    // The inner dimension counts pairs.
    flops: isPair ? 2 * work.flops : work.flops,
    bytes:
      read +
      work.output * (outputBytes(operator, textsOf(inputs.concrete)) ?? sizes[0] ?? 0) +
      (work.untold ?? 0) * (sizes[0] ?? 0),
    ...(dtype === undefined ? {} : { dtype }),
  };
};

/** NVFP4 is scaled in e4m3, MXFP4 in powers of two. */
const fourBits = (types: readonly string[]): Dtype | undefined => {
  if (types.includes('c10::Float8_e8m0fnu')) return 'mxfp4';
  return types.includes('c10::Float8_e4m3fn') ? 'nvfp4' : undefined;
};

/** Matrices in two stacks broadcast against one another: along each axis, from the last, a size of one is repeated. */
const broadcast = (a: Shape, b: Shape): number => {
  const longer = a.length < b.length ? b : a;
  return longer.reduce((count, _, i) => {
    const [ofA, ofB] = [a.at(i - longer.length) ?? 1, b.at(i - longer.length) ?? 1];
    return count * (ofA === 1 ? ofB : ofA);
  }, 1);
};

const matrices = (a: Shape | undefined, b: Shape | undefined): Product | undefined => {
  const [m, k] = a?.slice(-2) ?? [];
  const [inner, n] = b?.slice(-2) ?? [];
  if (
    a === undefined ||
    b === undefined ||
    m === undefined ||
    k === undefined ||
    n === undefined ||
    inner !== k
  )
    return undefined;
  const batch = broadcast(a.slice(0, -2), b.slice(0, -2));
  return { flops: 2 * batch * m * n * k, output: batch * m * n };
};

/**
 * A product for each group: stacked, or cut out of the rows, the columns or the inner dimension at offsets that lie in input
 * `offsetsAt` (aten::_grouped_mm, aten/src/ATen/native/native_functions.yaml). Rows past the last offset count too.
 */
const grouped =
  (offsetsAt: number) =>
  (shapes: readonly Shape[]): Product | undefined => {
    const [a = [], b = []] = shapes;
    if (a.length === 3 && b.length === 3) return matrices(a, b);
    const whole = matrices(a.slice(-2), b.slice(-2));
    if (whole === undefined || a.length < 2 || b.length < 2) return undefined;
    const groups = a.length === 2 && b.length === 2 ? (shapes[offsetsAt]?.[0] ?? 1) : 1;
    return { flops: whole.flops, output: groups * whole.output };
  };

const linear = (input: Shape | undefined, weight: Shape | undefined): Product | undefined => {
  const [n, k] = weight ?? [];
  if (input === undefined || n === undefined || k === undefined || input.at(-1) !== k) return undefined;
  const rows = volume(input.slice(0, -1));
  return { flops: 2 * rows * n * k, output: rows * n };
};

/** (input, weight, bias, stride, padding, dilation, …), as `aten::conv2d` and `aten::convolution` take them. */
const convolution = (
  [input, weight]: readonly Shape[],
  { concrete }: OperatorInputs,
): Product | undefined => {
  if (input === undefined || weight === undefined || input.length !== weight.length) return undefined;
  const [stride, padding, dilation] = textsOf(concrete).slice(3, 6).map(numbersOf);
  if (stride === undefined || padding === undefined || dilation === undefined) return undefined;
  const at = (values: readonly number[], axis: number): number => values[axis] ?? values[0] ?? NaN;
  const kernel = weight.slice(2);
  const output = input
    .slice(2)
    .map((size, axis) =>
      Math.floor(
        (size + 2 * at(padding, axis) - at(dilation, axis) * ((kernel[axis] ?? NaN) - 1) - 1) /
          at(stride, axis) +
          1,
      ),
    );
  const [batch = NaN] = input;
  const [channels = NaN] = weight;
  const points = batch * channels * volume(output);
  return { flops: 2 * points * volume(weight.slice(1)), output: points };
};

/** Width of a transposed convolution's output along each axis. */
const transposedOutput = (
  sizes: Shape,
  kernel: Shape,
  [stride = [], padding = [], outputPadding = [], dilation = []]: readonly (readonly number[])[],
): Shape => {
  const at = (values: readonly number[], axis: number): number => values[axis] ?? values[0] ?? NaN;
  return sizes.map(
    (size, axis) =>
      (size - 1) * at(stride, axis) -
      2 * at(padding, axis) +
      at(dilation, axis) * ((kernel[axis] ?? NaN) - 1) +
      at(outputPadding, axis) +
      1,
  );
};

/** (input, weight, bias, stride, padding, output padding, groups, dilation): each input meets each weight of its channel. */
const transposed =
  (places: readonly number[], groupsAt: number) =>
  ([input, weight]: readonly Shape[], { concrete }: OperatorInputs): Product | undefined => {
    if (input === undefined || weight === undefined || input.length !== weight.length) return undefined;
    const texts = textsOf(concrete);
    const sizes = transposedOutput(
      input.slice(2),
      weight.slice(2),
      places.map((place) => numbersOf(texts[place] ?? '')),
    );
    const channels = (weight[1] ?? NaN) * Number(texts[groupsAt] ?? NaN);
    const output = (input[0] ?? NaN) * channels * volume(sizes);
    if (!(output > 0)) return undefined;
    return { flops: 2 * volume(input) * volume(weight.slice(1)), output };
  };

/** `aten::convolution`: (input, weight, bias, stride, padding, dilation, transposed, output padding, groups). */
const anyConvolution = (shapes: readonly Shape[], inputs: OperatorInputs): Product | undefined =>
  textsOf(inputs.concrete)[6]?.toLowerCase() === 'true'
    ? transposed([3, 4, 7, 5], 8)(shapes, inputs)
    : convolution(shapes, inputs);

/**
 * `aten::convolution_backward`: (gradient of the output, input, weight, bias sizes, stride, padding, dilation, transposed,
 * output padding, groups, output mask). The gradients of input and weight take the forward pass's products each.
 */
const convolutionBackward = (
  [gradient, input, weight]: readonly Shape[],
  { concrete }: OperatorInputs,
): Product | undefined => {
  if (gradient === undefined || input === undefined || weight === undefined) return undefined;
  const texts = textsOf(concrete);
  const [ofInput = true, ofWeight = true] =
    (texts[10] ?? '')
      .toLowerCase()
      .match(/true|false/g)
      ?.map((word) => word === 'true') ?? [];
  const meets = texts[7]?.toLowerCase() === 'true' ? input : gradient;
  const passes = Number(ofInput) + Number(ofWeight);
  return {
    flops: passes * 2 * volume(meets) * volume(weight.slice(1)),
    output: Number(ofInput) * volume(input) + Number(ofWeight) * volume(weight),
  };
};

/**
 * (gradient of the output, queries, keys, values, …). Five products to the forward pass's two: the scores once more,
 * and the gradients of values, probabilities, queries and keys (Dao et al., FlashAttention, arXiv:2205.14135, algorithm 4).
 */
const attentionBackward =
  (heads: number, length: number) =>
  ([, query, key, value]: readonly Shape[]): Product | undefined => {
    const forward = attention(heads, length)([query ?? [], key ?? [], value ?? []]);
    const [batch, width, valueWidth] = [query?.[0], query?.[3], value?.[3]];
    const [queryHeads, queries, keys] = [query?.[heads], query?.[length], key?.[length]];
    if (forward === undefined) return undefined;
    const pairs = (batch ?? NaN) * (queryHeads ?? NaN) * (queries ?? NaN) * (keys ?? NaN);
    return {
      flops: 2 * pairs * (3 * (width ?? NaN) + 2 * (valueWidth ?? NaN)),
      output: volume(query ?? []) + volume(key ?? []) + volume(value ?? []),
    };
  };

/** A matrix times a vector. */
const matrixVector =
  (first: number) =>
  (shapes: readonly Shape[]): Product | undefined => {
    const [matrix, vector] = [shapes[first], shapes[first + 1]];
    const [rows, columns] = matrix ?? [];
    if (rows === undefined || columns === undefined || vector?.[0] !== columns) return undefined;
    return { flops: 2 * rows * columns, output: rows };
  };

/** Queries, keys and values as [batch, heads, length, width]; `heads` and `length` say which axis is which. */
const attention =
  (heads: number, length: number) =>
  ([query, key, value]: readonly Shape[]): Product | undefined => {
    const [batch, width, valueWidth] = [query?.[0], query?.[3], value?.[3]];
    const [queryHeads, queries, keys] = [query?.[heads], query?.[length], key?.[length]];
    if ([batch, width, valueWidth, queryHeads, queries, keys].includes(undefined)) return undefined;
    const rows = (batch ?? 0) * (queryHeads ?? 0) * (queries ?? 0);
    return {
      flops: 2 * rows * (keys ?? 0) * ((width ?? 0) + (valueWidth ?? 0)),
      output: rows * (valueWidth ?? 0),
    };
  };

const ofMatrices =
  (first: number) =>
  (shapes: readonly Shape[]): Product | undefined =>
    matrices(shapes[first], shapes[first + 1]);

/**
 * ONNX's `MatMul` and `Gemm`, by (A, B, …) and what came out; `Gemm` may transpose either. ONNX Runtime does not tell the
 * shape of weights that it packed when it loaded them, so that B may be absent.
 */
const onnxProduct = ([a, b]: readonly Shape[], { outputs = '' }: OperatorInputs): Product | undefined => {
  const [output] = shapesOf(outputs) ?? [];
  const [rows, columns] = output?.slice(-2) ?? [];
  if (a === undefined || output === undefined || rows === undefined || columns === undefined)
    return undefined;
  const [first, last] = a.slice(-2);
  const inner = a.length > 1 && first !== rows && last === rows ? first : last;
  if (inner === undefined) return undefined;
  const isTold = b !== undefined && b.length > 1 && b.includes(inner) && b.includes(columns);
  return {
    flops: 2 * volume(output) * inner,
    output: volume(output),
    ...(isTold ? {} : { untold: inner * columns }),
  };
};

/** ONNX's `Conv`: (X, W, B); each point of the output takes the weights of its channel. */
const onnxConvolution = (
  [, weight]: readonly Shape[],
  { outputs = '' }: OperatorInputs,
): Product | undefined => {
  const [output] = shapesOf(outputs) ?? [];
  if (weight === undefined || output === undefined || output.length !== weight.length) return undefined;
  return { flops: 2 * volume(output) * volume(weight.slice(1)), output: volume(output) };
};

const PRODUCTS: Readonly<
  Record<string, (shapes: readonly Shape[], inputs: OperatorInputs) => Product | undefined>
> = {
  'aten::mm': ofMatrices(0),
  'aten::bmm': ofMatrices(0),
  'aten::matmul': ofMatrices(0),
  'aten::addmm': ofMatrices(1),
  'aten::addmm_': ofMatrices(1),
  'aten::baddbmm': ofMatrices(1),
  'aten::addbmm': ofMatrices(1),
  'aten::_scaled_mm': ofMatrices(0),
  'aten::_scaled_mm_v2': ofMatrices(0),
  'aten::_int_mm': ofMatrices(0),
  'aten::_addmm_activation': ofMatrices(1),
  'aten::_grouped_mm': grouped(2),
  'aten::_scaled_grouped_mm': grouped(4),
  'aten::mv': matrixVector(0),
  'aten::addmv': matrixVector(1),
  'aten::dot': ([a]) => (a?.length === 1 ? { flops: 2 * volume(a), output: 1 } : undefined),
  'aten::linear': ([input, weight]) => linear(input, weight),
  'aten::conv1d': convolution,
  'aten::conv2d': convolution,
  'aten::conv3d': convolution,
  'aten::convolution': anyConvolution,
  'aten::_convolution': anyConvolution,
  'aten::conv_transpose1d': transposed([3, 4, 5, 7], 6),
  'aten::conv_transpose2d': transposed([3, 4, 5, 7], 6),
  'aten::conv_transpose3d': transposed([3, 4, 5, 7], 6),
  'aten::convolution_backward': convolutionBackward,
  'aten::scaled_dot_product_attention': attention(1, 2),
  'aten::_scaled_dot_product_flash_attention': attention(1, 2),
  'aten::_scaled_dot_product_efficient_attention': attention(1, 2),
  'aten::_scaled_dot_product_cudnn_attention': attention(1, 2),
  'aten::_scaled_dot_product_flash_attention_for_cpu': attention(1, 2),
  'aten::_scaled_dot_product_fused_attention_overrideable': attention(1, 2),
  'aten::_flash_attention_forward': attention(2, 1),
  'aten::_efficient_attention_forward': attention(2, 1),
  'flash_attn::_flash_attn_forward': attention(2, 1),
  'aten::_scaled_dot_product_flash_attention_backward': attentionBackward(1, 2),
  'aten::_scaled_dot_product_efficient_attention_backward': attentionBackward(1, 2),
  'aten::_scaled_dot_product_cudnn_attention_backward': attentionBackward(1, 2),
  'aten::_scaled_dot_product_flash_attention_for_cpu_backward': attentionBackward(1, 2),
  'aten::_scaled_dot_product_fused_attention_overrideable_backward': attentionBackward(1, 2),
  'aten::_flash_attention_backward': attentionBackward(2, 1),
  'aten::_efficient_attention_backward': attentionBackward(2, 1),
  'flash_attn::_flash_attn_backward': attentionBackward(2, 1),
  MatMul: onnxProduct,
  Gemm: onnxProduct,
  FusedGemm: onnxProduct,
  Conv: onnxConvolution,
  FusedConv: onnxConvolution,
};
