import { type T5, t5Encoder, t5Model } from '../encoder-decoder/t5';
import { readLayers } from '../decoder/read';
import type { Fields } from '../fields';
import { readClass } from '../vision/image';
import type { Family } from './family';

const read = (fields: Fields, biasPerLayer: boolean): T5 => {
  const layers = readLayers(fields, ['num_layers', 'num_hidden_layers']);
  return {
    vocabulary: fields.count('vocab_size'),
    width: fields.count('d_model'),
    heads: fields.count('num_heads'),
    headDim: fields.count('d_kv'),
    inner: fields.count('d_ff'),
    gated: (fields.optionalText('feed_forward_proj') ?? (biasPerLayer ? 'gated-gelu' : 'relu')).startsWith(
      'gated-',
    ),
    encoderLayers: layers,
    decoderLayers: fields.optionalCount('num_decoder_layers') ?? layers,
    buckets: fields.optionalCount('relative_attention_num_buckets') ?? 32,
    biasPerLayer,
  };
};

/** T5 and Flan-T5 (arXiv:1910.10683), whole or the encoder alone. */
export const t5: Family = {
  id: 't5',
  modelTypes: ['t5'],
  read: (fields) => {
    const className = readClass(fields, 'T5ForConditionalGeneration');
    if (/EncoderModel$/.test(className)) return t5Encoder(read(fields, false));
    if (/(ForConditionalGeneration|WithLMHeadModel)$/.test(className)) return t5Model(read(fields, false));
    return fields.fail('architectures', `not known: the head of ${className}`);
  },
};

/** UMT5's encoder (arXiv:2304.09151), as video models use it: relative positions in every layer. */
export const umt5: Family = {
  id: 'umt5',
  modelTypes: ['umt5'],
  read: (fields) => {
    const className = readClass(fields, 'UMT5ForConditionalGeneration');
    return /EncoderModel$/.test(className)
      ? t5Encoder(read(fields, true))
      : fields.fail('architectures', `not known: ${className}; of UMT5 the encoder alone is`);
  },
};
