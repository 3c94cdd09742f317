import type { Fields } from '../fields';
import { type AudioCodec, codecModel } from '../speech/codec';
import { type Dac, dac } from '../speech/dac';
import { encodec } from '../speech/encodec';
import { readClass } from '../vision/image';
import type { Family } from './family';

/** Most levels that samples are folded in; further ones would leave no frame of any sound. */
const MOST_LEVELS = 20;
const MOST_BLOCKS = 1000;

const readRatios = (fields: Fields, name: string, otherwise: readonly number[]): readonly number[] => {
  const ratios = fields.counts(name) ?? otherwise;
  return ratios.length > 0 && ratios.length <= MOST_LEVELS
    ? ratios
    : fields.fail(name, `${name} has ${ratios.length} entries; expected 1 to ${MOST_LEVELS}`);
};

const few = (fields: Fields, name: string, otherwise: number): number => {
  const count = fields.optionalCount(name, 0) ?? otherwise;
  return count <= MOST_BLOCKS
    ? count
    : fields.fail(name, `${name} is ${count}; expected at most ${MOST_BLOCKS}`);
};

/** EnCodec's config, of its own or inside a model that speaks with it. */
export const readEncodec = (fields: Fields): AudioCodec => {
  const norm = fields.optionalText('norm_type') ?? 'weight_norm';
  if (norm !== 'weight_norm' && norm !== 'time_group_norm')
    return fields.fail('norm_type', `norm_type is "${norm}"; expected weight_norm or time_group_norm`);
  const hidden = fields.optionalCount('hidden_size') ?? 128;
  const width = fields.optionalCount('codebook_dim') ?? hidden;
  if (width !== hidden)
    fields.fail('codebook_dim', `codebook_dim is ${width}; expected hidden_size, which is ${hidden}`);
  const rate = fields.optionalCount('sampling_rate') ?? 24_000;
  const ratios = readRatios(fields, 'upsampling_ratios', [8, 5, 4, 2]);
  const hop = ratios.reduce((all, ratio) => all * ratio, 1);
  const codes = fields.optionalCount('codebook_size') ?? 1024;
  const [bandwidth = 1.5] = fields.numbers('target_bandwidths') ?? [];
  const perCodebook = Math.ceil(Math.log2(codes)) * Math.ceil(rate / hop);
  const seconds = fields.optionalNumber('chunk_length_s');
  const overlap = fields.optionalNumber('overlap') ?? 0;
  const samples = Math.max(1, Math.trunc((seconds ?? 1) * rate));
  return encodec({
    rate,
    hidden,
    ratios,
    audioChannels: fields.optionalCount('audio_channels') ?? 1,
    filters: fields.optionalCount('num_filters') ?? 32,
    residualLayers: few(fields, 'num_residual_layers', 1),
    kernels: {
      first: fields.optionalCount('kernel_size') ?? 7,
      last: fields.optionalCount('last_kernel_size') ?? 7,
      residual: fields.optionalCount('residual_kernel_size') ?? 3,
    },
    compress: fields.optionalCount('compress') ?? 2,
    lstmLayers: few(fields, 'num_lstm_layers', 2),
    shortcut: fields.flag('use_conv_shortcut', true),
    norm: norm === 'weight_norm' ? 'weight' : 'group',
    codes,
    codebooks: Math.max(1, Math.floor((1000 * bandwidth) / perCodebook)),
    ...(seconds === undefined
      ? {}
      : { chunk: { samples, step: Math.max(1, Math.trunc((1 - overlap) * samples)) } }),
  });
};

/** The class works out the width of a frame and the decoder's ratios, and takes those of the config instead. */
const readDac = (fields: Fields): Dac => {
  const first = fields.optionalCount('encoder_hidden_size') ?? 64;
  const ratios = readRatios(fields, 'downsampling_ratios', [2, 4, 8, 8]);
  return {
    rate: fields.optionalCount('sampling_rate') ?? 16_000,
    first,
    decoder: fields.optionalCount('decoder_hidden_size') ?? 1536,
    ratios,
    upsampling: readRatios(fields, 'upsampling_ratios', ratios.toReversed()),
    hidden: fields.optionalCount('hidden_size') ?? first * 2 ** ratios.length,
    codebooks: few(fields, 'n_codebooks', 9),
    codes: fields.optionalCount('codebook_size') ?? 1024,
    codeWidth: fields.optionalCount('codebook_dim') ?? 8,
  };
};

/** EnCodec and Descript's audio codec: sound to codes and back. */
export const audioCodec: Family = {
  id: 'audio-codec',
  modelTypes: ['encodec', 'dac'],
  read: (fields) => {
    const className = readClass(fields, 'EncodecModel');
    if (className !== 'EncodecModel' && className !== 'DacModel')
      return fields.fail('architectures', `not known: the head of ${className}`);
    if (fields.optionalText('model_type') === 'encodec') return codecModel(readEncodec(fields));
    return codecModel(dac(readDac(fields)));
  },
};
