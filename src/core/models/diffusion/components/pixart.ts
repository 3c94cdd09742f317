import { dense, patchEmbedding } from '../../encoder/parts';
import { group } from '../../graph/node';
import { positions, within } from '../../graph/within';
import { SINUSOIDS } from '../adaptive';
import { together } from '../component';
import { captionProjection, crossBlock, scaleShiftTable, sharedModulation } from '../cross';
import { latentTokens } from '../patches';
import { timeEmbedding } from '../unet';
import { type ComponentClass, readSample, refuse, refuseFlags, refuseTexts } from './component';

/** PixArt-α and PixArt-Σ (arXiv:2310.00426, arXiv:2403.04692). */
export const pixart: ComponentClass = {
  id: 'pixart',
  classNames: ['PixArtTransformer2DModel'],
  read: (fields) => {
    refuseFlags(fields, ['norm_elementwise_affine']);
    refuseTexts(fields, {
      norm_type: ['ada_norm_single'],
      attention_type: ['default'],
      activation_fn: ['gelu-approximate'],
    });
    const heads = fields.optionalCount('num_attention_heads') ?? 16;
    const headDim = fields.optionalCount('attention_head_dim') ?? 72;
    const width = heads * headDim;
    if (width % 3 !== 0)
      refuse(fields, 'attention_head_dim', `for a width of ${width}, which three conditions share`);
    const patch = fields.optionalCount('patch_size') ?? 2;
    const input = fields.optionalCount('in_channels') ?? 4;
    // The class predicts the variance beside the noise unless told otherwise; null means as many as come in.
    const output =
      fields.optionalCount('out_channels') ?? (fields.names.includes('out_channels') ? input : 8);
    const layers = fields.optionalCount('num_layers') ?? 28;
    const caption = fields.optionalCount('caption_channels');
    const sample = readSample(fields, 128);
    // The class turns size conditions on for its largest images where the config is silent.
    const sized = fields.flag('use_additional_conditions', sample.height === 128);
    const conditions = sized
      ? ['resolution_embedder', 'aspect_ratio_embedder'].map((name) =>
          timeEmbedding(name, SINUSOIDS, width / 3),
        )
      : [];
    const block = crossBlock({
      width,
      heads,
      headDim,
      text: fields.optionalCount('cross_attention_dim') ?? width,
      bias: fields.flag('attention_bias', true),
      qkNorm: false,
      inner: 4 * width,
    });
    return {
      part: 'denoiser',
      build: (latent, textTokens) => {
        const image = positions(latentTokens(latent, patch));
        return together([
          within(patchEmbedding('pos_embed.proj', input, width, [patch, patch]), image),
          sharedModulation('adaln_single', width, conditions),
          ...(caption === undefined
            ? []
            : [captionProjection('caption_projection', caption, width, textTokens)]),
          within(group('transformer_blocks', block, layers), image),
          scaleShiftTable(width, 2),
          within(dense('proj_out', width, patch * patch * output), image),
        ]);
      },
      layers,
      latent: { ...sample, frames: 1 },
      textTokens: 300,
      compression: { space: 8, time: 1 },
    };
  },
};
