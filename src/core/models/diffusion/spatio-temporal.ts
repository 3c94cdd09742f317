import { attentionBlock } from '../encoder/attention';
import { feedForward } from '../encoder/feed-forward';
import { dense, layerNorm, parameter, residual } from '../encoder/parts';
import { attention } from '../graph/attention';
import { group, leaf, type ModuleNode } from '../graph/node';
import type { Pass, StreamShape } from '../graph/primitive';
import { positions, split, within } from '../graph/within';
import type { Latent } from './component';
import { basicBlock, DIFFUSERS_ATTENTION, type SpatialTransformer } from './transformer';

interface Block {
  readonly width: number;
  readonly heads: number;
  readonly headDim: number;
  readonly text: number;
}

const FIELDS = ['num_attention_heads', 'cross_attention_dim'];

const textOf = ({ streams, query }: Pass): number => streams['text']?.query ?? query;

/** Every pixel has a copy of the text, so its keys and values are made for each. */
const copies = (pass: Pass): StreamShape => ({
  sequences: pass.sequences,
  query: textOf(pass),
  context: textOf(pass),
});

const crossAttention = ({ width, heads, headDim, text }: Block): ModuleNode => {
  const inner = heads * headDim;
  return group('attn2', [
    dense('to_q', width, inner, { bias: false, fields: FIELDS }),
    within(dense('to_k', text, inner, { bias: false, fields: FIELDS }), copies),
    within(dense('to_v', text, inner, { bias: false, fields: FIELDS }), copies),
    within(
      leaf('sdpa', attention({ heads, kvHeads: heads, headDim, causal: false, cached: false })),
      (pass) => ({ sequences: pass.sequences, query: pass.query, context: textOf(pass) }),
    ),
    dense('to_out.0', inner, width, { fields: FIELDS }),
  ]);
};

/** A block over the frames of each pixel, with a feed-forward before it too. */
const temporalBlock = (block: Block): readonly ModuleNode[] => {
  const { width } = block;
  const ffn = (name: string): ModuleNode =>
    feedForward({ name, width, inner: 4 * width, gateFused: true, up: 'net.0.proj', down: 'net.2' });
  return [
    layerNorm('norm_in', width),
    ffn('ff_in'),
    layerNorm('norm1', width),
    attentionBlock({
      name: 'attn1',
      names: DIFFUSERS_ATTENTION,
      width,
      heads: block.heads,
      headDim: block.headDim,
      bias: false,
      fields: FIELDS,
    }),
    layerNorm('norm2', width),
    crossAttention(block),
    layerNorm('norm3', width),
    ffn('ff'),
    residual(width, 4),
  ];
};

/** Blocks over the pixels of each frame and over the frames of each pixel in turn, mixed by a learned share. */
export const spatioTemporalTransformer = (
  name: string,
  spec: SpatialTransformer & { readonly text: number },
  { frames, height, width: columns }: Latent,
): ModuleNode => {
  const { channels, heads, headDim, layers, text } = spec;
  const width = heads * headDim;
  const pixels = height * columns;
  const spatial = split(frames, pixels);
  const block = { width, heads, headDim, text };
  return group(name, [
    within(group('', [layerNorm('norm', channels), dense('proj_in', channels, width)]), spatial),
    within(group('transformer_blocks', basicBlock(block), layers), spatial),
    within(group('temporal_transformer_blocks', temporalBlock(block), layers), split(pixels, frames)),
    within(
      group('time_pos_embed', [
        dense('linear_1', channels, 4 * channels),
        dense('linear_2', 4 * channels, channels),
      ]),
      positions(frames),
    ),
    parameter('time_mixer', 1),
    within(dense('proj_out', width, channels), spatial),
  ]);
};
