import type { Architecture } from '../architecture';
import { type T5, t5Encoder, t5Model } from '../encoder-decoder/t5';
import { readLayers } from '../decoder/read';
import type { Fields } from '../fields';
import { readClass } from '../vision/image';
import type { Family } from './family';

const read = (fields: Fields, biasPerLayer: boolean): T5 => {
  const layers = readLayers(fields, ['num_layers', 'num_hidden_layers']);
  const projection =
    fields.optionalText('feed_forward_proj') ??
    (fields.optionalText('model_type') === 't5' ? 'relu' : 'gated-gelu');
  return {
    vocabulary: fields.count('vocab_size'),
    width: fields.count('d_model'),
    heads: fields.count('num_heads'),
    headDim: fields.count('d_kv'),
    inner: fields.count('d_ff'),
    // What transformers writes beside the projection's name has the last word when it reads it again.
    gated: fields.flag('is_gated_act', projection.startsWith('gated-')),
    encoderLayers: layers,
    decoderLayers: fields.optionalCount('num_decoder_layers') ?? layers,
    buckets: fields.optionalCount('relative_attention_num_buckets') ?? 32,
    biasPerLayer,
  };
};

/** What a class of the family stands for: the encoder alone, the whole, or the whole with its head. */
const readModel = (fields: Fields, biasPerLayer: boolean): Architecture => {
  const className = readClass(fields, 'T5ForConditionalGeneration');
  const spec = read(fields, biasPerLayer);
  if (/EncoderModel$/.test(className)) return t5Encoder(spec);
  if (/(ForConditionalGeneration|WithLMHeadModel)$/.test(className)) return t5Model(spec);
  return fields.fail('architectures', `not known: the head of ${className}`);
};

/** T5's encoder on its own, whatever class the config names: the text part of models that sing or paint. */
export const readT5Encoder = (fields: Fields): Architecture & { readonly width: number } => {
  const spec = read(fields, false);
  return { ...t5Encoder(spec), width: spec.width };
};

/** T5, Flan-T5 and mT5 (arXiv:1910.10683, arXiv:2010.11934), whole or the encoder alone. */
export const t5: Family = {
  id: 't5',
  modelTypes: ['t5', 'mt5'],
  read: (fields) => readModel(fields, false),
};

/** UMT5 (arXiv:2304.09151), whose encoder video models use: relative positions in every layer. */
export const umt5: Family = {
  id: 'umt5',
  modelTypes: ['umt5'],
  read: (fields) => readModel(fields, true),
};
