import { dense } from '../../encoder/parts';
import { group } from '../../graph/node';
import { positions, within } from '../../graph/within';
import { modulation, stepEmbedding } from '../adaptive';
import { jointBlock, singleBlock } from '../joint';
import { together } from '../component';
import { type ComponentClass, refuseFlags } from './component';

/**
 * FLUX.1: joint blocks, then single-stream blocks (Black Forest Labs, flux). Latents come packed by 2 × 2. Bria's
 * transformer is the same without the pooled text.
 */
export const flux: ComponentClass = {
  id: 'flux',
  classNames: ['FluxTransformer2DModel', 'BriaTransformer2DModel'],
  read: (fields) => {
    const heads = fields.optionalCount('num_attention_heads') ?? 24;
    const headDim = fields.optionalCount('attention_head_dim') ?? 128;
    const width = heads * headDim;
    const input = fields.optionalCount('in_channels') ?? 64;
    const patch = fields.optionalCount('patch_size') ?? 1;
    const output = (fields.optionalCount('out_channels') ?? input) * patch * patch;
    const text = fields.optionalCount('joint_attention_dim') ?? 4096;
    const layers = fields.optionalCount('num_layers', 0) ?? 19;
    const singles = fields.optionalCount('num_single_layers', 0) ?? 38;
    const bria = fields.optionalText('_class_name') === 'BriaTransformer2DModel';
    const embedding = bria
      ? stepEmbedding('time_embed', width)
      : stepEmbedding('time_text_embed', width, {
          pooledText: fields.optionalCount('pooled_projection_dim') ?? 768,
          guidance: fields.flag('guidance_embeds', false),
        });
    if (bria) refuseFlags(fields, ['guidance_embeds']);
    return {
      part: 'denoiser',
      build: (latent, textTokens) => {
        const tokens = { image: latent.height * latent.width, text: textTokens };
        const block = { width, heads, headDim, bias: true, qkNorm: true, tokens };
        const image = positions(tokens.image);
        return together([
          embedding,
          within(
            dense('context_embedder', text, width, { fields: ['joint_attention_dim'] }),
            positions(textTokens),
          ),
          within(dense('x_embedder', input, width, { fields: ['in_channels'] }), image),
          group('transformer_blocks', jointBlock(block), layers),
          group('single_transformer_blocks', singleBlock(block), singles),
          modulation('norm_out.linear', width, 2),
          within(dense('proj_out', width, output), image),
        ]);
      },
      layers: layers + singles,
      latent: { height: 64, width: 64, frames: 1 },
      textTokens: 512,
      compression: { space: 16, time: 1 },
    };
  },
};
