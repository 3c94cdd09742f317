import { dense, parameter } from '../encoder/parts';
import { elementwise } from '../graph/elementwise';
import { matmul } from '../graph/matmul';
import { group, leaf, type ModuleNode } from '../graph/node';
import { positions, within } from '../graph/within';
import type { AudioCodec } from './codec';
import { conv1d, conv1dUp } from './conv1d';

export interface Encodec {
  readonly rate: number;
  readonly audioChannels: number;
  readonly filters: number;
  readonly hidden: number;
  readonly ratios: readonly number[];
  readonly residualLayers: number;
  readonly kernels: { readonly first: number; readonly last: number; readonly residual: number };
  readonly compress: number;
  readonly lstmLayers: number;
  readonly shortcut: boolean;
  /** The length of each filter apart from its direction, or a norm over time behind each convolution. */
  readonly norm: 'weight' | 'group';
  readonly codes: number;
  /** Codebooks used at the first of the bandwidths. */
  readonly codebooks: number;
  readonly chunk?: AudioCodec['chunk'];
}

const FIELDS = ['num_filters', 'upsampling_ratios', 'hidden_size'];

/** What a convolution's norm stores for some channels: of the filters, or of what comes out. */
const normed = ({ norm }: Encodec, name: string, filters: number, out: number): ModuleNode =>
  norm === 'weight'
    ? parameter(`${name}.weight_g`, filters)
    : parameter(`${name}.norm`, 2 * out, { width: out });

const conv = (
  spec: Encodec,
  name: string,
  input: number,
  out: number,
  kernel: number,
  stride = 1,
): ModuleNode =>
  group('', [
    conv1d(`${name}.conv`, input, out, kernel, { stride, fields: FIELDS }),
    normed(spec, name, out, out),
  ]);

const residualBlock = (spec: Encodec, name: string, width: number): ModuleNode => {
  const inner = Math.floor(width / spec.compress);
  return group(name, [
    conv(spec, 'block.1', width, inner, spec.kernels.residual),
    conv(spec, 'block.3', inner, width, 1),
    ...(spec.shortcut ? [conv(spec, 'shortcut', width, width, 1)] : []),
    leaf('activation', elementwise({ reads: 2 * width, writes: width + inner })),
  ]);
};

const lstm = ({ lstmLayers }: Encodec, width: number): readonly ModuleNode[] =>
  lstmLayers === 0
    ? []
    : [
        group(
          'lstm',
          [
            dense('weight_ih', width, 4 * width, { fields: ['num_lstm_layers'] }),
            dense('weight_hh', width, 4 * width, { fields: ['num_lstm_layers'] }),
            leaf('gates', elementwise({ reads: 9 * width, writes: 2 * width })),
          ],
          lstmLayers,
        ),
      ];

const residuals = (spec: Encodec, width: number): readonly ModuleNode[] =>
  spec.residualLayers === 0 ? [] : [group('residual', [residualBlock(spec, '', width)], spec.residualLayers)];

const encoder = (spec: Encodec, samples: number): ModuleNode => {
  let length = samples;
  let width = spec.filters;
  const levels = spec.ratios.toReversed().map((ratio, i) => {
    const before = length;
    const from = width;
    length = Math.ceil(length / ratio);
    width = 2 * width;
    return group(`layers.${i}`, [
      within(group('', residuals(spec, from)), positions(before)),
      within(conv(spec, 'down', from, width, 2 * ratio, ratio), positions(length)),
    ]);
  });
  const frames = positions(length);
  return group('', [
    group('encoder', [
      within(conv(spec, 'first', spec.audioChannels, spec.filters, spec.kernels.first), positions(samples)),
      ...levels,
      within(
        group('', [...lstm(spec, width), conv(spec, 'last', width, spec.hidden, spec.kernels.last)]),
        frames,
      ),
    ]),
    // The distance to every code, for one codebook after the other.
    within(
      group(
        'quantizer',
        [leaf('distances', matmul({ out: spec.codes, depth: spec.hidden }))],
        spec.codebooks,
      ),
      frames,
    ),
  ]);
};

const decoder = (spec: Encodec, frames: number): ModuleNode => {
  let length = frames;
  let width = spec.filters * 2 ** spec.ratios.length;
  const first = group('', [
    conv(spec, 'first', spec.hidden, width, spec.kernels.first),
    ...lstm(spec, width),
  ]);
  const levels = spec.ratios.map((ratio, i) => {
    const before = length;
    const from = width;
    length *= ratio;
    width = Math.floor(width / 2);
    return group(`layers.${i}`, [
      conv1dUp('up.conv', from, width, 2 * ratio, ratio, before, FIELDS),
      within(normed(spec, 'up', from, width), positions(length)),
      within(group('', residuals(spec, width)), positions(length)),
    ]);
  });
  return group('decoder', [
    within(first, positions(frames)),
    ...levels,
    within(conv(spec, 'last', spec.filters, spec.audioChannels, spec.kernels.last), positions(length)),
  ]);
};

/** EnCodec (arXiv:2210.13438): convolutions and a recurrent layer down to frames, codebooks, and the way back. */
export const encodec = (spec: Encodec): AudioCodec => ({
  rate: spec.rate,
  hop: spec.ratios.reduce((all, ratio) => all * ratio, 1),
  ...(spec.chunk === undefined ? {} : { chunk: spec.chunk }),
  encoder: (samples) => encoder(spec, samples),
  decoder: (frames) => decoder(spec, frames),
  layers: 2 * spec.ratios.length,
});
