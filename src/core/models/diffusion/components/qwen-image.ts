import { dense, rmsNorm } from '../../encoder/parts';
import { group } from '../../graph/node';
import { positions, within } from '../../graph/within';
import { modulation, stepEmbedding } from '../adaptive';
import { together } from '../component';
import { jointBlock } from '../joint';
import { type ComponentClass, refuseFlags } from './component';

/** Qwen-Image (arXiv:2508.02324): sixty joint blocks. Latents come packed by 2 × 2. */
export const qwenImage: ComponentClass = {
  id: 'qwen-image',
  classNames: ['QwenImageTransformer2DModel'],
  read: (fields) => {
    refuseFlags(fields, ['guidance_embeds', 'use_additional_t_cond', 'use_layer3d_rope', 'zero_cond_t']);
    const heads = fields.optionalCount('num_attention_heads') ?? 24;
    const headDim = fields.optionalCount('attention_head_dim') ?? 128;
    const width = heads * headDim;
    const patch = fields.optionalCount('patch_size') ?? 2;
    const input = fields.optionalCount('in_channels') ?? 64;
    const output = fields.optionalCount('out_channels') ?? 16;
    const text = fields.optionalCount('joint_attention_dim') ?? 3584;
    const layers = fields.optionalCount('num_layers') ?? 60;
    const names = { imageNorm: 'img_mod.1', textNorm: 'txt_mod.1', imageFfn: 'img_mlp', textFfn: 'txt_mlp' };
    return {
      part: 'denoiser',
      build: (latent, textTokens) => {
        const tokens = { image: latent.height * latent.width, text: textTokens };
        const image = positions(tokens.image);
        const prompt = positions(textTokens);
        return together([
          stepEmbedding('time_text_embed', width),
          within(rmsNorm('txt_norm', text), prompt),
          within(dense('img_in', input, width), image),
          within(dense('txt_in', text, width), prompt),
          group(
            'transformer_blocks',
            jointBlock({ width, heads, headDim, bias: true, qkNorm: true, tokens }, names),
            layers,
          ),
          modulation('norm_out.linear', width, 2),
          within(dense('proj_out', width, patch * patch * output), image),
        ]);
      },
      layers,
      latent: { height: 64, width: 64, frames: 1 },
      textTokens: 512,
      compression: { space: 16, time: 1 },
    };
  },
};
