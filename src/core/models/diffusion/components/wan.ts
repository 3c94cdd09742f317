import { attentionBlock } from '../../encoder/attention';
import { feedForward } from '../../encoder/feed-forward';
import { dense, layerNorm, parameter, plainNorm, residual, patchEmbedding } from '../../encoder/parts';
import type { Fields } from '../../fields';
import { attention } from '../../graph/attention';
import { group, leaf, type ModuleNode } from '../../graph/node';
import { norm } from '../../graph/norm';
import { positions, within } from '../../graph/within';
import { SINUSOIDS } from '../adaptive';
import { together } from '../component';
import { captionProjection, scaleShiftTable } from '../cross';
import { latentTokens } from '../patches';
import { DIFFUSERS_ATTENTION } from '../transformer';
import { timeEmbedding } from '../unet';
import { type ComponentClass, refuse, refuseTexts } from './component';

/** Tokens of the CLIP ViT-H image that conditions image-to-video: 16 × 16 patches and a class token. */
const IMAGE_TOKENS = 257;

const imageKeys = (width: number, heads: number, added: number): readonly ModuleNode[] => [
  ...['add_k_proj', 'add_v_proj'].map((name) =>
    within(dense(`attn2.${name}`, added, width), positions(IMAGE_TOKENS)),
  ),
  within(leaf('attn2.norm_added_k', norm({ width, weights: 'scale' })), positions(IMAGE_TOKENS)),
  within(
    leaf(
      'attn2.sdpa_image',
      attention({ heads, kvHeads: heads, headDim: width / heads, causal: false, cached: false }),
    ),
    (pass) => ({ ...pass, context: IMAGE_TOKENS }),
  ),
];

const imageEmbedding = (fields: Fields, image: number, width: number): ModuleNode => {
  const rows = fields.optionalCount('pos_embed_seq_len');
  return within(
    group('condition_embedder.image_embedder', [
      layerNorm('norm1', image),
      feedForward({ name: 'ff', width: image, inner: image, out: width, up: 'net.0.proj', down: 'net.2' }),
      layerNorm('norm2', width),
      ...(rows === undefined ? [] : [parameter('pos_embed', rows * image, { width: image })]),
    ]),
    positions(IMAGE_TOKENS),
  );
};

/** Wan 2.1 and 2.2 (arXiv:2503.20314), from text, and from an image and text. */
export const wan: ComponentClass = {
  id: 'wan',
  classNames: ['WanTransformer3DModel'],
  read: (fields) => {
    refuseTexts(fields, { qk_norm: ['rms_norm_across_heads'] });
    const heads = fields.optionalCount('num_attention_heads') ?? 40;
    const headDim = fields.optionalCount('attention_head_dim') ?? 128;
    const width = heads * headDim;
    const [time = 1, patch = 2, across = patch] = fields.counts('patch_size') ?? [1, 2, 2];
    if (across !== patch) refuse(fields, 'patch_size', 'with sides that differ');
    const input = fields.optionalCount('in_channels') ?? 16;
    const output = fields.optionalCount('out_channels') ?? 16;
    const text = fields.optionalCount('text_dim') ?? 4096;
    const layers = fields.optionalCount('num_layers') ?? 40;
    const image = fields.optionalCount('image_dim');
    const added = fields.optionalCount('added_kv_proj_dim');
    if (fields.optionalCount('freq_dim') !== undefined && fields.optionalCount('freq_dim') !== SINUSOIDS) {
      refuse(fields, 'freq_dim', 'other than 256');
    }
    const attend = (name: string, from?: { stream: string; width: number }): ModuleNode =>
      attentionBlock({
        name,
        names: DIFFUSERS_ATTENTION,
        width,
        heads,
        headDim,
        qkNorm: { over: 'full', weights: 'scale' },
        rotary: from === undefined,
        ...(from === undefined ? {} : { from }),
        fields: ['num_attention_heads', 'attention_head_dim'],
      });
    const block = [
      scaleShiftTable(width, 6),
      plainNorm('norm1', width),
      attend('attn1'),
      ...(fields.flag('cross_attn_norm', true) ? [layerNorm('norm2', width)] : []),
      attend('attn2', { stream: 'text', width }),
      ...(added === undefined ? [] : imageKeys(width, heads, added)),
      plainNorm('norm3', width),
      feedForward({
        name: 'ffn',
        width,
        inner: fields.optionalCount('ffn_dim') ?? 13824,
        up: 'net.0.proj',
        down: 'net.2',
        fields: ['ffn_dim'],
      }),
      residual(width, 3),
    ];
    return {
      part: 'denoiser',
      build: (latent, textTokens) => {
        const video = positions(latentTokens(latent, patch, time));
        return together([
          within(patchEmbedding('patch_embedding', input, width, [time, patch, patch]), video),
          timeEmbedding('condition_embedder.time_embedder', SINUSOIDS, width),
          within(dense('condition_embedder.time_proj', width, 6 * width), positions(1)),
          captionProjection('condition_embedder.text_embedder', text, width, textTokens),
          ...(image === undefined ? [] : [imageEmbedding(fields, image, width)]),
          within(group('blocks', block, layers), video),
          scaleShiftTable(width, 2),
          within(dense('proj_out', width, time * patch * patch * output), video),
        ]);
      },
      layers,
      latent: { height: 60, width: 104, frames: 21 },
      textTokens: 512,
      compression: { space: 8, time: 4 },
    };
  },
};
