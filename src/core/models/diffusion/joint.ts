import { attention } from '../graph/attention';
import { feedForward } from '../encoder/feed-forward';
import { dense, plainNorm, residual } from '../encoder/parts';
import { group, leaf, type ModuleNode } from '../graph/node';
import { norm } from '../graph/norm';
import { positions, within } from '../graph/within';
import { modulation } from './adaptive';

/** Tokens of the two streams of a joint block. */
export interface JointTokens {
  readonly image: number;
  readonly text: number;
}

export interface JointBlock {
  readonly width: number;
  readonly textWidth?: number;
  readonly heads: number;
  readonly headDim: number;
  readonly bias: boolean;
  /** Of the matrices after attention where it differs. */
  readonly outBias?: boolean;
  readonly qkNorm: boolean;
  readonly tokens: JointTokens;
  /** The text stream ends here: it gives keys and values and is not used any more. */
  readonly textEnds?: boolean;
  readonly attentionName?: string;
}

/** Query and key norms with one scale per head dimension. */
export const headNorms = (prefix: string, heads: number, headDim: number): readonly ModuleNode[] =>
  ['q', 'k'].map((which) =>
    leaf(`${prefix}_${which}`, norm({ width: headDim, weights: 'scale', vectors: heads })),
  );

/**
 * Attention over two streams with their own matrices, joined for the softmax: the MMDiT block of
 * Stable Diffusion 3 (arXiv:2403.03206).
 */
export const jointAttention = (block: JointBlock): ModuleNode => {
  const { width, heads, headDim, bias, tokens } = block;
  const text = block.textWidth ?? width;
  const inner = heads * headDim;
  const image = positions(tokens.image);
  const outBias = block.outBias ?? bias;
  const ends = block.textEnds === true;
  const fields = ['num_attention_heads', 'attention_head_dim'];
  const from = (names: readonly string[], input: number, count: number) =>
    names.map((name) => within(dense(name, input, inner, { bias, fields }), positions(count)));
  return group(block.attentionName ?? 'attn', [
    ...from(['to_q', 'to_k', 'to_v'], width, tokens.image),
    ...from(['add_q_proj', 'add_k_proj', 'add_v_proj'], text, tokens.text),
    ...(block.qkNorm
      ? [
          ...headNorms('norm', heads, headDim).map((node) => within(node, image)),
          ...headNorms('norm_added', heads, headDim).map((node) => within(node, positions(tokens.text))),
        ]
      : []),
    within(
      leaf('sdpa', attention({ heads, kvHeads: heads, headDim, causal: false, cached: false })),
      positions(tokens.image + tokens.text),
    ),
    within(dense('to_out.0', inner, width, { bias: outBias, fields }), image),
    ...(ends ? [] : [within(dense('to_add_out', inner, text, { bias: outBias }), positions(tokens.text))]),
  ]);
};

export interface StreamNames {
  readonly imageNorm: string;
  readonly textNorm: string;
  readonly imageFfn: string;
  readonly textFfn: string;
}

export const MMDIT_NAMES: StreamNames = {
  imageNorm: 'norm1.linear',
  textNorm: 'norm1_context.linear',
  imageFfn: 'ff',
  textFfn: 'ff_context',
};

/** Both streams modulated by the step, attending jointly, each with its own feed-forward of four times the width. */
export const jointBlock = (block: JointBlock, names: StreamNames = MMDIT_NAMES): readonly ModuleNode[] => {
  const { width, tokens } = block;
  const ends = block.textEnds === true;
  const ffn = (name: string): ModuleNode =>
    feedForward({ name, width, inner: 4 * width, up: 'net.0.proj', down: 'net.2' });
  const each = (count: number, name: string): ModuleNode =>
    within(
      group('', [plainNorm('norm1.norm', width), plainNorm('norm2', width), ffn(name), residual(width)]),
      positions(count),
    );
  return [
    modulation(names.imageNorm, width, 6),
    modulation(names.textNorm, width, ends ? 2 : 6),
    jointAttention(block),
    each(tokens.image, names.imageFfn),
    ...(ends ? [] : [each(tokens.text, names.textFfn)]),
  ];
};

/** One stream of both kinds of tokens: attention and feed-forward side by side, joined by one matrix (FLUX). */
export const singleBlock = (block: Omit<JointBlock, 'textWidth' | 'textEnds'>): readonly ModuleNode[] => {
  const { width, heads, headDim, tokens } = block;
  const inner = 4 * width;
  const all = positions(tokens.image + tokens.text);
  return [
    modulation('norm.linear', width, 3),
    within(
      group('', [
        plainNorm('norm.norm', width),
        dense('proj_mlp', width, inner, { fields: ['num_single_layers'] }),
        group('attn', [
          ...['to_q', 'to_k', 'to_v'].map((name) => dense(name, width, heads * headDim)),
          ...headNorms('norm', heads, headDim),
          leaf('sdpa', attention({ heads, kvHeads: heads, headDim, causal: false, cached: false })),
        ]),
        dense('proj_out', heads * headDim + inner, width, { fields: ['num_single_layers'] }),
        residual(width, 1),
      ]),
      all,
    ),
  ];
};
