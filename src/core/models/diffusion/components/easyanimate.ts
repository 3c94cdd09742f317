import { feedForward } from '../../encoder/feed-forward';
import { dense, layerNorm, patchEmbedding, plainNorm, residual, rmsNorm } from '../../encoder/parts';
import { attention } from '../../graph/attention';
import { group, leaf, type ModuleNode } from '../../graph/node';
import { norm } from '../../graph/norm';
import { positions, within } from '../../graph/within';
import { modulation } from '../adaptive';
import { together } from '../component';
import { timeEmbedding } from '../unet';
import { latentTokens } from '../patches';
import { type ComponentClass, readBlocks, refuseTexts } from './component';

interface Block {
  readonly width: number;
  readonly heads: number;
  readonly headDim: number;
  readonly time: number;
  readonly video: number;
  readonly text: number;
  /** Text tokens have matrices of their own. */
  readonly apart: boolean;
  readonly affine: boolean;
  readonly normAfter: boolean;
}

const headNorms = (prefix: string, { heads, headDim }: Block): readonly ModuleNode[] =>
  ['q', 'k'].map((which) =>
    leaf(`${prefix}_${which}`, norm({ width: headDim, weights: 'scale-shift', vectors: heads })),
  );

/** Both streams see one another; the text has its own matrices in the first `mmdit_layers` blocks. */
const joined = (block: Block): ModuleNode => {
  const { width, heads, headDim, video, text, apart } = block;
  const inner = heads * headDim;
  const own = positions(apart ? video : video + text);
  const matrices = (names: readonly string[], shape: ReturnType<typeof positions>) =>
    names.map((name) => within(dense(name, width, inner, { fields: ['num_attention_heads'] }), shape));
  return group('attn1', [
    ...matrices(['to_q', 'to_k', 'to_v'], own),
    ...headNorms('norm', block).map((node) => within(node, own)),
    ...(apart
      ? [
          ...matrices(['add_q_proj', 'add_k_proj', 'add_v_proj'], positions(text)),
          ...headNorms('norm_added', block).map((node) => within(node, positions(text))),
        ]
      : []),
    within(
      leaf('sdpa', attention({ heads, kvHeads: heads, headDim, causal: false, cached: false })),
      positions(video + text),
    ),
    within(dense('to_out.0', inner, width), positions(video)),
    ...(apart ? [within(dense('to_add_out', inner, width), positions(text))] : []),
  ]);
};

const blockNodes = (block: Block): readonly ModuleNode[] => {
  const { width, time, video, text, apart, affine } = block;
  const all = positions(video + text);
  const normed = affine ? layerNorm : plainNorm;
  const ffn = (name: string): ModuleNode =>
    feedForward({ name, width, inner: 4 * width, up: 'net.0.proj', down: 'net.2' });
  return [
    modulation('norm1.linear', 6 * width, 1, { from: time }),
    within(normed('norm1.norm', width), all),
    joined(block),
    modulation('norm2.linear', 6 * width, 1, { from: time }),
    within(normed('norm2.norm', width), all),
    within(ffn('ff'), positions(apart ? video : video + text)),
    ...(apart ? [within(ffn('txt_ff'), positions(text))] : []),
    ...(block.normAfter ? [within(normed('norm3', width), all)] : []),
    within(residual(width), all),
  ];
};

/** EasyAnimate (arXiv:2405.18991): SD3's joint blocks over video latents, with LayerNorm on queries and keys. */
export const easyanimate: ComponentClass = {
  id: 'easyanimate',
  classNames: ['EasyAnimateTransformer3DModel'],
  read: (fields) => {
    refuseTexts(fields, { activation_fn: ['gelu-approximate'] });
    const heads = fields.optionalCount('num_attention_heads') ?? 48;
    const headDim = fields.optionalCount('attention_head_dim') ?? 64;
    const width = heads * headDim;
    const time = fields.optionalCount('time_embed_dim') ?? 512;
    const patch = fields.count('patch_size');
    const input = fields.count('in_channels');
    const output = fields.count('out_channels');
    const layers = readBlocks(fields, 'num_layers', 48);
    const apart = Math.min(layers, fields.optionalCount('mmdit_layers', 0) ?? 48);
    const texts = [
      ['text_proj', fields.optionalCount('text_embed_dim') ?? 3584],
      ['text_proj_t5', fields.optionalCount('text_embed_dim_t5')],
    ] as const;
    const normedText = fields.flag('add_norm_text_encoder', false);
    const block = {
      width,
      heads,
      headDim,
      time,
      affine: fields.flag('norm_elementwise_affine', true),
      normAfter: fields.flag('after_norm', false),
    };
    const normed = block.affine ? layerNorm : plainNorm;
    return {
      part: 'denoiser',
      build: (latent, textTokens) => {
        const count = latentTokens(latent, patch);
        const video = positions(count);
        const blocks = (repeat: number, separate: boolean): readonly ModuleNode[] =>
          repeat === 0
            ? []
            : [
                group(
                  'transformer_blocks',
                  blockNodes({ ...block, video: count, text: textTokens, apart: separate }),
                  repeat,
                ),
              ];
        return together([
          timeEmbedding('time_embedding', width, time),
          within(patchEmbedding('proj', input, width, [patch, patch]), video),
          ...texts.flatMap(([name, from]) =>
            from === undefined
              ? []
              : [
                  within(
                    group(name, [
                      // The second encoder's norm is as wide as the first one's states.
                      ...(normedText ? [rmsNorm('0', texts[0][1])] : []),
                      dense(normedText ? '1' : '', from, width),
                    ]),
                    positions(textTokens),
                  ),
                ],
          ),
          ...blocks(apart, true),
          ...blocks(layers - apart, false),
          within(normed('norm_final', width), positions(count + textTokens)),
          modulation('norm_out.linear', 2 * width, 1, { from: time }),
          within(normed('norm_out.norm', width), video),
          within(dense('proj_out', width, patch * patch * output), video),
        ]);
      },
      layers,
      latent: {
        height: fields.optionalCount('sample_height') ?? 60,
        width: fields.optionalCount('sample_width') ?? 90,
        frames: 13,
      },
      textTokens: 256,
      compression: { space: 8, time: 4 },
    };
  },
};
