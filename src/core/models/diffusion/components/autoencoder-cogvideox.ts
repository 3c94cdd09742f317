import { layerNorm } from '../../encoder/parts';
import { group, type ModuleNode } from '../../graph/node';
import { positions, within } from '../../graph/within';
import { type Codec, type Latent, together } from '../component';
import { conv } from '../resnet';
import { type ComponentClass, readBlocks, refuse, refuseFlags } from './component';

interface CogAutoencoder {
  readonly in: number;
  readonly out: number;
  readonly latent: number;
  readonly channels: readonly number[];
  readonly resnets: number;
  /** Steps that halve the frames: the first ones from the pixels, the first ones from the latent. */
  readonly timeSteps: number;
}

const CUBE = [3, 3, 3];
const POINT = [1, 1, 1];

const at = ({ frames, height, width }: Latent) => positions(frames * height * width);

/** A norm whose scale and shift the decoder computes from the latent (arXiv:1903.07291). */
const normNode = (name: string, width: number, latent: number | undefined): ModuleNode =>
  latent === undefined
    ? layerNorm(name, width)
    : group(name, [
        layerNorm('norm_layer', width),
        conv('conv_y', latent, width, POINT),
        conv('conv_b', latent, width, POINT),
      ]);

const resnets = (
  count: number,
  input: number,
  out: number,
  grid: Latent,
  latent?: number,
): readonly ModuleNode[] =>
  Array.from({ length: count }, (_, i) => {
    const from = i === 0 ? input : out;
    return within(
      group(`resnets.${i}`, [
        normNode('norm1', from, latent),
        conv('conv1', from, out, CUBE),
        normNode('norm2', out, latent),
        conv('conv2', out, out, CUBE),
        ...(from === out ? [] : [conv('conv_shortcut', from, out, POINT)]),
      ]),
      at(grid),
    );
  });

const finer = (grid: Latent, time: boolean): Latent => ({
  height: 2 * grid.height,
  width: 2 * grid.width,
  // An odd number of frames begins with one that stands for itself.
  frames: !time || grid.frames === 1 ? grid.frames : 2 * grid.frames - (grid.frames % 2),
});

/** Grids from the latent outwards. */
const gridsOf = (spec: CogAutoencoder, latent: Latent): readonly Latent[] =>
  spec.channels
    .slice(1)
    .reduce<readonly Latent[]>(
      (grids, _, i) => [...grids, finer(grids.at(-1) ?? latent, i < spec.timeSteps)],
      [latent],
    );

const encoder = (spec: CogAutoencoder, latent: Latent): ModuleNode => {
  const { channels } = spec;
  const last = channels.length - 1;
  const [first = 1] = channels;
  const deepest = channels[last] ?? first;
  // Frames shrink at the first steps, rows and columns at all.
  const outwards = gridsOf(spec, latent);
  const most = outwards.at(-1)?.frames ?? latent.frames;
  const framesAt = (i: number): number =>
    Array.from({ length: Math.min(i, spec.timeSteps) }).reduce<number>(
      (frames) => Math.floor(frames / 2) + (frames % 2),
      most,
    );
  const gridAt = (i: number): Latent => ({ ...(outwards[last - i] ?? latent), frames: framesAt(i) });
  return group('encoder', [
    within(conv('conv_in', spec.in, first, CUBE), at(gridAt(0))),
    ...channels.map((width, i) =>
      group(`down_blocks.${i}`, [
        ...resnets(spec.resnets, channels[i - 1] ?? first, width, gridAt(i)),
        ...(i === last
          ? []
          : [within(conv('downsamplers.0.conv', width, width, [3, 3], 2), at(gridAt(i + 1)))]),
      ]),
    ),
    group('mid_block', resnets(2, deepest, deepest, latent)),
    within(
      group('', [layerNorm('norm_out', deepest), conv('conv_out', deepest, 2 * spec.latent, CUBE)]),
      at(latent),
    ),
  ]);
};

const decoder = (spec: CogAutoencoder, latent: Latent): ModuleNode => {
  const channels = spec.channels.toReversed();
  const last = channels.length - 1;
  const [deepest = 1] = channels;
  const finest = channels[last] ?? deepest;
  const grids = gridsOf(spec, latent);
  const gridAt = (i: number): Latent => grids[i] ?? latent;
  return group('decoder', [
    within(conv('conv_in', spec.latent, deepest, CUBE), at(latent)),
    group('mid_block', resnets(2, deepest, deepest, latent, spec.latent)),
    ...channels.map((width, i) =>
      group(`up_blocks.${i}`, [
        ...resnets(spec.resnets + 1, channels[i - 1] ?? deepest, width, gridAt(i), spec.latent),
        ...(i === last ? [] : [within(conv('upsamplers.0.conv', width, width, [3, 3]), at(gridAt(i + 1)))]),
      ]),
    ),
    within(
      group('', [normNode('norm_out', finest, spec.latent), conv('conv_out', finest, spec.out, CUBE)]),
      at(gridAt(last)),
    ),
  ]);
};

const codec = (spec: CogAutoencoder, latent: Latent, compression: Codec['compression']): Codec => ({
  part: 'codec',
  root: together([encoder(spec, latent), decoder(spec, latent)]),
  decoder: (grid) => together([decoder(spec, grid)]),
  layers: 2 * spec.channels.length,
  latent,
  compression,
});

/** CogVideoX's autoencoder (arXiv:2408.06072): causal over the frames, its decoder's norms steered by the latent. */
export const autoencoderCogvideox: ComponentClass = {
  id: 'autoencoder-cogvideox',
  classNames: ['AutoencoderKLCogVideoX'],
  read: (fields) => {
    refuseFlags(fields, ['use_quant_conv', 'use_post_quant_conv']);
    const channels = fields.counts('block_out_channels') ?? [128, 256, 256, 512];
    for (const [name, type] of [
      ['down_block_types', 'CogVideoXDownBlock3D'],
      ['up_block_types', 'CogVideoXUpBlock3D'],
    ] as const) {
      const types = fields.list<string>(name, 'string') ?? channels.map(() => type);
      const other = types.find((given) => given !== type);
      if (other !== undefined) refuse(fields, name, `"${other}"`);
      if (types.length !== channels.length)
        fields.fail(
          name,
          `${name} has ${types.length} entries; expected ${channels.length}, as block_out_channels has`,
        );
    }
    const time = fields.optionalNumber('temporal_compression_ratio') ?? 4;
    const timeSteps = Math.floor(Math.log2(time));
    const space = 2 ** (channels.length - 1);
    return codec(
      {
        channels,
        in: fields.optionalCount('in_channels') ?? 3,
        out: fields.optionalCount('out_channels') ?? 3,
        latent: fields.optionalCount('latent_channels') ?? 16,
        resnets: readBlocks(fields, 'layers_per_block', 3),
        timeSteps,
      },
      {
        height: Math.floor((fields.optionalCount('sample_height') ?? 480) / space),
        width: Math.floor((fields.optionalCount('sample_width') ?? 720) / space),
        frames: 13,
      },
      { space, time: 2 ** timeSteps },
    );
  },
};
