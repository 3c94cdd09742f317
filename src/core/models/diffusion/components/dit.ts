import { attentionBlock } from '../../encoder/attention';
import { feedForward } from '../../encoder/feed-forward';
import { dense, plainNorm, residual, table, patchEmbedding } from '../../encoder/parts';
import { group } from '../../graph/node';
import { positions, within } from '../../graph/within';
import { modulation, stepEmbedding } from '../adaptive';
import { together } from '../component';
import { latentTokens } from '../patches';
import { DIFFUSERS_ATTENTION } from '../transformer';
import { type ComponentClass, readSample, refuseFlags, refuseTexts } from './component';

/** DiT (arXiv:2212.09748) as diffusers stores it: every block has its own step and class embedding. */
export const dit: ComponentClass = {
  id: 'dit',
  classNames: ['DiTTransformer2DModel'],
  read: (fields) => {
    refuseFlags(fields, ['norm_elementwise_affine']);
    refuseTexts(fields, {
      norm_type: ['ada_norm_zero'],
      activation_fn: ['gelu-approximate', 'gelu'],
    });
    const heads = fields.optionalCount('num_attention_heads') ?? 16;
    const headDim = fields.optionalCount('attention_head_dim') ?? 72;
    const width = heads * headDim;
    const patch = fields.optionalCount('patch_size') ?? 2;
    const input = fields.optionalCount('in_channels') ?? 4;
    const output = fields.optionalCount('out_channels') ?? input;
    const layers = fields.optionalCount('num_layers') ?? 28;
    const bias = fields.flag('attention_bias', true);
    const classes = fields.optionalCount('num_embeds_ada_norm') ?? 1000;
    const block = [
      stepEmbedding('norm1.emb', width),
      within(table('norm1.emb.class_embedder.embedding_table', classes + 1, width), positions(1)),
      modulation('norm1.linear', width, 6),
      plainNorm('norm1.norm', width),
      attentionBlock({ name: 'attn1', names: DIFFUSERS_ATTENTION, width, heads, headDim, bias }),
      plainNorm('norm3', width),
      feedForward({ name: 'ff', width, inner: 4 * width, up: 'net.0.proj', down: 'net.2' }),
      residual(width),
    ];
    return {
      part: 'denoiser',
      build: (latent) => {
        const image = positions(latentTokens(latent, patch));
        return together([
          within(patchEmbedding('pos_embed.proj', input, width, [patch, patch]), image),
          within(group('transformer_blocks', block, layers), image),
          modulation('proj_out_1', width, 2),
          within(dense('proj_out_2', width, patch * patch * output), image),
        ]);
      },
      layers,
      latent: { ...readSample(fields, 32), frames: 1 },
      textTokens: 1,
      compression: { space: 8, time: 1 },
    };
  },
};
