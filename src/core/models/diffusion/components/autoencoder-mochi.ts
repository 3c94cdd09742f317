import { attentionBlock } from '../../encoder/attention';
import { dense, layerNorm } from '../../encoder/parts';
import type { Fields } from '../../fields';
import { convolution } from '../../graph/convolution';
import { group, leaf, type ModuleNode } from '../../graph/node';
import { positions, split, within } from '../../graph/within';
import { type Latent, together } from '../component';
import { conv, resnetBlock } from '../resnet';
import { DIFFUSERS_ATTENTION } from '../transformer';
import { type ComponentClass, readBlockCounts, refuseTexts } from './component';

interface MochiAutoencoder {
  readonly in: number;
  readonly out: number;
  readonly latent: number;
  readonly encoder: readonly number[];
  readonly decoder: readonly number[];
  /** Residual blocks: before the levels, of each, and behind them. */
  readonly resnets: readonly number[];
  readonly time: readonly number[];
  readonly space: readonly number[];
  readonly attends: readonly boolean[];
}

/** Width of a head of the encoder's attention. */
const HEAD = 32;
const CUBE = [3, 3, 3];

const at = ({ frames, height, width }: Latent) => positions(frames * height * width);

/** Residual blocks, each followed by attention over the frames of every pixel where the level has it. */
const blocks = (count: number, width: number, grid: Latent, attends: boolean): readonly ModuleNode[] =>
  Array.from({ length: count }, (_, i) => [
    within(resnetBlock(`resnets.${i}`, { in: width, out: width, kernel: CUBE }), at(grid)),
    ...(attends
      ? [
          within(
            group('', [
              layerNorm(`norms.${i}`, width),
              attentionBlock({
                name: `attentions.${i}`,
                names: DIFFUSERS_ATTENTION,
                width,
                heads: width / HEAD,
                headDim: HEAD,
                bias: false,
                causal: true,
              }),
            ]),
            split(grid.height * grid.width, grid.frames),
          ),
        ]
      : []),
  ]).flat();

/** Grids from the latent outwards. */
const gridsOf = (spec: MochiAutoencoder, latent: Latent): readonly Latent[] =>
  spec.time.toReversed().reduce<readonly Latent[]>(
    (grids, time, i) => {
      const now = grids.at(-1) ?? latent;
      const space = spec.space.at(-1 - i) ?? 1;
      return [...grids, { frames: now.frames * time, height: now.height * space, width: now.width * space }];
    },
    [latent],
  );

const encoder = (spec: MochiAutoencoder, latent: Latent): ModuleNode => {
  const grids = gridsOf(spec, latent).toReversed();
  const gridAt = (i: number): Latent => grids[i] ?? latent;
  const [first = 1] = spec.encoder;
  const deepest = spec.encoder.at(-1) ?? first;
  const attendsAt = (i: number): boolean => spec.attends.at(i) === true;
  return group('encoder', [
    within(dense('proj_in', spec.in, first), at(gridAt(0))),
    group('block_in', blocks(spec.resnets[0] ?? 1, first, gridAt(0), attendsAt(0))),
    ...spec.time.map((time, i) => {
      const space = spec.space[i] ?? 1;
      const width = spec.encoder[i + 1] ?? deepest;
      const kernel = [time, space, space];
      return group(`down_blocks.${i}`, [
        within(
          leaf('conv_in', convolution({ in: spec.encoder[i] ?? first, out: width, kernel, stride: kernel })),
          at(gridAt(i + 1)),
        ),
        ...blocks(spec.resnets[i + 1] ?? 1, width, gridAt(i + 1), attendsAt(i + 1)),
      ]);
    }),
    group('block_out', blocks(spec.resnets.at(-1) ?? 1, deepest, latent, attendsAt(-1))),
    within(
      group('', [
        layerNorm('norm_out', deepest),
        dense('proj_out', deepest, 2 * spec.latent, { bias: false }),
      ]),
      at(latent),
    ),
  ]);
};

