import { attention } from '../graph/attention';
import { linear } from '../graph/linear';
import { group, leaf, type ModuleNode } from '../graph/node';
import { positions, within } from '../graph/within';
import { type AttentionNames, TRANSFORMERS_ATTENTION } from './attention';

export interface CrossAttention {
  readonly name: string;
  readonly names?: AttentionNames;
  /** Width of what asks and, unless told otherwise, of what is looked at. */
  readonly width: number;
  readonly keysWidth?: number;
  /** Width of all heads together; the width unless said. */
  readonly inner?: number;
  readonly heads: number;
  readonly kvHeads?: number;
  /** Positions that ask, and positions that are looked at. */
  readonly queries: number;
  readonly keys: number;
  readonly bias?: boolean;
  readonly outBias?: boolean;
  readonly fields?: readonly string[];
}

/** Attention from some positions to others of the same image, where their numbers are fixed (arXiv:1706.03762). */
export const crossAttention = (block: CrossAttention): ModuleNode => {
  const { width, heads, queries, keys, fields } = block;
  const names = block.names ?? TRANSFORMERS_ATTENTION;
  const inner = block.inner ?? width;
  const headDim = inner / heads;
  const kvHeads = block.kvHeads ?? heads;
  const bias = block.bias ?? true;
  const project = (name: string, input: number, out: number): ModuleNode =>
    leaf(name, linear({ in: input, out, bias, parallel: 'column' }), fields);
  const from = block.keysWidth ?? width;
  return group(block.name, [
    within(project(names.query, width, inner), positions(queries)),
    within(
      group('', [project(names.key, from, kvHeads * headDim), project(names.value, from, kvHeads * headDim)]),
      positions(keys),
    ),
    within(
      leaf('sdpa', attention({ heads, kvHeads, headDim, causal: false, cached: false })),
      ({ sequences }) => ({ sequences, query: queries, context: keys }),
    ),
    within(
      leaf(
        names.out,
        linear({ in: inner, out: width, bias: block.outBias ?? true, parallel: 'row' }),
        fields,
      ),
      positions(queries),
    ),
  ]);
};
