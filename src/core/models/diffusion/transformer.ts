import { attentionBlock, type AttentionNames } from '../encoder/attention';
import { feedForward } from '../encoder/feed-forward';
import { dense, layerNorm, residual } from '../encoder/parts';
import { group, type ModuleNode } from '../graph/node';
import { conv } from './resnet';

/** diffusers' spelling of attention's matrices. */
export const DIFFUSERS_ATTENTION: AttentionNames = {
  query: 'to_q',
  key: 'to_k',
  value: 'to_v',
  out: 'to_out.0',
};

export interface BasicBlock {
  readonly width: number;
  readonly heads: number;
  readonly headDim: number;
  /** Width of the text states that the second attention looks at; without it, it looks at its own. */
  readonly text?: number;
  readonly bias?: boolean;
}

/** Self-attention, cross-attention and a gated feed-forward of four times the width (diffusers' BasicTransformerBlock). */
export const basicBlock = (block: BasicBlock): readonly ModuleNode[] => {
  const { width, heads, headDim, text } = block;
  const attend = (name: string, from?: { stream: string; width: number }): ModuleNode =>
    attentionBlock({
      name,
      names: DIFFUSERS_ATTENTION,
      width,
      heads,
      headDim,
      bias: block.bias ?? false,
      ...(from === undefined ? {} : { from }),
      fields: ['attention_head_dim', 'cross_attention_dim'],
    });
  return [
    layerNorm('norm1', width),
    attend('attn1'),
    layerNorm('norm2', width),
    attend('attn2', text === undefined ? undefined : { stream: 'text', width: text }),
    layerNorm('norm3', width),
    feedForward({ name: 'ff', width, inner: 4 * width, gateFused: true, up: 'net.0.proj', down: 'net.2' }),
    residual(width, 3),
  ];
};

export interface SpatialTransformer {
  readonly channels: number;
  readonly heads: number;
  readonly headDim: number;
  readonly layers: number;
  readonly text?: number;
  /** Projections in and out as 1 × 1 convolutions or as matrices: the same weights. */
  readonly projection: 'convolution' | 'linear';
}

/** A stack of blocks over the positions of a feature map (Transformer2DModel), or over its frames. */
export const spatialTransformer = (name: string, spec: SpatialTransformer): ModuleNode => {
  const { channels, heads, headDim } = spec;
  const width = heads * headDim;
  const project = (part: string, input: number, out: number): ModuleNode =>
    spec.projection === 'linear' ? dense(part, input, out) : conv(part, input, out, [1, 1]);
  return group(name, [
    layerNorm('norm', channels),
    project('proj_in', channels, width),
    group(
      'transformer_blocks',
      basicBlock({ width, heads, headDim, ...(spec.text === undefined ? {} : { text: spec.text }) }),
      spec.layers,
    ),
    project('proj_out', width, channels),
  ]);
};
