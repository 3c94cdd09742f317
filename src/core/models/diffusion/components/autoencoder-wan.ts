import { rmsNorm } from '../../encoder/parts';
import type { Fields } from '../../fields';
import { attention } from '../../graph/attention';
import { group, leaf, type ModuleNode } from '../../graph/node';
import { positions, split, within } from '../../graph/within';
import { type Codec, type Latent, together } from '../component';
import { conv } from '../resnet';
import { type ComponentClass, readBlocks, refuse } from './component';

interface WanAutoencoder {
  readonly in: number;
  readonly out: number;
  readonly latent: number;
  /** Channels from the pixels to the latent, per side. */
  readonly encoder: readonly number[];
  readonly decoder: readonly number[];
  readonly firstEncoder: number;
  readonly resnets: number;
  /** Whether each step towards the latent halves the frames beside the rows and columns. */
  readonly timeSteps: readonly boolean[];
  /** Steps of version 2.2 keep their channels, shortcuts without weights beside them. */
  readonly residual: boolean;
}

const CUBE = [3, 3, 3];
const POINT = [1, 1, 1];

const at = ({ frames, height, width }: Latent) => positions(frames * height * width);

const resnet = (name: string, input: number, out: number): ModuleNode =>
  group(name, [
    rmsNorm('norm1', input),
    conv('conv1', input, out, CUBE),
    rmsNorm('norm2', out),
    conv('conv2', out, out, CUBE),
    ...(input === out ? [] : [conv('conv_shortcut', input, out, POINT)]),
  ]);

/** Attention of one head over the positions of each frame. */
const middle = (width: number, grid: Latent): ModuleNode =>
  group('mid_block', [
    within(resnet('resnets.0', width, width), at(grid)),
    within(
      group('attentions.0', [
        rmsNorm('norm', width),
        conv('to_qkv', width, 3 * width, [1, 1]),
        within(
          leaf('sdpa', attention({ heads: 1, kvHeads: 1, headDim: width, causal: false, cached: false })),
          ({ sequences }) =>
            split(grid.frames, grid.height * grid.width)({ sequences, query: 1, context: 1 }),
        ),
        conv('proj', width, width, [1, 1]),
      ]),
      at(grid),
    ),
    within(resnet('resnets.1', width, width), at(grid)),
  ]);

const finer = (grid: Latent, time: boolean): Latent => ({
  height: 2 * grid.height,
  width: 2 * grid.width,
  // The first frame stands for itself, every other one for two.
  frames: time ? 2 * grid.frames - 1 : grid.frames,
});

/** Grids from the latent outwards, one per level. */
const gridsOf = (spec: WanAutoencoder, latent: Latent): readonly Latent[] => {
  const grids = [latent];
  for (const time of spec.timeSteps.toReversed()) grids.push(finer(grids.at(-1) ?? latent, time));
  return grids;
};

const blocks = (
  name: string,
  count: number,
  input: number,
  out: number,
  grid: Latent,
): readonly ModuleNode[] =>
  Array.from({ length: count }, (_, i) =>
    within(resnet(`${name}.${i}`, i === 0 ? input : out, out), at(grid)),
  );

const encoder = (spec: WanAutoencoder, latent: Latent): ModuleNode => {
  const widths = spec.encoder;
  const last = widths.length - 1;
  const grids = gridsOf(spec, latent).toReversed();
  const gridAt = (i: number): Latent => grids[i] ?? latent;
  const deepest = widths[last] ?? spec.firstEncoder;
  return group('encoder', [
    within(conv('conv_in', spec.in, spec.firstEncoder, CUBE), at(gridAt(0))),
    ...widths.map((width, i) => {
      const next = gridAt(i + 1);
      const timed = spec.timeSteps[i] === true;
      return group(`down_blocks.${i}`, [
        ...blocks('resnets', spec.resnets, widths[i - 1] ?? spec.firstEncoder, width, gridAt(i)),
        ...(i === last
          ? []
          : [
              within(
                conv('downsampler.resample.1', width, width, [3, 3], 2),
                at({ ...next, frames: gridAt(i).frames }),
              ),
              ...(timed
                ? [
                    within(
                      conv('downsampler.time_conv', width, width, [3, 1, 1]),
                      at({ ...next, frames: Math.max(next.frames - 1, 0) }),
                    ),
                  ]
                : []),
            ]),
      ]);
    }),
    middle(deepest, latent),
    within(
      group('', [rmsNorm('norm_out', deepest), conv('conv_out', deepest, 2 * spec.latent, CUBE)]),
      at(latent),
    ),
  ]);
};

