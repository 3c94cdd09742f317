import { attentionBlock } from '../../encoder/attention';
import { feedForward } from '../../encoder/feed-forward';
import { dense, layerNorm, residual, patchEmbedding } from '../../encoder/parts';
import { group, type ModuleNode } from '../../graph/node';
import { positions, within } from '../../graph/within';
import { modulation, stepEmbedding } from '../adaptive';
import { together } from '../component';
import { jointBlock, singleBlock } from '../joint';
import { latentTokens } from '../patches';
import { DIFFUSERS_ATTENTION } from '../transformer';
import { type ComponentClass, refuseTexts } from './component';

interface Refiner {
  readonly text: number;
  readonly width: number;
  readonly heads: number;
  readonly headDim: number;
  readonly layers: number;
  readonly tokens: number;
}

/** Two blocks that refine the text states with the step in mind. */
const refiner = ({ text, width, heads, headDim, layers, tokens }: Refiner): ModuleNode =>
  group('context_embedder', [
    stepEmbedding('time_text_embed', width, { pooledText: text }),
    within(dense('proj_in', text, width), positions(tokens)),
    within(
      group(
        'token_refiner.refiner_blocks',
        [
          layerNorm('norm1', width),
          attentionBlock({ name: 'attn', names: DIFFUSERS_ATTENTION, width, heads, headDim }),
          layerNorm('norm2', width),
          feedForward({ name: 'ff', width, inner: 4 * width, up: 'net.0.proj', down: 'net.2' }),
          modulation('norm_out.linear', width, 2),
          residual(width),
        ],
        layers,
      ),
      positions(tokens),
    ),
  ]);

/** HunyuanVideo (arXiv:2412.03603): FLUX's two kinds of blocks over video latents. */
export const hunyuanVideo: ComponentClass = {
  id: 'hunyuan-video',
  classNames: ['HunyuanVideoTransformer3DModel'],
  read: (fields) => {
    refuseTexts(fields, { qk_norm: ['rms_norm'], image_condition_type: ['latent_concat'] });
    const heads = fields.optionalCount('num_attention_heads') ?? 24;
    const headDim = fields.optionalCount('attention_head_dim') ?? 128;
    const width = heads * headDim;
    const patch = fields.optionalCount('patch_size') ?? 2;
    const time = fields.optionalCount('patch_size_t') ?? 1;
    const input = fields.optionalCount('in_channels') ?? 16;
    const output = fields.optionalCount('out_channels') ?? 16;
    const text = fields.optionalCount('text_embed_dim') ?? 4096;
    const layers = fields.optionalCount('num_layers', 0) ?? 20;
    const singles = fields.optionalCount('num_single_layers', 0) ?? 40;
    const refinerLayers = fields.optionalCount('num_refiner_layers') ?? 2;
    if ((fields.optionalNumber('mlp_ratio') ?? 4) !== 4) {
      fields.fail('mlp_ratio', 'not known: mlp_ratio other than 4');
    }
    const embedding = stepEmbedding('time_text_embed', width, {
      pooledText: fields.optionalCount('pooled_projection_dim') ?? 768,
      guidance: fields.flag('guidance_embeds', true),
    });
    return {
      part: 'denoiser',
      build: (latent, textTokens) => {
        const tokens = { image: latentTokens(latent, patch, time), text: textTokens };
        const block = { width, heads, headDim, bias: true, qkNorm: true, tokens };
        const video = positions(tokens.image);
        return together([
          within(patchEmbedding('x_embedder.proj', input, width, [time, patch, patch]), video),
          refiner({ text, width, heads, headDim, layers: refinerLayers, tokens: textTokens }),
          embedding,
          group('transformer_blocks', jointBlock(block), layers),
          group('single_transformer_blocks', singleBlock(block), singles),
          modulation('norm_out.linear', width, 2),
          within(dense('proj_out', width, time * patch * patch * output), video),
        ]);
      },
      layers: layers + singles,
      latent: { height: 90, width: 160, frames: 33 },
      textTokens: 256,
      compression: { space: 8, time: 4 },
    };
  },
};
