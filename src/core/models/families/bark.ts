import { readLayers } from '../decoder/read';
import type { Fields } from '../fields';
import { barkModel, type BarkPart } from '../speech/bark';
import { readTowerHeads } from '../vision/config';
import { readClass } from '../vision/image';
import { readEncodec } from './audio-codec';
import { classDefaults } from './class-defaults';
import type { Family } from './family';

const readPart = (fields: Fields): BarkPart => {
  const width = fields.optionalCount('hidden_size') ?? 768;
  return {
    width,
    input: fields.optionalCount('input_vocab_size') ?? 10_048,
    output: fields.optionalCount('output_vocab_size') ?? 10_048,
    layers: fields.has('num_layers') ? readLayers(fields, 'num_layers') : 12,
    heads: readTowerHeads(fields, width, 'num_heads', 12).heads,
    positions: fields.optionalCount('block_size') ?? 1024,
    bias: fields.flag('bias', true),
  };
};

/** Most codebooks of any codec; more is a slip. */
const MOST_CODEBOOKS = 1000;

/** Bark (Suno, 2023): three transformers and EnCodec, from text to speech. */
export const bark: Family = {
  id: 'bark',
  modelTypes: ['bark'],
  read: (fields) => {
    const className = readClass(fields, 'BarkModel');
    if (className !== 'BarkModel') return fields.fail('architectures', `not known: the head of ${className}`);
    const fine = fields.objectOrEmpty('fine_acoustics_config');
    const codebooks = fine.optionalCount('n_codes_total', 3) ?? 8;
    const given = fine.optionalCount('n_codes_given') ?? 1;
    if (codebooks > MOST_CODEBOOKS)
      fine.fail('n_codes_total', `n_codes_total is ${codebooks}; expected at most ${MOST_CODEBOOKS}`);
    if (given >= codebooks)
      fine.fail('n_codes_given', `n_codes_given is ${given}; expected less than n_codes_total`);
    const part = readPart(fine);
    const tied = fine.flag('tie_word_embeddings', true);
    if (tied && (part.input !== part.output || given !== 1)) {
      fine.fail(
        'output_vocab_size',
        'not known: heads tied to tables of another size, or with more than one codebook given',
      );
    }
    const codec = fields.objectOrEmpty('codec_config');
    const kind = codec.optionalText('model_type') ?? 'encodec';
    if (kind !== 'encodec') codec.fail('model_type', `not known: a Bark whose codec is "${kind}"`);
    return barkModel({
      semantic: readPart(fields.objectOrEmpty('semantic_config')),
      coarse: readPart(fields.objectOrEmpty('coarse_acoustics_config')),
      fine: { ...part, tied, codebooks, given },
      codec: readEncodec(codec.withDefaults(classDefaults('encodec'))),
    });
  },
};
