import { attention } from '../graph/attention';
import { elementwise } from '../graph/elementwise';
import { linear } from '../graph/linear';
import { group, leaf, type ModuleNode } from '../graph/node';
import { norm } from '../graph/norm';
import type { Pass, StreamShape } from '../graph/primitive';
import { stream, within } from '../graph/within';

export interface AttentionNames {
  readonly query: string;
  readonly key: string;
  readonly value: string;
  readonly out: string;
}

export const TRANSFORMERS_ATTENTION: AttentionNames = {
  query: 'q_proj',
  key: 'k_proj',
  value: 'v_proj',
  out: 'o_proj',
};

export interface AttentionBlock {
  readonly name: string;
  readonly names?: AttentionNames;
  /** Width of the vectors that come in and, unless `outWidth` says otherwise, go out. */
  readonly width: number;
  readonly heads: number;
  readonly headDim: number;
  readonly kvHeads?: number;
  /** Biases of queries, keys and values; on unless said. */
  readonly bias?: boolean;
  /** Bias of the keys where it differs (Whisper's have none). */
  readonly keyBias?: boolean;
  readonly outBias?: boolean;
  readonly outWidth?: number;
  /** One matrix for queries, keys and values, under this name. */
  readonly fused?: string;
  /** Norm of queries and keys: one scale per head dimension, or over all heads. */
  readonly qkNorm?: { readonly over: 'head' | 'full'; readonly weights: 'scale' | 'scale-shift' | 'none' };
  readonly rotary?: boolean;
  readonly causal?: boolean;
  /** Keys and values stay for later passes. */
  readonly cached?: boolean;
  /** Cross-attention: keys and values come from this stream, whose vectors have this width. */
  readonly from?: { readonly stream: string; readonly width: number };
  /** Keys and values of the other stream are there already, from an earlier pass. */
  readonly keysKept?: boolean;
  /** Positions of the other stream whose keys and values stay on the device. */
  readonly keptPositions?: number;
  /** Where attention itself works on other positions than the projections: windows, joined streams. */
  readonly shape?: (pass: Pass) => StreamShape;
  readonly fields?: readonly string[];
}

const projections = (block: AttentionBlock): readonly ModuleNode[] => {
  const { width, heads, headDim, from, fused, fields } = block;
  const names = block.names ?? TRANSFORMERS_ATTENTION;
  const bias = block.bias ?? true;
  const kv = (block.kvHeads ?? heads) * headDim;
  const project = (name: string, input: number, out: number, biased: boolean): ModuleNode =>
    leaf(name, linear({ in: input, out, bias: biased, parallel: 'column' }), fields);
  if (fused !== undefined) return [project(fused, width, heads * headDim + 2 * kv, bias)];
  const keysIn = from?.width ?? width;
  const keys = [
    project(names.key, keysIn, kv, block.keyBias ?? bias),
    project(names.value, keysIn, kv, bias),
  ];
  return [
    project(names.query, width, heads * headDim, bias),
    ...(block.keysKept === true
      ? []
      : from === undefined
        ? keys
        : keys.map((node) => within(node, stream(from.stream)))),
  ];
};

const queryKeyNorms = ({ qkNorm, heads, kvHeads, headDim }: AttentionBlock): readonly ModuleNode[] => {
  if (qkNorm === undefined) return [];
  const one = (name: string, count: number): ModuleNode =>
    leaf(
      name,
      norm(
        qkNorm.over === 'head'
          ? { width: headDim, weights: qkNorm.weights, vectors: count }
          : { width: count * headDim, weights: qkNorm.weights },
      ),
    );
  return [one('q_norm', heads), one('k_norm', kvHeads ?? heads)];
};

/** Multi-head attention with its projections: encoders, towers, cross-attention (arXiv:1706.03762). */
export const attentionBlock = (block: AttentionBlock): ModuleNode => {
  const { heads, headDim, width, from, shape } = block;
  const kvHeads = block.kvHeads ?? heads;
  const rotated = (heads + kvHeads) * headDim;
  const kept = block.keptPositions;
  const core = leaf('sdpa', {
    ...attention({
      heads,
      kvHeads,
      headDim,
      causal: block.causal ?? false,
      cached: block.cached ?? false,
      ...(from === undefined ? {} : { keysFrom: from.stream }),
    }),
    ...(kept === undefined
      ? {}
      : { state: { elementsPerPosition: 0, constantElements: 2 * kvHeads * headDim * kept } }),
  });
  return group(block.name, [
    ...projections(block),
    ...queryKeyNorms(block),
    ...(block.rotary === true
      ? [leaf('rotary', elementwise({ chain: 'rotary', reads: rotated, writes: rotated, parallel: 'heads' }))]
      : []),
    shape === undefined ? core : within(core, shape),
    leaf(
      (block.names ?? TRANSFORMERS_ATTENTION).out,
      linear({
        in: heads * headDim,
        out: block.outWidth ?? width,
        bias: block.outBias ?? true,
        parallel: 'row',
      }),
      block.fields,
    ),
  ]);
};
