import { dense, layerNorm } from '../encoder/parts';
import { elementwise } from '../graph/elementwise';
import { group, leaf, type ModuleNode } from '../graph/node';
import { positions, within } from '../graph/within';
import { conv1d, conv1dUp } from './conv1d';

/** HiFi-GAN's generator (arXiv:2010.05646): steps up in time, each behind it several stacks of dilated convolutions. */
export interface HifiGan {
  readonly in: number;
  readonly channels: number;
  readonly rates: readonly number[];
  readonly kernels: readonly number[];
  readonly blockKernels: readonly number[];
  /** Convolutions of each stack: as many as it has dilations. */
  readonly blockDepths: readonly number[];
}

/** Samples per position that goes in. */
export const samplesPerPosition = ({ rates }: Pick<HifiGan, 'rates'>): number =>
  rates.reduce((all, rate) => all * rate, 1);

const UP = ['upsample_initial_channel', 'upsample_kernel_sizes', 'upsample_rates'];
const BLOCKS = ['resblock_kernel_sizes', 'resblock_dilation_sizes'];

/** The generator for `length` positions. */
export const hifiGan = (name: string, spec: HifiGan, length: number): ModuleNode => {
  const channelsAt = (i: number): number => Math.floor(spec.channels / 2 ** i);
  const levels = spec.rates.map((rate, i) => {
    const kernel = spec.kernels[i] ?? rate;
    const before = samplesPerPosition({ rates: spec.rates.slice(0, i) }) * length;
    const channels = channelsAt(i + 1);
    const stacks = spec.blockKernels.map((size, j) =>
      group(
        `resblocks.${i * spec.blockKernels.length + j}`,
        [
          conv1d('convs1', channels, channels, size, { fields: BLOCKS }),
          conv1d('convs2', channels, channels, size, { fields: BLOCKS }),
          leaf('residual', elementwise({ reads: 4 * channels, writes: 3 * channels })),
        ],
        spec.blockDepths[j] ?? 1,
      ),
    );
    return group('', [
      conv1dUp(`upsampler.${i}`, channelsAt(i), channels, kernel, rate, before, UP),
      within(group('', stacks), positions(before * rate)),
    ]);
  });
  const last = channelsAt(spec.rates.length);
  return group(name, [
    within(conv1d('conv_pre', spec.in, spec.channels, 7, { fields: UP }), positions(length)),
    ...levels,
    within(conv1d('conv_post', last, 1, 7), positions(length * samplesPerPosition(spec))),
  ]);
};

/** How long each position lasts: two convolutions and one number (FastSpeech 2, arXiv:2006.04558). */
export const durationPredictor = (
  name: string,
  width: number,
  inner: number,
  kernel: number,
  fields: readonly string[],
): ModuleNode =>
  group(name, [
    conv1d('conv1', width, inner, kernel, { fields }),
    layerNorm('ln1', inner),
    conv1d('conv2', inner, inner, kernel, { fields }),
    layerNorm('ln2', inner),
    dense('proj', inner, 1),
  ]);
