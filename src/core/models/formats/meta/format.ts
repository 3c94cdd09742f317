import { llama } from '../../families/llama';
import type { Fields } from '../../fields';
import { dialect, type Translation } from '../dialect';

/** Feed-forward width: two thirds of 4·dim, times the multiplier, rounded up (meta-llama/llama-models, model.py). */
export const multipleOfWidth = (fields: Fields, dim: number): number => {
  const scaled = Math.floor((fields.optionalNumber('ffn_dim_multiplier') ?? 1) * Math.floor((8 * dim) / 3));
  const multiple = fields.optionalCount('multiple_of') ?? 256;
  return multiple * Math.ceil(scaled / multiple);
};

export const metaSpelling = {
  hidden_size: 'dim',
  num_hidden_layers: 'n_layers',
  num_attention_heads: 'n_heads',
  num_key_value_heads: 'n_kv_heads',
  vocab_size: 'vocab_size',
  max_position_embeddings: 'max_seq_len',
};

export const metaTranslation = (fields: Fields): Translation => ({
  family: llama,
  spelling: metaSpelling,
  constants: { intermediate_size: multipleOfWidth(fields, fields.count('dim')), tie_word_embeddings: false },
});

/** Meta's `params.json` of Llama 2 and 3. The width of the feed-forward part is computed, not given. */
export const meta = dialect({
  id: 'meta',
  has: ['dim', 'n_layers', 'n_heads', 'norm_eps'],
  hasNot: ['hidden_dim', 'inter_dim', 'model_type'],
  translate: (fields) => {
    if (fields.has('vision_num_cross_attention_layers')) {
      return fields.fail(
        'vision_num_cross_attention_layers',
        'not known: a params.json with images; expected the config.json of the same model',
      );
    }
    return metaTranslation(fields);
  },
});
