import { elementwise } from '../../graph/elementwise';
import { linear } from '../../graph/linear';
import { compressedAttention } from '../../graph/compressed-attention';
import { group, leaf, type ModuleNode } from '../../graph/node';
import { norm } from '../../graph/norm';
import { weights } from '../../graph/weights';
import type { LayerContext } from './context';
import { indexScores } from './indexer';

/** Looks back over compressed positions: each stands for `ratio` of them. */
export interface Compressor {
  readonly ratio: number;
  /** Windows of twice the ratio overlap, so keys and gates are twice as wide. */
  readonly overlapping: boolean;
  /** Picks the compressed positions that a query sees. */
  readonly indexer?: { readonly heads: number; readonly dim: number; readonly selected: number };
}

/** DeepSeek-V4's attention: one shared key-and-value head, a window, and compressed positions beyond it. */
export interface CompressedAttentionPart {
  readonly kind: 'compressed';
  readonly heads: number;
  readonly headDim: number;
  readonly queryRank: number;
  /** Groups of heads whose outputs are narrowed apart, each to `outRank`. */
  readonly outGroups: number;
  readonly outRank: number;
  readonly window: number;
  readonly compressor?: Compressor;
}

/** Keys and gates of the positions to compress, a bias per position of a window, and a norm. */
const pool = (hidden: number, width: number, { ratio, overlapping }: Compressor): readonly ModuleNode[] => {
  const wide = width * (overlapping ? 2 : 1);
  return [
    leaf('kv_proj', linear({ in: hidden, out: wide, parallel: 'replicated' })),
    leaf('gate_proj', linear({ in: hidden, out: wide, parallel: 'replicated' })),
    leaf('position_bias', weights({ parameters: ratio * wide, width: wide })),
    leaf('kv_norm', norm({ width, weights: 'scale' })),
  ];
};

const compressorNode = (
  { hidden }: LayerContext,
  part: CompressedAttentionPart,
  compressor: Compressor,
): ModuleNode => {
  const { indexer, ratio } = compressor;
  return group('compressor', [
    ...pool(hidden, part.headDim, compressor),
    ...(indexer === undefined
      ? []
      : [
          group('indexer', [
            ...pool(hidden, indexer.dim, compressor),
            leaf('q_b_proj', linear({ in: part.queryRank, out: indexer.heads * indexer.dim })),
            leaf('weights_proj', linear({ in: hidden, out: indexer.heads, parallel: 'replicated' })),
            leaf('scores', indexScores(indexer, ratio)),
          ]),
        ]),
  ]);
};

export const compressedAttentionNode = (context: LayerContext, part: CompressedAttentionPart): ModuleNode => {
  const { hidden, names } = context;
  const { heads, headDim, queryRank, outGroups, outRank, compressor } = part;
  const width = heads * headDim;
  return group(names.mixer, [
    leaf('q_a_proj', linear({ in: hidden, out: queryRank, parallel: 'replicated' })),
    leaf('q_norm', norm({ width: queryRank, weights: 'scale' })),
    leaf('q_b_proj', linear({ in: queryRank, out: width, parallel: 'column' })),
    leaf('q_head_norm', norm({ width: headDim, weights: 'none', vectors: heads })),
    leaf('kv_proj', linear({ in: hidden, out: headDim, parallel: 'replicated' })),
    leaf('kv_norm', norm({ width: headDim, weights: 'scale' })),
    leaf(
      'rotary',
      elementwise({ chain: 'rotary', reads: width + headDim, writes: width + headDim, parallel: 'heads' }),
    ),
    ...(compressor === undefined ? [] : [compressorNode(context, part, compressor)]),
    leaf(
      'sdpa',
      compressedAttention({
        heads,
        headDim,
        window: part.window,
        ...(compressor === undefined
          ? {}
          : {
              compression: {
                ratio: compressor.ratio,
                ...(compressor.indexer === undefined
                  ? {}
                  : { selected: compressor.indexer.selected, indexDim: compressor.indexer.dim }),
              },
            }),
      }),
    ),
    // A matrix per group of heads: as many weights as one group's width times all groups' ranks.
    leaf('o_a_proj', linear({ in: width / outGroups, out: outGroups * outRank, parallel: 'column' })),
    leaf('o_b_proj', linear({ in: outGroups * outRank, out: hidden, parallel: 'row' })),
  ]);
};
