import { type BartSide, bartModel } from '../encoder-decoder/bart';
import type { Fields } from '../fields';
import { readClass } from '../vision/image';
import type { Family } from './family';

/** The position tables start with two rows that no position uses. */
const UNUSED_POSITIONS = 2;

const side = (fields: Fields, name: 'encoder' | 'decoder', width: number): BartSide => {
  const field = `${name}_attention_heads`;
  const heads = fields.count(field);
  if (width % heads !== 0)
    fields.fail(field, `${field} is ${heads}; expected a divisor of d_model, which is ${width}`);
  return { heads, layers: fields.count(`${name}_layers`), inner: fields.count(`${name}_ffn_dim`) };
};

/** BART (arXiv:1910.13461). */
export const bart: Family = {
  id: 'bart',
  modelTypes: ['bart'],
  read: (fields) => {
    const width = fields.count('d_model');
    if (!fields.flag('tie_word_embeddings', true))
      fields.fail(
        'tie_word_embeddings',
        'not known: a BART whose tables are apart (tie_word_embeddings false)',
      );
    const className = readClass(fields, 'BartForConditionalGeneration');
    if (!/(ForConditionalGeneration|Model)$/.test(className))
      return fields.fail('architectures', `not known: the head of ${className}`);
    return bartModel({
      vocabulary: fields.count('vocab_size'),
      width,
      positions: fields.count('max_position_embeddings') + UNUSED_POSITIONS,
      encoder: side(fields, 'encoder', width),
      decoder: side(fields, 'decoder', width),
      head: !/Model$/.test(className),
    });
  },
};