const decoder = (spec: MochiAutoencoder, latent: Latent): ModuleNode => {
  const grids = gridsOf(spec, latent);
  const gridAt = (i: number): Latent => grids[i] ?? latent;
  const channels = spec.decoder.toReversed();
  const [deepest = 1] = channels;
  const finest = channels.at(-1) ?? deepest;
  const levels = spec.time.length;
  return group('decoder', [
    within(conv('conv_in', spec.latent, deepest, [1, 1, 1]), at(latent)),
    group('block_in', blocks(spec.resnets.at(-1) ?? 1, deepest, latent, false)),
    ...Array.from({ length: levels }, (_, i) => {
      const width = channels[i] ?? deepest;
      const out = channels[i + 1] ?? finest;
      const step = (spec.time.at(-1 - i) ?? 1) * (spec.space.at(-1 - i) ?? 1) ** 2;
      return group(`up_blocks.${i}`, [
        ...blocks(spec.resnets.at(-2 - i) ?? 1, width, gridAt(i), false),
        within(dense('proj', width, out * step), at(gridAt(i))),
      ]);
    }),
    group('block_out', blocks(spec.resnets[0] ?? 1, finest, gridAt(levels), false)),
    within(dense('proj_out', finest, spec.out), at(gridAt(levels))),
  ]);
};

/** A list that must have a number of entries. */
const sized = <T>(fields: Fields, name: string, list: readonly T[], count: number): readonly T[] =>
  list.length === count ? list : fields.fail(name, `${name} has ${list.length} entries; expected ${count}`);

/** Mochi 1's autoencoder (Genmo): causal over the frames, pixels folded six frames and eight pixels at a time. */
export const autoencoderMochi: ComponentClass = {
  id: 'autoencoder-mochi',
  classNames: ['AutoencoderKLMochi'],
  read: (fields) => {
    refuseTexts(fields, { act_fn: ['silu', 'swish'] });
    const channels = fields.counts('encoder_block_out_channels') ?? [64, 128, 256, 384];
    const levels = channels.length - 1;
    const outwards = fields.counts('decoder_block_out_channels') ?? [128, 256, 512, 768];
    const resnets = readBlockCounts(fields, 'layers_per_block', [3, 3, 4, 6, 3], levels + 2);
    const time = fields.counts('temporal_expansions') ?? [1, 2, 3];
    const space = fields.counts('spatial_expansions') ?? [2, 2, 2];
    const attends = fields.list<boolean>('add_attention_block', 'boolean') ?? [false, true, true, true, true];
    const spec: MochiAutoencoder = {
      in: fields.optionalCount('in_channels') ?? 15,
      out: fields.optionalCount('out_channels') ?? 3,
      latent: fields.optionalCount('latent_channels') ?? 12,
      encoder: channels,
      decoder: sized(fields, 'decoder_block_out_channels', outwards, levels + 1),
      resnets,
      time: sized(fields, 'temporal_expansions', time, levels),
      space: sized(fields, 'spatial_expansions', space, levels),
      attends: sized(fields, 'add_attention_block', attends, levels + 2),
    };
    const odd = channels.find((width, i) => attends[i] === true && width % HEAD !== 0);
    if (odd !== undefined) {
      fields.fail(
        'encoder_block_out_channels',
        `encoder_block_out_channels has ${odd}; expected multiples of ${HEAD} where there is attention`,
      );
    }
    const latent = { height: 60, width: 106, frames: 4 };
    const product = (steps: readonly number[]): number => steps.reduce((all, step) => all * step, 1);
    return {
      part: 'codec',
      root: together([encoder(spec, latent), decoder(spec, latent)]),
      decoder: (grid) => together([decoder(spec, grid)]),
      layers: 2 * (levels + 2),
      latent,
      compression: { space: product(space), time: product(time) },
    };
  },
};
