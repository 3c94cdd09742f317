import { attentionBlock } from '../../encoder/attention';
import { feedForward } from '../../encoder/feed-forward';
import { dense, parameter, plainNorm, residual } from '../../encoder/parts';
import { group, type ModuleNode } from '../../graph/node';
import { positions, within } from '../../graph/within';
import { modulation, SINUSOIDS } from '../adaptive';
import { together } from '../component';
import { jointAttention, type JointTokens } from '../joint';
import { latentTokens } from '../patches';
import { DIFFUSERS_ATTENTION } from '../transformer';
import { timeEmbedding } from '../unet';
import { type ComponentClass, readSample } from './component';

const REGISTERS = 8;

/** Two thirds of four times the width, rounded up to a multiple of 256. */
const innerWidth = (width: number): number => Math.ceil(Math.floor((2 * 4 * width) / 3) / 256) * 256;

/** AuraFlow (fal): a few joint blocks, then blocks over one stream; no biases. */
export const auraflow: ComponentClass = {
  id: 'auraflow',
  classNames: ['AuraFlowTransformer2DModel'],
  read: (fields) => {
    const heads = fields.optionalCount('num_attention_heads') ?? 12;
    const headDim = fields.optionalCount('attention_head_dim') ?? 256;
    const width = heads * headDim;
    const caption = fields.optionalCount('caption_projection_dim') ?? 3072;
    if (caption !== width) {
      fields.fail(
        'caption_projection_dim',
        `caption_projection_dim is ${caption}; expected ${width}, which is num_attention_heads × attention_head_dim`,
      );
    }
    const patch = fields.optionalCount('patch_size') ?? 2;
    const input = fields.optionalCount('in_channels') ?? 4;
    const output = fields.optionalCount('out_channels') ?? input;
    const text = fields.optionalCount('joint_attention_dim') ?? 2048;
    const joint = fields.optionalCount('num_mmdit_layers', 0) ?? 4;
    const singles = fields.optionalCount('num_single_dit_layers', 0) ?? 32;
    const rows = fields.optionalCount('pos_embed_max_size') ?? 1024;
    const plain = { bias: false };
    const ffn = (name: string): ModuleNode =>
      feedForward({
        name,
        width,
        inner: innerWidth(width),
        gate: 'linear_1',
        up: 'linear_2',
        down: 'out_projection',
        bias: false,
      });
    const stream = (name: string, count: number): ModuleNode =>
      within(group('', [plainNorm('norm', width), ffn(name), residual(width)]), positions(count));
    const jointLayer = (tokens: JointTokens): readonly ModuleNode[] => [
      modulation('norm1.linear', width, 6, plain),
      modulation('norm1_context.linear', width, 6, plain),
      jointAttention({ width, heads, headDim, bias: false, qkNorm: false, tokens }),
      stream('ff', tokens.image),
      stream('ff_context', tokens.text),
    ];
    const singleLayer = [
      modulation('norm1.linear', width, 6, plain),
      plainNorm('norm1.norm', width),
      attentionBlock({
        name: 'attn',
        names: DIFFUSERS_ATTENTION,
        width,
        heads,
        headDim,
        bias: false,
        outBias: false,
      }),
      ffn('ff'),
      residual(width),
    ];
    return {
      part: 'denoiser',
      build: (latent, textTokens) => {
        const tokens = { image: latentTokens(latent, patch), text: textTokens + REGISTERS };
        const image = positions(tokens.image);
        return together([
          parameter('register_tokens', REGISTERS * width),
          within(parameter('pos_embed.pos_embed', rows * width, { width }), image),
          within(dense('pos_embed.proj', patch * patch * input, width), image),
          within(dense('context_embedder', text, width, plain), positions(textTokens)),
          timeEmbedding('time_step_proj', SINUSOIDS, width),
          group('joint_transformer_blocks', jointLayer(tokens), joint),
          within(
            group('single_transformer_blocks', singleLayer, singles),
            positions(tokens.image + tokens.text),
          ),
          modulation('norm_out.linear', width, 2, plain),
          within(dense('proj_out', width, patch * patch * output, plain), image),
        ]);
      },
      layers: joint + singles,
      latent: { ...readSample(fields, 64), frames: 1 },
      textTokens: 256,
      compression: { space: 8, time: 1 },
    };
  },
};
