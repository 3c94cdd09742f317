import { attentionBlock } from '../../encoder/attention';
import { dense, plainNorm, residual, rmsNorm, patchEmbedding } from '../../encoder/parts';
import { convolution } from '../../graph/convolution';
import { linearAttention } from '../../graph/linear-attention';
import { group, leaf, type ModuleNode } from '../../graph/node';
import { positions, within } from '../../graph/within';
import { together } from '../component';
import { captionProjection, scaleShiftTable, sharedModulation } from '../cross';
import { latentTokens } from '../patches';
import { conv } from '../resnet';
import { DIFFUSERS_ATTENTION } from '../transformer';
import { type ComponentClass, readSample, refuse, refuseFlags } from './component';

/** A feed-forward that mixes neighbours: widen, convolve each channel, gate, narrow (GLUMBConv). */
const mixFeedForward = (width: number, inner: number): ModuleNode =>
  group('ff', [
    conv('conv_inverted', width, 2 * inner, [1, 1]),
    leaf('conv_depth', convolution({ in: 2 * inner, out: 2 * inner, kernel: [3, 3], groups: 2 * inner })),
    leaf('conv_point', convolution({ in: inner, out: width, kernel: [1, 1], bias: false })),
  ]);

/** Sana (arXiv:2410.10629): linear attention over the image, softmax attention to the text, 32-fold latents. */
export const sana: ComponentClass = {
  id: 'sana',
  classNames: ['SanaTransformer2DModel'],
  read: (fields) => {
    refuseFlags(fields, ['guidance_embeds', 'norm_elementwise_affine']);
    if (fields.has('qk_norm')) refuse(fields, 'qk_norm', 'set');
    const heads = fields.optionalCount('num_attention_heads') ?? 70;
    const headDim = fields.optionalCount('attention_head_dim') ?? 32;
    const width = heads * headDim;
    const patch = fields.optionalCount('patch_size') ?? 1;
    const input = fields.optionalCount('in_channels') ?? 32;
    const output = fields.optionalCount('out_channels') ?? input;
    const layers = fields.optionalCount('num_layers') ?? 20;
    const bias = fields.flag('attention_bias', false);
    const inner = Math.floor(width * (fields.optionalNumber('mlp_ratio') ?? 2.5));
    const crossHeads = fields.optionalCount('num_cross_attention_heads') ?? 20;
    const block = [
      scaleShiftTable(width, 6),
      plainNorm('norm1', width),
      group('attn1', [
        ...['to_q', 'to_k', 'to_v'].map((name) => dense(name, width, width, { bias })),
        leaf('linear_attention', linearAttention({ heads, headDim })),
        dense('to_out.0', width, width),
      ]),
      attentionBlock({
        name: 'attn2',
        names: DIFFUSERS_ATTENTION,
        width,
        heads: crossHeads,
        headDim: fields.optionalCount('cross_attention_head_dim') ?? 112,
        from: { stream: 'text', width: fields.optionalCount('cross_attention_dim') ?? 2240 },
      }),
      plainNorm('norm2', width),
      mixFeedForward(width, inner),
      residual(width, 3),
    ];
    return {
      part: 'denoiser',
      build: (latent, textTokens) => {
        const image = positions(latentTokens(latent, patch));
        return together([
          within(patchEmbedding('patch_embed.proj', input, width, [patch, patch]), image),
          sharedModulation('time_embed', width),
          captionProjection(
            'caption_projection',
            fields.optionalCount('caption_channels') ?? 2304,
            width,
            textTokens,
          ),
          within(rmsNorm('caption_norm', width), positions(textTokens)),
          within(group('transformer_blocks', block, layers), image),
          scaleShiftTable(width, 2),
          within(dense('proj_out', width, patch * patch * output), image),
        ]);
      },
      layers,
      latent: { ...readSample(fields, 32), frames: 1 },
      textTokens: 300,
      compression: { space: 32, time: 1 },
    };
  },
};
