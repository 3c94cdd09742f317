import { attentionBlock } from '../encoder/attention';
import { feedForward } from '../encoder/feed-forward';
import { dense, parameter, plainNorm, residual } from '../encoder/parts';
import { group, type ModuleNode } from '../graph/node';
import { positions, within } from '../graph/within';
import { modulation, stepEmbedding } from './adaptive';
import { DIFFUSERS_ATTENTION } from './transformer';

/** One table of scales and shifts per block, added to what the step gives all of them (PixArt, arXiv:2310.00426). */
export const scaleShiftTable = (width: number, parts: number): ModuleNode =>
  parameter('scale_shift_table', parts * width, { width: 0 });

/** The step's embedding and its six vectors for all blocks. */
export const sharedModulation = (name: string, width: number, more: readonly ModuleNode[] = []): ModuleNode =>
  group(name, [group('emb', [stepEmbedding('', width), ...more]), modulation('linear', width, 6)]);

/** Two matrices on the text states. */
export const captionProjection = (name: string, input: number, width: number, tokens: number): ModuleNode =>
  within(group(name, [dense('linear_1', input, width), dense('linear_2', width, width)]), positions(tokens));

export interface CrossBlock {
  readonly width: number;
  readonly heads: number;
  readonly headDim: number;
  readonly text: number;
  readonly bias: boolean;
  readonly outBias?: boolean;
  /** Norm of queries and keys over all heads. */
  readonly qkNorm: boolean;
  readonly inner: number;
}

/** Self-attention, cross-attention to the text, feed-forward, with tabled modulation (PixArt, LTX-Video). */
export const crossBlock = (block: CrossBlock): readonly ModuleNode[] => {
  const { width, heads, headDim } = block;
  const attend = (name: string, from?: { stream: string; width: number }): ModuleNode =>
    attentionBlock({
      name,
      names: DIFFUSERS_ATTENTION,
      width,
      heads,
      headDim,
      bias: block.bias,
      outBias: block.outBias ?? true,
      ...(block.qkNorm ? { qkNorm: { over: 'full', weights: 'scale' } } : {}),
      ...(from === undefined ? {} : { from }),
      fields: ['num_attention_heads', 'attention_head_dim'],
    });
  return [
    scaleShiftTable(width, 6),
    plainNorm('norm1', width),
    attend('attn1'),
    attend('attn2', { stream: 'text', width: block.text }),
    plainNorm('norm2', width),
    feedForward({ name: 'ff', width, inner: block.inner, up: 'net.0.proj', down: 'net.2' }),
    residual(width, 3),
  ];
};
