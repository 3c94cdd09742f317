import { parameter, residual } from '../encoder/parts';
import { linear } from '../graph/linear';
import { group, leaf, type ModuleNode } from '../graph/node';
import { positions, within } from '../graph/within';
import type { AudioCodec } from './codec';
import { after, conv1d, conv1dUp } from './conv1d';

export interface Dac {
  readonly rate: number;
  readonly first: number;
  readonly decoder: number;
  /** Samples that each level folds into one, from the samples inwards. */
  readonly ratios: readonly number[];
  /** Samples that each level of the decoder unfolds, from the frames outwards. */
  readonly upsampling: readonly number[];
  /** Channels of a frame, between encoder and decoder. */
  readonly hidden: number;
  readonly codebooks: number;
  readonly codes: number;
  readonly codeWidth: number;
}

const FIELDS = ['encoder_hidden_size', 'decoder_hidden_size', 'downsampling_ratios', 'hidden_size'];
/** Residual units of each level. */
const UNITS = 3;

/** x + sin²(αx)/α, with an α per channel. */
const snake = (name: string, width: number): ModuleNode => parameter(name, width, { width });

const units = (width: number): ModuleNode =>
  group(
    'res_unit',
    [
      snake('snake1', width),
      conv1d('conv1', width, width, 7, { fields: FIELDS }),
      snake('snake2', width),
      conv1d('conv2', width, width, 1, { fields: FIELDS }),
      residual(width, 1),
    ],
    UNITS,
  );

const encoder = (spec: Dac, samples: number): ModuleNode => {
  const { hidden } = spec;
  const widest = spec.first * 2 ** spec.ratios.length;
  let length = samples;
  const levels = spec.ratios.map((ratio, i) => {
    const before = length;
    const width = spec.first * 2 ** i;
    length = after(before, 2 * ratio, ratio, Math.ceil(ratio / 2));
    return group(`block.${i}`, [
      within(group('', [units(width), snake('snake1', width)]), positions(before)),
      within(
        conv1d('conv1', width, 2 * width, 2 * ratio, { stride: ratio, fields: FIELDS }),
        positions(length),
      ),
    ]);
  });
  const frames = positions(length);
  return group('', [
    group('encoder', [
      within(conv1d('conv1', 1, spec.first, 7, { fields: FIELDS }), positions(samples)),
      ...levels,
      within(group('', [snake('snake1', widest), conv1d('conv2', widest, hidden, 3)]), frames),
    ]),
    within(
      group(
        'quantizer.quantizers',
        [
          conv1d('in_proj', hidden, spec.codeWidth, 1, { fields: ['codebook_dim'] }),
          leaf('codebook', linear({ in: spec.codeWidth, out: spec.codes, plain: true }), ['codebook_size']),
          conv1d('out_proj', spec.codeWidth, hidden, 1, { fields: ['codebook_dim'] }),
        ],
        spec.codebooks,
      ),
      frames,
    ),
  ]);
};

const decoder = (spec: Dac, frames: number): ModuleNode => {
  let length = frames;
  const widthAt = (i: number): number => Math.floor(spec.decoder / 2 ** i);
  const levels = spec.upsampling.map((ratio, i) => {
    const before = length;
    length = before * ratio + ratio - 2 * Math.ceil(ratio / 2);
    return group(`block.${i}`, [
      within(snake('snake1', widthAt(i)), positions(before)),
      conv1dUp('conv_t1', widthAt(i), widthAt(i + 1), 2 * ratio, ratio, before, FIELDS),
      within(units(widthAt(i + 1)), positions(length)),
    ]);
  });
  const last = widthAt(spec.upsampling.length);
  return group('decoder', [
    within(conv1d('conv1', spec.hidden, spec.decoder, 7, { fields: FIELDS }), positions(frames)),
    ...levels,
    within(group('', [snake('snake1', last), conv1d('conv2', last, 1, 7)]), positions(length)),
  ]);
};

/** Descript's audio codec (arXiv:2306.06546): convolutions with periodic activations, and narrow codebooks. */
export const dac = (spec: Dac): AudioCodec => ({
  rate: spec.rate,
  hop: spec.ratios.reduce((all, ratio) => all * ratio, 1),
  encoder: (samples) => encoder(spec, samples),
  decoder: (frames) => decoder(spec, frames),
  layers: spec.ratios.length + spec.upsampling.length,
});
