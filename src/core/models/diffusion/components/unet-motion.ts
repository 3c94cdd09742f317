import type { Fields } from '../../fields';
import { unetTree } from '../unet';
import { type ComponentClass, perLevel, readSample, refuse } from './component';
import { readLevels } from './unet-2d-condition';

const DOWN = [
  'CrossAttnDownBlockMotion',
  'CrossAttnDownBlockMotion',
  'CrossAttnDownBlockMotion',
  'DownBlockMotion',
];
const UP = ['UpBlockMotion', 'CrossAttnUpBlockMotion', 'CrossAttnUpBlockMotion', 'CrossAttnUpBlockMotion'];

/** Options that may be there, but are only known with one value. */
const only = (fields: Fields, name: string, value: number): void => {
  if ((fields.optionalCount(name) ?? value) !== value) refuse(fields, name, `other than ${value}`);
};

/** A number that all levels share. */
const shared = (fields: Fields, name: string, levels: number, otherwise: number): number => {
  const [one = otherwise, ...others] = perLevel(fields, name, levels, otherwise);
  return others.every((other) => other === one) ? one : refuse(fields, name, 'that differs by level');
};

/** AnimateDiff (arXiv:2307.04725): Stable Diffusion's U-Net with attention over frames behind every block. */
export const unetMotion: ComponentClass = {
  id: 'unet-motion',
  classNames: ['UNetMotionModel'],
  read: (fields) => {
    for (const name of [
      'addition_embed_type',
      'encoder_hid_dim',
      'encoder_hid_dim_type',
      'time_cond_proj_dim',
      'reverse_transformer_layers_per_block',
      'reverse_temporal_transformer_layers_per_block',
      'reverse_motion_num_attention_heads',
      'transformer_layers_per_mid_block',
    ]) {
      if (fields.has(name)) refuse(fields, name, 'set');
    }
    only(fields, 'mid_block_layers', 1);
    const channels = fields.counts('block_out_channels') ?? [320, 640, 1280, 1280];
    const heads = perLevel(fields, 'num_attention_heads', channels.length, 8);
    const levels = readLevels(fields, { down: DOWN, up: UP, text: 1280 }, (i) => heads[i] ?? 8);
    const motionHeads = shared(fields, 'motion_num_attention_heads', channels.length, 8);
    const layers = shared(fields, 'temporal_transformer_layers_per_block', channels.length, 1);
    const middle = fields.flag('use_motion_mid_block', true);
    if (middle) only(fields, 'temporal_transformer_layers_per_mid_block', layers);
    channels.forEach((width, i) => {
      for (const [name, count] of [
        ['num_attention_heads', heads[i] ?? 8],
        ['motion_num_attention_heads', motionHeads],
      ] as const) {
        if (width % count !== 0) fields.fail(name, `${count} heads; expected a divisor of ${width} channels`);
      }
    });
    const [first = 320] = channels;
    const spec = {
      in: fields.optionalCount('in_channels') ?? 4,
      out: fields.optionalCount('out_channels') ?? 4,
      kernels: { in: 3, out: 3 },
      timeWidth: 4 * first,
      scaleShift: false,
      down: levels.down,
      middle: levels.deepest,
      up: levels.up,
      projection: fields.flag('use_linear_projection', false)
        ? ('linear' as const)
        : ('convolution' as const),
      time: { kind: 'motion' as const, heads: motionHeads, layers, middle },
      extra: [],
    };
    return {
      part: 'denoiser',
      build: (latent) => unetTree(spec, latent),
      layers: levels.down.length + levels.up.length + 1,
      latent: { ...readSample(fields, 64), frames: 16 },
      textTokens: 77,
      textPerFrame: true,
      compression: { space: 8, time: 1 },
    };
  },
};
