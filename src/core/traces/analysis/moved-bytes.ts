import { ELEMENTS, shapesOf, textsOf, volume } from './operator-inputs';
import type { OperatorInputs, Shape } from './operator-inputs';

/** The inputs of a call: NaN bytes where the type of a tensor is not known. */
interface Tensors {
  readonly shapes: readonly Shape[];
  /** Bytes of an element of each input. */
  readonly sizes: readonly number[];
  /** Bytes of an input; none of numbers and of what is not given. */
  readonly bytes: (...places: readonly number[]) => number;
  readonly concrete: readonly string[];
}
type Rule = (tensors: Tensors) => number;

/** Elements of what tensors give together, each axis as long as the longest. */
const broadcast = (shapes: readonly Shape[]): number => {
  const axes = Math.max(0, ...shapes.map(({ length }) => length));
  const along = (axis: number): number =>
    Math.max(...shapes.map((shape) => shape[shape.length - axes + axis] ?? 1));
  return Array.from({ length: axes }, (_, axis) => along(axis)).reduce((all, size) => all * size, 1);
};

/** Bytes of an element of the first of these inputs that is a tensor. */
const sizeOf = ({ shapes, sizes }: Tensors, inputs: number): number =>
  sizes.slice(0, inputs).find((_, i) => (shapes[i]?.length ?? 0) > 0) ?? NaN;

/** Reads its first inputs, and writes what they give together. */
const pointwise =
  (inputs: number): Rule =>
  (tensors) => {
    const { shapes, bytes } = tensors;
    const places = Array.from({ length: inputs }, (_, place) => place);
    return bytes(...places) + broadcast(shapes.slice(0, inputs)) * sizeOf(tensors, inputs);
  };

/** The same over its first input. */
const inPlace =
  (inputs: number): Rule =>
  ({ bytes }) =>
    bytes(...Array.from({ length: inputs }, (_, place) => place)) + bytes(0);

const comparison: Rule = ({ shapes, bytes }) => bytes(0, 1) + broadcast(shapes.slice(0, 2));

/** Reads the inputs at these places and writes one like the first of them. */
const likeFirst =
  (...places: readonly number[]): Rule =>
  ({ bytes }) =>
    bytes(...places) + bytes(places[0] ?? 0);

const every =
  (...places: readonly number[]): Rule =>
  ({ bytes }) =>
    bytes(...places);

/** Rows of a table, chosen by a list: the list, and each row read and written. */
const rowsOf =
  (index: number, axis: (concrete: readonly string[]) => number): Rule =>
  ({ shapes, bytes, concrete }) => {
    const [table = [], chosen = []] = [shapes[0], shapes[index]];
    const along = table.at(axis(concrete));
    return along === undefined
      ? NaN
      : bytes(index) + 2 * bytes(0) * (chosen.length === 0 ? NaN : volume(chosen) / along);
  };

const names = (list: string): readonly string[] => list.split(' ').map((name) => `aten::${name}`);
const all = (list: readonly string[], rule: Rule): Record<string, Rule> =>
  Object.fromEntries(list.map((name) => [name, rule]));
const both = (list: string, inputs: number): Record<string, Rule> => ({
  ...all(names(list), pointwise(inputs)),
  ...all(
    names(list).map((name) => `${name}_`),
    inPlace(inputs),
  ),
});

/** Turn whole numbers into floating point, of a format that the inputs do not tell. */
const CONVERTING = new Set(
  names(
    'exp exp2 log log2 log10 log1p sqrt rsqrt reciprocal sin cos tan tanh sigmoid erf div addcdiv _softmax _log_softmax',
  ),
);
const WHOLE = new Set(['int', 'long int', 'short int', 'signed char', 'unsigned char', 'bool']);

/** The places are those of the operators' schemas (aten/src/ATen/native/native_functions.yaml; vLLM, csrc/torch_bindings.cpp). */
const RULES: Readonly<Record<string, Rule>> = {
  ...both(
    'neg abs exp exp2 log log2 log10 log1p sqrt rsqrt reciprocal sin cos tan tanh sigmoid relu gelu silu softplus elu leaky_relu hardtanh hardswish hardsigmoid mish clamp clamp_min clamp_max erf square sign',
    1,
  ),
  ...both('add sub rsub mul div pow maximum minimum', 2),
  ...both('addcmul addcdiv', 3),
  ...all(
    names('gelu_backward silu_backward threshold_backward tanh_backward sigmoid_backward'),
    pointwise(2),
  ),
  ...all(names('eq ne lt le gt ge'), comparison),
  ...all(
    names('sum mean amax amin max min argmax argmin prod var std var_mean norm linalg_vector_norm'),
    every(0),
  ),
  ...all(names('max_pool2d_with_indices avg_pool2d _adaptive_avg_pool2d all any'), every(0)),
  ...all(names('_softmax _log_softmax cumsum'), likeFirst(0)),
  ...all(names('_softmax_backward_data _log_softmax_backward_data'), likeFirst(0, 1)),
  ...all(names('native_layer_norm'), likeFirst(0, 2, 3)),
  ...all(names('cudnn_batch_norm native_batch_norm miopen_batch_norm native_group_norm'), likeFirst(0, 1, 2)),
  ...all(
    names(
      'native_layer_norm_backward native_batch_norm_backward native_group_norm_backward cudnn_batch_norm_backward miopen_batch_norm_backward',
    ),
    likeFirst(0, 1),
  ),
  ...all(names('copy_'), every(0, 1)),
  ...all(names('fill_ zero_'), every(0)),
  'aten::embedding': rowsOf(1, () => 0),
  'aten::index_select': rowsOf(2, (concrete) => Number(concrete[1] || NaN)),
  '_C::rms_norm': every(0, 1, 2),
  '_C::fused_add_rms_norm': ({ bytes }) => 2 * bytes(0, 1) + bytes(2),
  '_C::silu_and_mul': every(0, 1),
  '_C::gelu_and_mul': every(0, 1),
};

/** Whether `movedBytes` knows an operator at all. */
export const movesBytes = (operator: string): boolean => Object.hasOwn(RULES, operator);

/**
 * Bytes that an operator must move at least: each of its tensors read once and its result written once (of a reduction,
 * the reading). A tensor that repeats its elements (`expand`) counts in full. Undefined for operators that no rule knows,
 * and for types that are not known.
 */
export const movedBytes = (operator: string, inputs: OperatorInputs): number | undefined => {
  const rule = RULES[operator];
  const shapes = shapesOf(inputs.dims);
  if (rule === undefined || shapes === undefined) return undefined;
  const types = textsOf(inputs.types);
  const sizes = types.map((type) => ELEMENTS[type]?.bytes ?? NaN);
  const bytesAt = (place: number): number => {
    const shape = shapes[place] ?? [];
    return shape.length === 0 ? 0 : volume(shape) * (sizes[place] ?? NaN);
  };
  const type = types.find((_, place) => (shapes[place]?.length ?? 0) > 0) ?? '';
  if (CONVERTING.has(operator) && WHOLE.has(type)) return undefined;
  const moved = rule({
    shapes,
    sizes,
    concrete: textsOf(inputs.concrete),
    bytes: (...places) => places.reduce((sum, place) => sum + bytesAt(place), 0),
  });
  return moved > 0 ? moved : undefined;
};