const decoder = (spec: WanAutoencoder, latent: Latent): ModuleNode => {
  const widths = spec.decoder.toReversed();
  const last = widths.length - 1;
  const grids = gridsOf(spec, latent);
  const gridAt = (i: number): Latent => grids[i] ?? latent;
  const [deepest = 1] = widths;
  const finest = widths[last] ?? deepest;
  // A step halves the channels in version 2.1.
  const stepOut = (width: number): number => (spec.residual ? width : Math.floor(width / 2));
  return group('decoder', [
    within(conv('conv_in', spec.latent, deepest, CUBE), at(latent)),
    middle(deepest, latent),
    ...widths.map((width, i) => {
      const before = widths[i - 1];
      const grid = gridAt(i);
      const timed = spec.timeSteps[last - 1 - i] === true;
      return group(`up_blocks.${i}`, [
        ...blocks('resnets', spec.resnets + 1, before === undefined ? deepest : stepOut(before), width, grid),
        ...(i === last
          ? []
          : [
              ...(timed
                ? [
                    within(
                      conv('upsamplers.0.time_conv', width, 2 * width, [3, 1, 1]),
                      at({ ...grid, frames: Math.max(grid.frames - 1, 0) }),
                    ),
                  ]
                : []),
              within(conv('upsamplers.0.resample.1', width, stepOut(width), [3, 3]), at(gridAt(i + 1))),
            ]),
      ]);
    }),
    within(
      group('', [rmsNorm('norm_out', finest), conv('conv_out', finest, spec.out, CUBE)]),
      at(gridAt(last)),
    ),
  ]);
};

const codec = (spec: WanAutoencoder, latent: Latent, compression: Codec['compression']): Codec => {
  const decode = (grid: Latent): readonly ModuleNode[] => [
    within(conv('post_quant_conv', spec.latent, spec.latent, POINT), at(grid)),
    decoder(spec, grid),
  ];
  return {
    part: 'codec',
    root: together([
      encoder(spec, latent),
      within(conv('quant_conv', 2 * spec.latent, 2 * spec.latent, POINT), at(latent)),
      ...decode(latent),
    ]),
    decoder: (grid) => together(decode(grid)),
    layers: 2 * spec.encoder.length,
    latent,
    compression,
  };
};

const readMultipliers = (fields: Fields): readonly number[] => fields.counts('dim_mult') ?? [1, 2, 4, 4];

/** Wan's autoencoder (arXiv:2503.20314), which Qwen-Image (arXiv:2508.02324) took over: causal over the frames. */
export const autoencoderWan: ComponentClass = {
  id: 'autoencoder-wan',
  classNames: ['AutoencoderKLWan', 'AutoencoderKLQwenImage'],
  read: (fields) => {
    if ((fields.lengthOf('attn_scales') ?? 0) > 0) refuse(fields, 'attn_scales', 'with entries');
    const base = fields.optionalCount('base_dim') ?? 96;
    const multipliers = readMultipliers(fields);
    const timeSteps = fields.list<boolean>('temperal_downsample', 'boolean') ?? [false, true, true];
    if (timeSteps.length < multipliers.length - 1) {
      fields.fail(
        'temperal_downsample',
        `temperal_downsample has ${timeSteps.length} entries; expected ${multipliers.length - 1}, one per step`,
      );
    }
    const steps = timeSteps.slice(0, multipliers.length - 1);
    const decoderBase = fields.optionalCount('decoder_base_dim') ?? base;
    const image = fields.optionalText('_class_name') === 'AutoencoderKLQwenImage';
    const inner = fields.optionalCount('patch_size') ?? 1;
    const spec: WanAutoencoder = {
      in: fields.optionalCount(['in_channels', 'input_channels']) ?? 3,
      out: fields.optionalCount(['out_channels', 'input_channels']) ?? 3,
      latent: fields.optionalCount('z_dim') ?? 16,
      encoder: multipliers.map((times) => base * times),
      firstEncoder: base,
      decoder: multipliers.map((times) => decoderBase * times),
      resnets: readBlocks(fields, 'num_res_blocks', 2),
      timeSteps: steps,
      residual: fields.flag('is_residual', false),
    };
    const space = 2 ** steps.length * inner;
    const time = 2 ** steps.filter((halves) => halves).length;
    const [height, width] = image ? [1024, 1024] : [480, 832];
    return codec(
      spec,
      {
        height: Math.floor(height / space),
        width: Math.floor(width / space),
        frames: image ? 1 : Math.floor(80 / time) + 1,
      },
      { space, time },
    );
  },
};
