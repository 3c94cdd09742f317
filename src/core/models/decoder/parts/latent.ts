import { elementwise } from '../../graph/elementwise';
import { latentAttention } from '../../graph/latent-attention';
import { linear } from '../../graph/linear';
import { group, leaf, type ModuleNode } from '../../graph/node';
import { norm } from '../../graph/norm';
import type { LayerContext } from './context';
import { type IndexerSpec, indexerNode } from './indexer';

/** Multi-head latent attention, with DeepSeek's names of its widths. */
export interface LatentAttentionPart {
  readonly kind: 'latent';
  readonly heads: number;
  /** Rank that queries are compressed to; absent where they are not. */
  readonly queryRank?: number;
  readonly rank: number;
  readonly nope: number;
  readonly rope: number;
  readonly valueDim: number;
  /** Bias on the compressing projections and the output. */
  readonly bias: boolean;
  readonly indexer?: IndexerSpec;
}

const queries = ({ hidden }: LayerContext, part: LatentAttentionPart): readonly ModuleNode[] => {
  const width = part.heads * (part.nope + part.rope);
  if (part.queryRank === undefined)
    return [leaf('q_proj', linear({ in: hidden, out: width, parallel: 'column' }))];
  return [
    leaf('q_a_proj', linear({ in: hidden, out: part.queryRank, bias: part.bias, parallel: 'replicated' })),
    leaf('q_a_layernorm', norm({ width: part.queryRank, weights: 'scale' })),
    leaf('q_b_proj', linear({ in: part.queryRank, out: width, parallel: 'column' })),
  ];
};

export const latentAttentionNode = (context: LayerContext, part: LatentAttentionPart): ModuleNode => {
  const { hidden, names } = context;
  const { heads, rank, rope, nope, valueDim, indexer, queryRank } = part;
  const rotated = (heads + 1) * rope;
  return group(names.mixer, [
    ...queries(context, part),
    leaf(
      'kv_a_proj_with_mqa',
      linear({ in: hidden, out: rank + rope, bias: part.bias, parallel: 'replicated' }),
    ),
    leaf('kv_a_layernorm', norm({ width: rank, weights: 'scale' })),
    leaf('rotary', elementwise({ chain: 'rotary', reads: rotated, writes: rotated, parallel: 'heads' })),
    leaf('kv_b_proj', linear({ in: rank, out: heads * (nope + valueDim), parallel: 'column' })),
    ...(indexer === undefined ? [] : [indexerNode(hidden, queryRank ?? hidden, indexer)]),
    leaf(
      'sdpa',
      latentAttention({
        heads,
        rank,
        rope,
        nope,
        valueDim,
        ...(indexer === undefined ? {} : { selected: indexer.selected, indexBytes: indexer.dim }),
      }),
    ),
    leaf(names.out, linear({ in: heads * valueDim, out: hidden, bias: part.bias, parallel: 'row' })),
  ]);
};
