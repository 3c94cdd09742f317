import { dense } from '../../encoder/parts';
import { group } from '../../graph/node';
import { positions, within } from '../../graph/within';
import { together } from '../component';
import { captionProjection, crossBlock, scaleShiftTable, sharedModulation } from '../cross';
import { latentTokens } from '../patches';
import { type ComponentClass, refuseFlags, refuseTexts } from './component';

/** LTX-Video (arXiv:2501.00103): few latents, each of 32 × 32 pixels and 8 frames. */
export const ltx: ComponentClass = {
  id: 'ltx-video',
  classNames: ['LTXVideoTransformer3DModel'],
  read: (fields) => {
    refuseFlags(fields, ['norm_elementwise_affine']);
    refuseTexts(fields, {
      qk_norm: ['rms_norm_across_heads', 'rms_norm'],
      activation_fn: ['gelu-approximate'],
    });
    const heads = fields.optionalCount('num_attention_heads') ?? 32;
    const headDim = fields.optionalCount('attention_head_dim') ?? 64;
    const width = heads * headDim;
    const input = fields.optionalCount('in_channels') ?? 128;
    const output = fields.optionalCount('out_channels') ?? input;
    const layers = fields.optionalCount('num_layers') ?? 28;
    const caption = fields.optionalCount('caption_channels') ?? 4096;
    const patch = fields.optionalCount('patch_size') ?? 1;
    const time = fields.optionalCount('patch_size_t') ?? 1;
    const block = crossBlock({
      width,
      heads,
      headDim,
      text: fields.optionalCount('cross_attention_dim') ?? 2048,
      bias: fields.flag('attention_bias', true),
      outBias: fields.flag('attention_out_bias', true),
      qkNorm: true,
      inner: 4 * width,
    });
    return {
      part: 'denoiser',
      build: (latent, textTokens) => {
        const video = positions(latentTokens(latent, patch, time));
        return together([
          within(dense('proj_in', input, width), video),
          sharedModulation('time_embed', width),
          captionProjection('caption_projection', caption, width, textTokens),
          within(group('transformer_blocks', block, layers), video),
          scaleShiftTable(width, 2),
          within(dense('proj_out', width, output), video),
        ]);
      },
      layers,
      latent: { height: 16, width: 22, frames: 21 },
      textTokens: 128,
      compression: { space: 32, time: 8 },
    };
  },
};
