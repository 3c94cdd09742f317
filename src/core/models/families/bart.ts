import { type Bart, type BartSide, bartModel } from '../encoder-decoder/bart';
import type { Fields } from '../fields';
import { readClass } from '../vision/image';
import type { Family } from './family';

/** How a kin differs from BART: rows that no position uses, and where the norms stand. */
interface Kin {
  readonly unusedPositions?: number;
  readonly computedPositions?: boolean;
  readonly embeddingNorm: boolean;
  readonly finalNorm: boolean;
}

const KIN: Readonly<Record<string, Kin>> = {
  bart: { unusedPositions: 2, embeddingNorm: true, finalNorm: false },
  plbart: { unusedPositions: 2, embeddingNorm: true, finalNorm: false },
  mbart: { unusedPositions: 2, embeddingNorm: true, finalNorm: true },
  pegasus: { embeddingNorm: false, finalNorm: true },
  blenderbot: { embeddingNorm: false, finalNorm: true },
  'blenderbot-small': { embeddingNorm: true, finalNorm: false },
  marian: { embeddingNorm: false, finalNorm: false },
  m2m_100: { computedPositions: true, embeddingNorm: false, finalNorm: true },
};

const side = (fields: Fields, name: 'encoder' | 'decoder', width: number): BartSide => {
  const field = `${name}_attention_heads`;
  const heads = fields.count(field);
  if (width % heads !== 0)
    fields.fail(field, `${field} is ${heads}; expected a divisor of d_model, which is ${width}`);
  return { heads, layers: fields.count(`${name}_layers`), inner: fields.count(`${name}_ffn_dim`) };
};

/**
 * BART (arXiv:1910.13461), mBART, Pegasus, BlenderBot, Marian, and M2M-100 with NLLB (arXiv:2001.08210,
 * arXiv:1912.08777, arXiv:2004.13637, arXiv:2010.11125, arXiv:2207.04672).
 */
export const bart: Family = {
  id: 'bart',
  modelTypes: Object.keys(KIN),
  read: (fields) => {
    const modelType = fields.optionalText('model_type') ?? 'bart';
    const kin = KIN[modelType] ?? { embeddingNorm: true, finalNorm: false };
    const width = fields.count('d_model');
    if (!fields.flag('tie_word_embeddings', true)) {
      fields.fail(
        'tie_word_embeddings',
        `not known: a model of the kind "${modelType}" whose tables are apart (tie_word_embeddings false)`,
      );
    }
    if (modelType === 'marian' && !fields.flag('share_encoder_decoder_embeddings', true)) {
      fields.fail(
        'share_encoder_decoder_embeddings',
        'not known: a Marian whose tables are apart (share_encoder_decoder_embeddings false)',
      );
    }
    const className = readClass(fields, 'BartForConditionalGeneration');
    if (!/(ForConditionalGeneration|Model)$/.test(className))
      return fields.fail('architectures', `not known: the head of ${className}`);
    const spec: Bart = {
      vocabulary: fields.count('vocab_size'),
      width,
      embeddingNorm: kin.embeddingNorm,
      finalNorm: kin.finalNorm,
      ...(kin.computedPositions === true
        ? {}
        : { positions: fields.count('max_position_embeddings') + (kin.unusedPositions ?? 0) }),
      encoder: side(fields, 'encoder', width),
      decoder: side(fields, 'decoder', width),
      head: !/(?<!MT)Model$/.test(className),
    };
    return bartModel(spec);
  },
};
