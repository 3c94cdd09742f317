import { feedForward } from '../../encoder/feed-forward';
import { dense, parameter, plainNorm, residual, patchEmbedding } from '../../encoder/parts';
import { attention } from '../../graph/attention';
import { group, leaf, type ModuleNode } from '../../graph/node';
import { positions, within } from '../../graph/within';
import { modulation, SINUSOIDS } from '../adaptive';
import { together } from '../component';
import { jointAttention, type JointTokens } from '../joint';
import { latentTokens } from '../patches';
import { timeEmbedding } from '../unet';
import { type ComponentClass, refuse, refuseTexts } from './component';

/** The text states as one vector, by attention from their mean (8 heads). */
const textPool = (text: number, width: number, tokens: number): ModuleNode =>
  group('pooler', [
    within(dense('to_kv', text, 2 * text), positions(tokens + 1)),
    within(dense('to_q', text, text), positions(1)),
    within(
      leaf('sdpa', attention({ heads: 8, kvHeads: 8, headDim: text / 8, causal: false, cached: false })),
      ({ sequences }) => ({ sequences, query: 1, context: tokens + 1 }),
    ),
    within(dense('to_out', text, width), positions(1)),
  ]);

/** Mochi 1 (Genmo): joint blocks with a narrower text stream. */
export const mochi: ComponentClass = {
  id: 'mochi',
  classNames: ['MochiTransformer3DModel'],
  read: (fields) => {
    if ((fields.optionalCount('time_embed_dim') ?? 256) !== 256)
      refuse(fields, 'time_embed_dim', 'other than 256');
    refuseTexts(fields, { qk_norm: ['rms_norm'], activation_fn: ['swiglu'] });
    const heads = fields.optionalCount('num_attention_heads') ?? 24;
    const headDim = fields.optionalCount('attention_head_dim') ?? 128;
    const width = heads * headDim;
    const textWidth = fields.optionalCount('pooled_projection_dim') ?? 1536;
    const patch = fields.optionalCount('patch_size') ?? 2;
    const input = fields.optionalCount('in_channels') ?? 12;
    const output = fields.optionalCount('out_channels') ?? input;
    const text = fields.optionalCount('text_embed_dim') ?? 4096;
    const layers = fields.optionalCount('num_layers') ?? 48;
    const ffn = (name: string, size: number): ModuleNode =>
      feedForward({
        name,
        width: size,
        inner: Math.floor((4 * size * 2) / 3),
        gateFused: true,
        bias: false,
        up: 'net.0.proj',
        down: 'net.2',
      });
    const block = (tokens: JointTokens, textEnds: boolean): readonly ModuleNode[] => [
      modulation('norm1.linear', width, 4),
      textEnds
        ? modulation('norm1_context.linear_1', textWidth, 1, { from: width })
        : modulation('norm1_context.linear', textWidth, 4, { from: width }),
      jointAttention({
        attentionName: 'attn1',
        width,
        textWidth,
        heads,
        headDim,
        bias: false,
        outBias: true,
        qkNorm: true,
        tokens,
        textEnds,
      }),
      within(
        group('', [plainNorm('norm2', width), ffn('ff', width), residual(width)]),
        positions(tokens.image),
      ),
      ...(textEnds ? [] : [within(ffn('ff_context', textWidth), positions(tokens.text))]),
    ];
    return {
      part: 'denoiser',
      build: (latent, textTokens) => {
        const tokens = { image: latentTokens(latent, patch), text: textTokens };
        const video = positions(tokens.image);
        return together([
          within(patchEmbedding('patch_embed.proj', input, width, [patch, patch]), video),
          group('time_embed', [
            timeEmbedding('timestep_embedder', SINUSOIDS, width),
            textPool(text, width, textTokens),
            within(dense('caption_proj', text, textWidth), positions(textTokens)),
          ]),
          parameter('pos_frequencies', 3 * heads * (headDim / 2)),
          group('transformer_blocks', block(tokens, false), layers - 1),
          group('transformer_blocks', block(tokens, true), 1),
          modulation('norm_out.linear', width, 2),
          within(dense('proj_out', width, patch * patch * output), video),
        ]);
      },
      layers,
      latent: { height: 60, width: 106, frames: 4 },
      textTokens: fields.optionalCount('max_sequence_length') ?? 256,
      compression: { space: 8, time: 6 },
    };
  },
};
