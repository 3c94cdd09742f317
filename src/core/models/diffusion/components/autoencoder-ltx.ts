import { layerNorm, parameter, plainNorm } from '../../encoder/parts';
import type { Fields } from '../../fields';
import { group, type ModuleNode } from '../../graph/node';
import { positions, within } from '../../graph/within';
import { SINUSOIDS } from '../adaptive';
import { type Latent, together } from '../component';
import { conv } from '../resnet';
import { timeEmbedding } from '../unet';
import { type ComponentClass, readBlockCounts, refuse } from './component';

const CUBE = [3, 3, 3];

const at = ({ frames, height, width }: Latent) => positions(frames * height * width);

interface Resnet {
  readonly in: number;
  readonly out: number;
  /** Noise is added behind each convolution, by a learned share per channel. */
  readonly noise?: boolean;
  /** The step gives scales and shifts. */
  readonly stepped?: boolean;
}

const resnet = (name: string, { in: input, out, noise, stepped }: Resnet): ModuleNode =>
  group(name, [
    plainNorm('norm1', input),
    conv('conv1', input, out, CUBE),
    plainNorm('norm2', out),
    conv('conv2', out, out, CUBE),
    ...(input === out ? [] : [layerNorm('norm3', input), conv('conv_shortcut', input, out, [1, 1, 1])]),
    ...(noise === true ? [parameter('per_channel_scale', 2 * input, { width: 2 * input })] : []),
    ...(stepped === true ? [parameter('scale_shift_table', 4 * input)] : []),
  ]);

const resnets = (count: number, size: Resnet): readonly ModuleNode[] =>
  Array.from({ length: count }, (_, i) => resnet(`resnets.${i}`, size));

interface EncoderLevel {
  readonly in: number;
  readonly out: number;
  readonly resnets: number;
  /** Channels that come out of the convolution of its step; none where it has no step. */
  readonly step: number | undefined;
  /** A residual block leads to the next width where the step does not. */
  readonly widens: boolean;
}

interface DecoderLevel {
  readonly in: number;
  readonly out: number;
  readonly resnets: number;
  readonly scales: boolean;
  readonly factor: number;
  readonly noise: boolean;
}

interface LtxAutoencoder {
  readonly in: number;
  readonly out: number;
  readonly latent: number;
  readonly patch: number;
  readonly first: number;
  readonly encoder: readonly EncoderLevel[];
  readonly encoderMiddle: number;
  readonly middle: { readonly width: number; readonly resnets: number; readonly noise: boolean };
  readonly decoder: readonly DecoderLevel[];
  readonly stepped: boolean;
}

const finer = ({ frames, height, width }: Latent): Latent => ({
  frames: 2 * frames - 1,
  height: 2 * height,
  width: 2 * width,
});

const encoder = (spec: LtxAutoencoder, latent: Latent): ModuleNode => {
  const last = spec.encoder.at(-1)?.out ?? spec.first;
  return within(
    group('encoder', [
      conv('conv_in', spec.in * spec.patch ** 2, spec.first, CUBE),
      ...spec.encoder.map((level, i) =>
        group(`down_blocks.${i}`, [
          ...resnets(level.resnets, { in: level.in, out: level.in }),
          ...(level.step === undefined ? [] : [conv('downsamplers.0.conv', level.in, level.step, CUBE)]),
          ...(level.widens ? [resnet('conv_out', { in: level.in, out: level.out })] : []),
        ]),
      ),
      group('mid_block', resnets(spec.encoderMiddle, { in: last, out: last })),
      plainNorm('norm_out', last),
      conv('conv_out', last, spec.latent + 1, CUBE),
    ]),
    at(latent),
  );
};

const decoder = (spec: LtxAutoencoder, latent: Latent): ModuleNode => {
  const { stepped, middle } = spec;
  const embedder = (width: number): readonly ModuleNode[] =>
    stepped ? [timeEmbedding('time_embedder.timestep_embedder', SINUSOIDS, width)] : [];
  let grid = latent;
  const levels = spec.decoder.map((level, i) => {
    const from = grid;
    if (level.scales) grid = finer(grid);
    const wide = level.out * level.factor;
    return group(`up_blocks.${i}`, [
      ...embedder(4 * level.in),
      ...(level.in === level.out ? [] : [within(resnet('conv_in', { ...level, stepped }), at(from))]),
      // Eight times as many channels become two frames of two by two pixels each.
      ...(level.scales
        ? [within(conv('upsamplers.0.conv', wide, (8 * wide) / level.factor, CUBE), at(from))]
        : []),
      within(
        group('', resnets(level.resnets, { in: level.out, out: level.out, noise: level.noise, stepped })),
        at(grid),
      ),
    ]);
  });
  const last = spec.decoder.at(-1)?.out ?? middle.width;
  return group('decoder', [
    within(conv('conv_in', spec.latent, middle.width, CUBE), at(latent)),
    group('mid_block', [
      ...embedder(4 * middle.width),
      within(
        group(
          '',
          resnets(middle.resnets, { in: middle.width, out: middle.width, noise: middle.noise, stepped }),
        ),
        at(latent),
      ),
    ]),
    ...levels,
    within(
      group('', [plainNorm('norm_out', last), conv('conv_out', last, spec.out * spec.patch ** 2, CUBE)]),
      at(grid),
    ),
    ...embedder(2 * last),
    ...(stepped ? [parameter('scale_shift_table', 2 * last), parameter('timestep_scale_multiplier', 1)] : []),
  ]);
};

