import { attention } from '../../graph/attention';
import { elementwise } from '../../graph/elementwise';
import { linear } from '../../graph/linear';
import { group, leaf, type ModuleNode } from '../../graph/node';
import { norm } from '../../graph/norm';
import type { LayerContext } from './context';

/** Multi-head, grouped-query or multi-query attention. */
export interface AttentionPart {
  readonly kind: 'attention';
  readonly heads: number;
  readonly kvHeads: number;
  readonly headDim: number;
  /** Width of a value where it differs from the key's. */
  readonly valueDim?: number;
  readonly qkvBias: boolean;
  readonly outBias: boolean;
  /**
   * Normalisation of queries and keys: one scale of headDim for all heads, one of headDim for each head, or one over
   * the full width; `none` normalises without weights.
   */
  readonly qkNorm?: 'head' | 'each-head' | 'full';
  readonly qkNormWeights?: 'scale' | 'scale-shift' | 'none';
  /** Sliding window in positions. */
  readonly window?: number;
  /** One matrix for queries, keys and values. */
  readonly fused?: string;
  /** The queries' matrix also yields a gate as wide as the queries. */
  readonly gated?: boolean;
  /** A matrix of this name yields one gate per head. */
  readonly headGate?: string;
  /** A learned logit per head that attention can flow to. */
  readonly sinks?: boolean;
  /** False for layers without rotary positions in a model that has them. */
  readonly rotary?: boolean;
  /** Cached elements per position where they are not one key and one value per key-value head. */
  readonly cachedElements?: number;
}

const projections = ({ hidden, names }: LayerContext, part: AttentionPart): readonly ModuleNode[] => {
  const query = part.heads * part.headDim * (part.gated === true ? 2 : 1);
  const key = part.kvHeads * part.headDim;
  const value = part.kvHeads * (part.valueDim ?? part.headDim);
  const project = (name: string, out: number) =>
    leaf(name, linear({ in: hidden, out, bias: part.qkvBias, parallel: 'column' }));
  return part.fused === undefined
    ? [project(names.query, query), project(names.key, key), project(names.value, value)]
    : [project(part.fused, query + key + value)];
};

const queryKeyNorms = (part: AttentionPart): readonly ModuleNode[] => {
  const { qkNorm, headDim } = part;
  if (qkNorm === undefined) return [];
  const weights = part.qkNormWeights ?? 'scale';
  const one = (name: string, heads: number) => {
    switch (qkNorm) {
      case 'head':
        return leaf(name, norm({ width: headDim, weights, vectors: heads }));
      case 'each-head':
      case 'full':
        return leaf(name, norm({ width: heads * headDim, weights }));
    }
  };
  return [one('q_norm', part.heads), one('k_norm', part.kvHeads)];
};

export const attentionNode = (context: LayerContext, part: AttentionPart): ModuleNode => {
  const { names, hidden } = context;
  const { heads, kvHeads, headDim } = part;
  const values = heads * (part.valueDim ?? headDim);
  const rotated = (heads + kvHeads) * headDim;
  return group(names.mixer, [
    ...projections(context, part),
    ...queryKeyNorms(part),
    ...(part.headGate === undefined ? [] : [leaf(part.headGate, linear({ in: hidden, out: heads }))]),
    ...(context.rotary && part.rotary !== false
      ? [leaf('rotary', elementwise({ chain: 'rotary', reads: rotated, writes: rotated, parallel: 'heads' }))]
      : []),
    leaf(
      'sdpa',
      attention({
        heads,
        kvHeads,
        headDim,
        causal: true,
        cached: true,
        ...(part.valueDim === undefined ? {} : { valueDim: part.valueDim }),
        ...(part.window === undefined ? {} : { window: part.window }),
        ...(part.cachedElements === undefined ? {} : { cachedElements: part.cachedElements }),
        ...(part.sinks === true ? { parameters: heads } : {}),
      }),
    ),
    ...(part.gated === true
      ? [leaf('gate', elementwise({ reads: 2 * values, writes: values, parallel: 'heads' }))]
      : []),
    leaf(names.out, linear({ in: values, out: hidden, bias: part.outBias, parallel: 'row' })),
  ]);
};
