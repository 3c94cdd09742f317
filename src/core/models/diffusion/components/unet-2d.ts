import { table } from '../../encoder/parts';
import type { Fields } from '../../fields';
import { positions, within } from '../../graph/within';
import { type UNetLevel, unetTree } from '../unet';
import { type ComponentClass, readSample, refuse, refuseTexts, readBlocks } from './component';

const DOWN = ['DownBlock2D', 'AttnDownBlock2D', 'AttnDownBlock2D', 'AttnDownBlock2D'];
const UP = ['AttnUpBlock2D', 'AttnUpBlock2D', 'AttnUpBlock2D', 'UpBlock2D'];

const attends = (fields: Fields, name: string, type: string): boolean => {
  if (/^Attn(Down|Up)Block2D$/.test(type)) return true;
  if (/^(Down|Up)Block2D$/.test(type)) return false;
  return refuse(fields, name, `"${type}"`);
};

/** The unconditional U-Net of DDPM (arXiv:2006.11239), in pixels. */
export const unet2d: ComponentClass = {
  id: 'unet-2d',
  classNames: ['UNet2DModel'],
  read: (fields) => {
    refuseTexts(fields, {
      class_embed_type: [],
      time_embedding_type: ['positional'],
      mid_block_type: ['UNetMidBlock2D'],
      downsample_type: ['conv'],
      upsample_type: ['conv'],
      resnet_time_scale_shift: ['default', 'scale_shift'],
    });
    const channels = fields.counts('block_out_channels') ?? [224, 448, 672, 896];
    const [first = 224] = channels;
    const resnets = readBlocks(fields, 'layers_per_block', 2);
    const headDim = fields.names.includes('attention_head_dim')
      ? fields.optionalCount('attention_head_dim')
      : 8;
    const attention = (width: number): UNetLevel['attention'] => {
      if (headDim !== undefined && width % headDim !== 0)
        fields.fail('attention_head_dim', `attention_head_dim is ${headDim}; expected a divisor of ${width}`);
      return { kind: 'map', heads: headDim === undefined ? 1 : width / headDim };
    };
    const levels = (name: string, types: readonly string[], order: readonly number[], more: number) =>
      types.map((type, i): UNetLevel => {
        const width = order[i] ?? first;
        return {
          channels: width,
          resnets: resnets + more,
          attention: attends(fields, name, type) ? attention(width) : { kind: 'none' },
        };
      });
    const down = fields.list<string>('down_block_types', 'string') ?? DOWN;
    const up = fields.list<string>('up_block_types', 'string') ?? UP;
    const time = fields.optionalCount('time_embedding_dim') ?? 4 * first;
    const classes = fields.optionalCount('num_class_embeds');
    const spec = {
      in: fields.optionalCount('in_channels') ?? 3,
      out: fields.optionalCount('out_channels') ?? 3,
      kernels: { in: 3, out: 3 },
      timeWidth: time,
      scaleShift: fields.optionalText('resnet_time_scale_shift') === 'scale_shift',
      down: levels('down_block_types', down, channels, 0),
      middle: fields.flag('add_attention', true)
        ? attention(channels.at(-1) ?? first)
        : { kind: 'none' as const },
      up: levels('up_block_types', up, channels.toReversed(), 1),
      projection: 'linear' as const,
      time: { kind: 'none' as const },
      extra: classes === undefined ? [] : [within(table('class_embedding', classes, time), positions(1))],
    };
    return {
      part: 'denoiser',
      build: (latent) => unetTree(spec, latent),
      layers: down.length + up.length + 1,
      latent: { ...readSample(fields, 32), frames: 1 },
      textTokens: 1,
      compression: { space: 1, time: 1 },
    };
  },
};
