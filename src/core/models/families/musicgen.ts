import { readLayers } from '../decoder/read';
import type { Fields } from '../fields';
import { musicgenModel } from '../speech/musicgen';
import { readClass } from '../vision/image';
import { readTowerHeads } from '../vision/config';
import { readEncodec } from './audio-codec';
import { classDefaults } from './class-defaults';
import type { Family } from './family';
import { readT5Encoder } from './t5';

/** A part's config, with its class's defaults. @throws Problem where it is another model. */
const part = (fields: Fields, name: string, modelType: string): Fields => {
  const given =
    fields.object(name) ?? fields.fail(name, `${name} is missing; expected the config of that part`);
  const named = given.optionalText('model_type') ?? modelType;
  if (named !== modelType) given.fail('model_type', `not known: a MusicGen whose ${name} is "${named}"`);
  return given.withDefaults({ model_type: modelType, ...classDefaults(modelType) });
};

/** MusicGen (arXiv:2306.05284): T5's encoder, a decoder over the codes of EnCodec, and EnCodec itself. */
export const musicgen: Family = {
  id: 'musicgen',
  modelTypes: ['musicgen'],
  read: (fields) => {
    const className = readClass(fields, 'MusicgenForConditionalGeneration');
    if (className !== 'MusicgenForConditionalGeneration')
      return fields.fail('architectures', `not known: the head of ${className}`);
    const decoder = fields.objectOrEmpty('decoder');
    if (decoder.has('cross_attention_hidden_size'))
      decoder.fail('cross_attention_hidden_size', 'not known: cross_attention_hidden_size set');
    const width = decoder.optionalCount('hidden_size') ?? 1024;
    return musicgenModel({
      text: readT5Encoder(part(fields, 'text_encoder', 't5')),
      codec: readEncodec(part(fields, 'audio_encoder', 'encodec')),
      width,
      layers: decoder.has('num_hidden_layers') ? readLayers(decoder) : 24,
      heads: readTowerHeads(decoder, width, 'num_attention_heads', 16).heads,
      inner: decoder.optionalCount('ffn_dim') ?? 4096,
      codes: decoder.optionalCount('vocab_size') ?? 2048,
      codebooks: decoder.optionalCount('num_codebooks') ?? 4,
    });
  },
};
