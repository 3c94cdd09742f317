import { Problem } from '../../../problem';
import type { Dtype } from '../../../workload/dtype';
import type { StoredFormat } from '../../graph/primitive';
import { BLOCK_LAYOUTS } from './facts';
import type { GgufTensor } from './header';

/** Kinds of weights that quantisers treat alike, and that a tree of modules has as well. */
export const TENSOR_KINDS = ['embedding', 'head', 'experts', 'matrix', 'plain'] as const;
export type TensorKind = (typeof TENSOR_KINDS)[number];

/** Tables that a file holds for the engine; the model has no such weights. */
const NO_WEIGHTS =
  /^(rope_freqs|rope_factors_(long|short))\.|\.(rope_freqs|rope_factors_(long|short)|exp_probs_b)\./;

const kindOf = (name: string): TensorKind => {
  if (/^(token_embd|position_embd|token_types)\./.test(name)) return 'embedding';
  if (/^output\./.test(name)) return 'head';
  if (/_exps\./.test(name)) return 'experts';
  if (/norm\.|_sinks|ffn_gate_inp/.test(name)) return 'plain';
  return 'matrix';
};

/** Weights of one kind: how many, their bytes, and the format of most of them. */
export interface Stock {
  readonly parameters: number;
  readonly stored: StoredFormat;
}

/** What is stored, by kind. @throws Problem for a format of tensors not known. */
export const stockOf = (tensors: readonly GgufTensor[]): ReadonlyMap<TensorKind, Stock> => {
  const sums = new Map<TensorKind, { parameters: number; bytes: number; by: Map<Dtype, number> }>();
  for (const { name, shape, type } of tensors) {
    if (NO_WEIGHTS.test(name)) continue;
    const layout = BLOCK_LAYOUTS.get(type);
    if (layout === undefined)
      throw new Problem(`not known: the tensor ${name} is stored in ggml's format ${type}`);
    const parameters = shape.reduce((product, size) => product * size, 1);
    const kind = kindOf(name);
    const sum = sums.get(kind) ?? { parameters: 0, bytes: 0, by: new Map<Dtype, number>() };
    sum.parameters += parameters;
    sum.bytes += (parameters / layout.weights) * layout.bytes;
    sum.by.set(layout.dtype, (sum.by.get(layout.dtype) ?? 0) + parameters);
    sums.set(kind, sum);
  }
  return new Map(
    [...sums].map(([kind, { parameters, bytes, by }]) => {
      const [most] = [...by].sort(([, a], [, b]) => b - a);
      return [kind, { parameters, stored: { dtype: most?.[0] ?? 'fp16', bits: (8 * bytes) / parameters } }];
    }),
  );
};