/** A list of one kind, as long as it has to be. */
const sized = <T>(fields: Fields, name: string, list: readonly T[], count: number): readonly T[] =>
  list.length === count ? list : fields.fail(name, `${name} has ${list.length} entries; expected ${count}`);

const flags = (fields: Fields, name: string, otherwise: readonly boolean[], count: number) =>
  sized(fields, name, fields.list<boolean>(name, 'boolean') ?? otherwise, count);

/** Frames, rows and columns that a step of this kind folds into one. */
const FOLDED: Readonly<Record<string, number>> = { spatial: 4, temporal: 2, spatiotemporal: 8 };

const readEncoder = (fields: Fields): Pick<LtxAutoencoder, 'first' | 'encoder' | 'encoderMiddle'> => {
  const channels = fields.counts('block_out_channels') ?? [128, 256, 512, 512];
  const types =
    fields.list<string>('down_block_types', 'string') ?? channels.map(() => 'LTXVideoDownBlock3D');
  const newer = types.at(-1) === 'LTXVideo095DownBlock3D';
  const type = newer ? 'LTXVideo095DownBlock3D' : 'LTXVideoDownBlock3D';
  const other = types.find((one) => one !== type);
  if (other !== undefined) refuse(fields, 'down_block_types', `"${other}"`);
  const levels = channels.length - (newer ? 1 : 0);
  if (types.length < levels)
    fields.fail('down_block_types', `down_block_types has ${types.length} entries; expected ${levels}`);
  const counts = readBlockCounts(fields, 'layers_per_block', [4, 3, 3, 3, 4], levels + 1);
  const scales = flags(fields, 'spatio_temporal_scaling', [true, true, true, false], levels);
  const kinds = fields.list<string>('downsample_type', 'string') ?? channels.map(() => 'conv');
  const [first = 128] = channels;
  const encoder = Array.from({ length: levels }, (_, i): EncoderLevel => {
    const input = channels[i] ?? first;
    const out = channels[i + 1] ?? input;
    const kind = kinds[i] ?? 'conv';
    const folded = FOLDED[kind];
    if (newer && folded === undefined && (kind !== 'conv' || input !== out))
      refuse(fields, 'downsample_type', `"${kind}" here`);
    const step = newer && folded !== undefined ? Math.floor(out / folded) : input;
    return {
      in: input,
      out,
      resnets: counts[i] ?? 1,
      step: scales[i] === true ? step : undefined,
      widens: !newer && input !== out,
    };
  });
  return { first, encoder, encoderMiddle: counts.at(-1) ?? 1 };
};

const readDecoder = (fields: Fields): Pick<LtxAutoencoder, 'middle' | 'decoder'> => {
  const channels = (fields.counts('decoder_block_out_channels') ?? [128, 256, 512, 512]).toReversed();
  const levels = channels.length;
  const counts = readBlockCounts(
    fields,
    'decoder_layers_per_block',
    [4, 3, 3, 3, 4],
    levels + 1,
  ).toReversed();
  const scales = flags(
    fields,
    'decoder_spatio_temporal_scaling',
    [true, true, true, false],
    levels,
  ).toReversed();
  const none = Array.from({ length: levels + 1 }, () => false);
  const noise = flags(fields, 'decoder_inject_noise', none, levels + 1).toReversed();
  const factors = sized(
    fields,
    'upsample_factor',
    fields.counts('upsample_factor') ?? channels.map(() => 1),
    levels,
  ).toReversed();
  const [first = 512] = channels;
  let now = first;
  const decoder = channels.map((width, i): DecoderLevel => {
    const factor = factors[i] ?? 1;
    const input = Math.floor(now / factor);
    now = Math.floor(width / factor);
    return {
      in: input,
      out: now,
      resnets: counts[i + 1] ?? 1,
      scales: scales[i] === true,
      factor,
      noise: noise[i + 1] === true,
    };
  });
  return { middle: { width: first, resnets: counts[0] ?? 1, noise: noise[0] === true }, decoder };
};

/** LTX-Video's autoencoder (arXiv:2501.00103): 32 × 32 pixels of eight frames in one position of 128 channels. */
export const autoencoderLtx: ComponentClass = {
  id: 'autoencoder-ltx',
  classNames: ['AutoencoderKLLTXVideo'],
  read: (fields) => {
    if ((fields.optionalCount('patch_size_t') ?? 1) !== 1) refuse(fields, 'patch_size_t', 'other than 1');
    const patch = fields.optionalCount('patch_size') ?? 4;
    const spec: LtxAutoencoder = {
      in: fields.optionalCount('in_channels') ?? 3,
      out: fields.optionalCount('out_channels') ?? 3,
      latent: fields.optionalCount('latent_channels') ?? 128,
      patch,
      stepped: fields.flag('timestep_conditioning', false),
      ...readEncoder(fields),
      ...readDecoder(fields),
    };
    const widening = spec.decoder.find((level) => level.in !== level.out);
    if (spec.stepped && widening !== undefined)
      refuse(fields, 'timestep_conditioning', 'true where the width of a level changes');
    const doublings = 2 ** spec.decoder.filter(({ scales }) => scales).length;
    const latent = { height: 16, width: 22, frames: 21 };
    return {
      part: 'codec',
      root: together([encoder(spec, latent), decoder(spec, latent)]),
      decoder: (grid) => together([decoder(spec, grid)]),
      layers: spec.encoder.length + spec.decoder.length + 2,
      latent,
      compression: { space: patch * doublings, time: doublings },
    };
  },
};
