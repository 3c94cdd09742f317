import { table } from '../../encoder/parts';
import type { Fields } from '../../fields';
import type { ModuleNode } from '../../graph/node';
import { positions, within } from '../../graph/within';
import { timeEmbedding, type UNetLevel, unetTree } from '../unet';
import { type ComponentClass, perLevel, readSample, refuse, refuseFlags, refuseTexts } from './component';

const DOWN = ['CrossAttnDownBlock2D', 'CrossAttnDownBlock2D', 'CrossAttnDownBlock2D', 'DownBlock2D'];
const UP = ['UpBlock2D', 'CrossAttnUpBlock2D', 'CrossAttnUpBlock2D', 'CrossAttnUpBlock2D'];

const crosses = (fields: Fields, name: string, type: string): boolean => {
  if (/^CrossAttn(Down|Up)Block(2D|3D|SpatioTemporal|Motion)$/.test(type)) return true;
  if (/^(Down|Up)Block(2D|3D|SpatioTemporal|Motion)$/.test(type)) return false;
  return refuse(fields, name, `"${type}"`);
};

/** What every text-conditioned U-Net has: its levels, with heads and depth per level. */
export const readLevels = (
  fields: Fields,
  defaults: { readonly down: readonly string[]; readonly up: readonly string[]; readonly text: number },
  heads: (level: number, channels: number) => number,
): {
  down: readonly UNetLevel[];
  up: readonly UNetLevel[];
  deepest: UNetLevel['attention'] & { kind: 'transformer' };
} => {
  const channels = fields.counts('block_out_channels') ?? [320, 640, 1280, 1280];
  const levels = channels.length;
  const downTypes = fields.list<string>('down_block_types', 'string') ?? defaults.down;
  const upTypes = fields.list<string>('up_block_types', 'string') ?? defaults.up;
  for (const [name, types] of [
    ['down_block_types', downTypes],
    ['up_block_types', upTypes],
  ] as const) {
    if (types.length !== levels) {
      fields.fail(name, `${name} has ${types.length} entries; expected ${levels}, as block_out_channels has`);
    }
  }
  const resnets = perLevel(fields, 'layers_per_block', levels, 2);
  const text = perLevel(fields, 'cross_attention_dim', levels, defaults.text);
  const depth = perLevel(fields, 'transformer_layers_per_block', levels, 1);
  const transformer = (i: number): UNetLevel['attention'] & { kind: 'transformer' } => ({
    kind: 'transformer',
    heads: heads(i, channels[i] ?? 1),
    layers: depth[i] ?? 1,
    text: text[i] ?? defaults.text,
  });
  const level = (i: number, type: string, name: string, more: number): UNetLevel => ({
    channels: channels[i] ?? 1,
    resnets: (resnets[i] ?? 2) + more,
    attention: crosses(fields, name, type) ? transformer(i) : { kind: 'none' },
  });
  return {
    down: downTypes.map((type, i) => level(i, type, 'down_block_types', 0)),
    up: upTypes.map((type, i) => level(levels - 1 - i, type, 'up_block_types', 1)),
    deepest: transformer(levels - 1),
  };
};

/** Class labels and sizes: what is added to the time embedding. */
const conditioning = (fields: Fields, time: number, first: number): readonly ModuleNode[] => {
  const projected = () =>
    fields.optionalCount('projection_class_embeddings_input_dim') ??
    fields.fail(
      'class_embed_type',
      'projection_class_embeddings_input_dim is missing; expected the width of the added embedding',
    );
  const classes = fields.optionalCount('num_class_embeds');
  const nodes: ModuleNode[] = [];
  switch (fields.optionalText('class_embed_type')) {
    case undefined:
      if (classes !== undefined) nodes.push(within(table('class_embedding', classes, time), positions(1)));
      break;
    case 'timestep':
      nodes.push(timeEmbedding('class_embedding', first, time));
      break;
    case 'projection':
      nodes.push(timeEmbedding('class_embedding', projected(), time));
      break;
    default:
      refuse(fields, 'class_embed_type', 'of this kind');
  }
  if (fields.optionalText('addition_embed_type') === 'text_time') {
    nodes.push(timeEmbedding('add_embedding', projected(), time));
  }
  return nodes;
};

/** The U-Net of Stable Diffusion 1, 2 and XL (arXiv:2112.10752, arXiv:2307.01952). */
export const unet2dCondition: ComponentClass = {
  id: 'unet-2d-condition',
  classNames: ['UNet2DConditionModel'],
  read: (fields) => {
    refuseFlags(fields, [
      'only_cross_attention',
      'dual_cross_attention',
      'class_embeddings_concat',
      'mid_block_only_cross_attention',
    ]);
    refuseTexts(fields, {
      addition_embed_type: ['text_time'],
      encoder_hid_dim_type: [],
      attention_type: ['default'],
      time_embedding_type: ['positional'],
      mid_block_type: ['UNetMidBlock2DCrossAttn'],
      cross_attention_norm: [],
      resnet_time_scale_shift: ['default', 'scale_shift'],
    });
    for (const name of ['encoder_hid_dim', 'time_cond_proj_dim', 'reverse_transformer_layers_per_block']) {
      if (fields.has(name)) refuse(fields, name, 'set');
    }
    const channels = fields.counts('block_out_channels') ?? [320, 640, 1280, 1280];
    // The field that is called attention_head_dim holds the number of heads (huggingface/diffusers#2011).
    const heads = perLevel(
      fields,
      fields.has('num_attention_heads') ? 'num_attention_heads' : 'attention_head_dim',
      channels.length,
      8,
    );
    const levels = readLevels(fields, { down: DOWN, up: UP, text: 1280 }, (i) => heads[i] ?? 8);
    channels.forEach((width, i) => {
      if (width % (heads[i] ?? 8) !== 0)
        fields.fail('attention_head_dim', `${heads[i] ?? 8} heads; expected a divisor of ${width} channels`);
    });
    const [first = 320] = channels;
    const time = fields.optionalCount('time_embedding_dim') ?? 4 * first;
    const spec = {
      in: fields.optionalCount('in_channels') ?? 4,
      out: fields.optionalCount('out_channels') ?? 4,
      kernels: {
        in: fields.optionalCount('conv_in_kernel') ?? 3,
        out: fields.optionalCount('conv_out_kernel') ?? 3,
      },
      timeWidth: time,
      scaleShift: fields.optionalText('resnet_time_scale_shift') === 'scale_shift',
      down: levels.down,
      middle: levels.deepest,
      up: levels.up,
      projection: fields.flag('use_linear_projection', false)
        ? ('linear' as const)
        : ('convolution' as const),
      time: { kind: 'none' as const },
      extra: conditioning(fields, time, first),
    };
    return {
      part: 'denoiser',
      build: (latent) => unetTree(spec, latent),
      layers: levels.down.length + levels.up.length + 1,
      latent: { ...readSample(fields, 64), frames: 1 },
      textTokens: 77,
      compression: { space: 8, time: 1 },
    };
  },
};
