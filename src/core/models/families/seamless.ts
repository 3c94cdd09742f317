import { readLayers } from '../decoder/read';
import type { Fields } from '../fields';
import type { Conformer, ConformerPositions } from '../speech/conformer';
import { seamlessModel } from '../speech/seamless';
import type { Seamless, SeamlessSide, SeamlessVoice } from '../speech/seamless-parts';
import { readClass } from '../vision/image';
import { classDefaults } from './class-defaults';
import type { Family } from './family';

/** What each class hears or reads, and whether it speaks. */
const CLASSES: Readonly<Record<string, { speech: boolean; text: boolean; voice: boolean }>> = {
  Model: { speech: true, text: true, voice: true },
  ForSpeechToSpeech: { speech: true, text: false, voice: true },
  ForSpeechToText: { speech: true, text: false, voice: false },
  ForTextToSpeech: { speech: false, text: true, voice: true },
  ForTextToText: { speech: false, text: true, voice: false },
};

const readHeads = (fields: Fields, name: string, width: number): number => {
  const heads = fields.count(name);
  return width % heads === 0
    ? heads
    : fields.fail(name, `${name} is ${heads}; expected a divisor of hidden_size, which is ${width}`);
};

const side = (fields: Fields, name: string, width: number): SeamlessSide => ({
  layers: readLayers(fields, `${name}_layers`),
  heads: readHeads(fields, `${name}_attention_heads`, width),
  inner: fields.count(`${name}_ffn_dim`),
});

const readPositions = (fields: Fields, second: boolean): ConformerPositions => {
  const kind = fields.optionalText('position_embeddings_type') ?? 'none';
  if (second) {
    return kind === 'relative_key'
      ? {
          kind: 'relative-key',
          left: fields.count('left_max_position_embeddings'),
          right: fields.count('right_max_position_embeddings'),
        }
      : { kind: 'none' };
  }
  return kind === 'relative' || kind === 'rotary' ? { kind } : { kind: 'none' };
};

const readSpeech = (fields: Fields, width: number, second: boolean): NonNullable<Seamless['speech']> => {
  const conformer: Conformer = {
    width,
    heads: readHeads(fields, 'speech_encoder_attention_heads', width),
    inner: fields.count('speech_encoder_intermediate_size'),
    kernel: fields.count('conv_depthwise_kernel_size'),
    positions: readPositions(fields, second),
  };
  return {
    conformer,
    layers: readLayers(fields, 'speech_encoder_layers'),
    features: fields.count('feature_projection_input_dim'),
    adapter: {
      layers: fields.flag('add_adapter', true) ? readLayers(fields, 'num_adapter_layers') : 0,
      kernel: fields.count('adaptor_kernel_size'),
      stride: fields.count('adaptor_stride'),
    },
  };
};

const readVoice = (fields: Fields, width: number, second: boolean): SeamlessVoice => {
  const unitWidth = fields.count('unit_embed_dim');
  const speakerWidth = fields.count('spkr_embed_dim');
  const languageWidth = fields.count('lang_embed_dim');
  const rates = fields.counts('upsample_rates') ?? [5, 4, 4, 2, 2];
  const kernels = fields.counts('upsample_kernel_sizes') ?? [11, 8, 8, 4, 4];
  if (kernels.length !== rates.length) {
    fields.fail(
      'upsample_kernel_sizes',
      `upsample_kernel_sizes has ${kernels.length} entries; expected ${rates.length}, as upsample_rates has`,
    );
  }
  const channels = fields.count('upsample_initial_channel');
  if (channels < 2 ** rates.length) {
    fields.fail(
      'upsample_initial_channel',
      `upsample_initial_channel is ${channels}; expected at least ${2 ** rates.length}, as each of ${rates.length} steps halves it`,
    );
  }
  const blockKernels = fields.counts('resblock_kernel_sizes') ?? [3, 7, 11];
  const dilations = fields.rows<number>('resblock_dilation_sizes', 'number');
  return {
    units: fields.count('t2u_vocab_size'),
    encoder: side(fields, 't2u_encoder', width),
    decoder: side(fields, 't2u_decoder', width),
    letters: second
      ? {
          vocabulary: fields.count('char_vocab_size'),
          width: fields.count('t2u_variance_predictor_embed_dim'),
          inner: fields.count('t2u_variance_predictor_hidden_dim'),
          kernel: fields.count('t2u_variance_predictor_kernel_size'),
        }
      : undefined,
    vocoder: {
      gan: {
        in: unitWidth + speakerWidth + languageWidth,
        channels,
        rates,
        kernels,
        blockKernels,
        blockDepths: dilations?.map((row) => row.length) ?? [3, 3, 3],
      },
      units: fields.count('unit_hifi_gan_vocab_size'),
      unitWidth,
      speakers: fields.count('vocoder_num_spkrs'),
      speakerWidth,
      languages: fields.count('vocoder_num_langs'),
      languageWidth,
      kernel: fields.count('variance_predictor_kernel_size'),
      rate: fields.count('sampling_rate'),
    },
  };
};

/** SeamlessM4T and its second version (arXiv:2308.11596, arXiv:2312.05187): speech and text, in and out. */
export const seamless: Family = {
  id: 'seamless',
  modelTypes: ['seamless_m4t', 'seamless_m4t_v2'],
  read: (given) => {
    const modelType = given.optionalText('model_type') ?? 'seamless_m4t';
    const second = modelType === 'seamless_m4t_v2';
    const fields = given.withDefaults({
      ...classDefaults(modelType),
      position_embeddings_type: second ? 'relative_key' : 'relative',
    });
    const className = readClass(fields, 'Model');
    const parts = CLASSES[className.replace(/^SeamlessM4T(v2)?/, '')];
    if (parts === undefined) return fields.fail('architectures', `not known: the head of ${className}`);
    if (!fields.flag('tie_word_embeddings', true)) {
      fields.fail(
        'tie_word_embeddings',
        'not known: a SeamlessM4T whose tables are apart (tie_word_embeddings false)',
      );
    }
    const width = given.count('hidden_size');
    return seamlessModel({
      width,
      vocabulary: fields.count('vocab_size'),
      speech: parts.speech ? readSpeech(fields, width, second) : undefined,
      text: parts.text ? side(fields, 'encoder', width) : undefined,
      decoder: side(fields, 'decoder', width),
      voice: parts.voice ? readVoice(fields, width, second) : undefined,
    });
  },
};
