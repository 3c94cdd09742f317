import { attentionBlock } from '../../encoder/attention';
import { feedForward } from '../../encoder/feed-forward';
import { dense, layerNorm, residual, patchEmbedding } from '../../encoder/parts';
import { group } from '../../graph/node';
import { positions, within } from '../../graph/within';
import { modulation } from '../adaptive';
import { together } from '../component';
import { latentTokens } from '../patches';
import { DIFFUSERS_ATTENTION } from '../transformer';
import { timeEmbedding } from '../unet';
import { type ComponentClass, refuse } from './component';

/** CogVideoX (arXiv:2408.06072): text and video tokens in one stream, with separate modulation. */
export const cogvideox: ComponentClass = {
  id: 'cogvideox',
  classNames: ['CogVideoXTransformer3DModel'],
  read: (fields) => {
    if (fields.isFalse('norm_elementwise_affine')) refuse(fields, 'norm_elementwise_affine', 'false');
    const heads = fields.optionalCount('num_attention_heads') ?? 30;
    const headDim = fields.optionalCount('attention_head_dim') ?? 64;
    const width = heads * headDim;
    const patch = fields.optionalCount('patch_size') ?? 2;
    const time = fields.optionalCount('patch_size_t');
    const input = fields.optionalCount('in_channels') ?? 16;
    const output = fields.optionalCount('out_channels') ?? 16;
    const text = fields.optionalCount('text_embed_dim') ?? 4096;
    const embedded = fields.optionalCount('time_embed_dim') ?? 512;
    const offset = fields.optionalCount('ofs_embed_dim');
    const layers = fields.optionalCount('num_layers') ?? 30;
    const folded = fields.optionalCount('temporal_compression_ratio') ?? 4;
    const frames = fields.optionalCount('sample_frames') ?? 49;
    const bias = fields.flag('attention_bias', true);
    const patchBias = fields.flag('patch_bias', true);
    const block = [
      modulation('norm1.linear', 6 * width, 1, { from: embedded }),
      layerNorm('norm1.norm', width),
      attentionBlock({
        name: 'attn1',
        names: DIFFUSERS_ATTENTION,
        width,
        heads,
        headDim,
        bias,
        qkNorm: { over: 'head', weights: 'scale-shift' },
        rotary: fields.flag('use_rotary_positional_embeddings', false),
        fields: ['num_attention_heads', 'attention_head_dim'],
      }),
      modulation('norm2.linear', 6 * width, 1, { from: embedded }),
      layerNorm('norm2.norm', width),
      feedForward({ name: 'ff', width, inner: 4 * width, up: 'net.0.proj', down: 'net.2' }),
      residual(width),
    ];
    return {
      part: 'denoiser',
      build: (latent, textTokens) => {
        const count = latentTokens(latent, patch, time ?? 1);
        const video = positions(count);
        return together([
          within(
            patchEmbedding(
              'patch_embed.proj',
              input,
              width,
              time === undefined ? [patch, patch] : [time, patch, patch],
              // Patches over time are a plain matrix, which always has its bias.
              time === undefined ? patchBias : true,
            ),
            video,
          ),
          within(dense('patch_embed.text_proj', text, width), positions(textTokens)),
          timeEmbedding('time_embedding', width, embedded),
          ...(offset === undefined ? [] : [timeEmbedding('ofs_embedding', offset, offset)]),
          within(group('transformer_blocks', block, layers), positions(count + textTokens)),
          within(layerNorm('norm_final', width), positions(count + textTokens)),
          modulation('norm_out.linear', 2 * width, 1, { from: embedded }),
          within(layerNorm('norm_out.norm', width), video),
          within(dense('proj_out', width, patch * patch * (time ?? 1) * output), video),
        ]);
      },
      layers,
      latent: {
        height: fields.optionalCount('sample_height') ?? 60,
        width: fields.optionalCount('sample_width') ?? 90,
        frames: Math.floor((frames - 1) / folded) + 1,
      },
      textTokens: fields.optionalCount('max_text_seq_length') ?? 226,
      compression: { space: 8, time: folded },
    };
  },
};
