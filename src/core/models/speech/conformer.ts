import { attentionBlock } from '../encoder/attention';
import { feedForward } from '../encoder/feed-forward';
import { dense, layerNorm, parameter, residual } from '../encoder/parts';
import { matmul } from '../graph/matmul';
import { group, leaf, type ModuleNode } from '../graph/node';
import { positions, within } from '../graph/within';
import { conv1d } from './conv1d';

/** How attention learns where two positions stand to each other. */
export type ConformerPositions =
  /** A matrix on sinusoids of every distance, and two biases (Transformer-XL, arXiv:1901.02860). */
  | { readonly kind: 'relative' }
  /** A row per distance, from `left` before to `right` behind (arXiv:1803.02155). */
  | { readonly kind: 'relative-key'; readonly left: number; readonly right: number }
  | { readonly kind: 'rotary' }
  | { readonly kind: 'none' };

export interface Conformer {
  readonly width: number;
  readonly heads: number;
  readonly inner: number;
  /** Of the convolution over neighbouring positions. */
  readonly kernel: number;
  readonly positions: ConformerPositions;
}

const HEADS = ['hidden_size', 'speech_encoder_attention_heads'];
const INNER = ['speech_encoder_intermediate_size', 'hidden_size'];

export const conformerFeedForward = (
  name: string,
  { width, inner }: Pick<Conformer, 'width' | 'inner'>,
): ModuleNode =>
  feedForward({ name, width, inner, up: 'intermediate_dense', down: 'output_dense', fields: INNER });

/** Scores by distance, beside those by content. */
const positionNodes = (
  { positions: kind, width, heads }: Conformer,
  length: number,
): readonly ModuleNode[] => {
  const distances = 2 * length - 1;
  switch (kind.kind) {
    case 'relative':
      return [
        // The sinusoids are the same for all sequences.
        within(dense('linear_pos', width, width, { bias: false }), () => ({
          sequences: 1,
          query: distances,
          context: distances,
        })),
        parameter('pos_bias', 2 * width, { width }),
        leaf('distances', matmul({ out: distances, depth: width })),
      ];
    case 'relative-key':
      return [
        parameter('distance_embedding', (kind.left + kind.right + 1) * (width / heads), {
          fields: ['left_max_position_embeddings', 'right_max_position_embeddings'],
        }),
        leaf('distances', matmul({ out: length, depth: width })),
      ];
    case 'rotary':
    case 'none':
      return [];
  }
};

/** Self-attention over `length` positions, with the scores by distance. */
export const conformerAttention = (spec: Conformer, length: number): ModuleNode =>
  group('', [
    attentionBlock({
      name: 'self_attn',
      names: { query: 'linear_q', key: 'linear_k', value: 'linear_v', out: 'linear_out' },
      width: spec.width,
      heads: spec.heads,
      headDim: spec.width / spec.heads,
      rotary: spec.positions.kind === 'rotary',
      fields: HEADS,
    }),
    group('self_attn', positionNodes(spec, length)),
  ]);

/** A layer of a conformer (arXiv:2005.08100): feed-forward, attention, convolution, feed-forward. */
const layer = (spec: Conformer, length: number): readonly ModuleNode[] => {
  const { width } = spec;
  return [
    layerNorm('ffn1_layer_norm', width),
    conformerFeedForward('ffn1', spec),
    layerNorm('self_attn_layer_norm', width),
    conformerAttention(spec, length),
    group('conv_module', [
      layerNorm('layer_norm', width),
      conv1d('pointwise_conv1', width, 2 * width, 1, { bias: false }),
      conv1d('depthwise_conv', width, width, spec.kernel, {
        groups: width,
        bias: false,
        fields: ['conv_depthwise_kernel_size'],
      }),
      layerNorm('norm', width),
      conv1d('pointwise_conv2', width, width, 1, { bias: false }),
    ]),
    layerNorm('ffn2_layer_norm', width),
    conformerFeedForward('ffn2', spec),
    layerNorm('final_layer_norm', width),
    residual(width, 4),
  ];
};

/** Layers over `length` positions. */
export const conformerLayers = (spec: Conformer, layers: number, length: number): ModuleNode =>
  within(group('layers', layer(spec, length), layers), positions(length));
