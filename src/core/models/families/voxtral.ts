import { dense } from '../encoder/parts';
import { group } from '../graph/node';
import { positions, within } from '../graph/within';
import { whisperEncoder } from '../speech/whisper';
import { readClass } from '../vision/image';
import type { Family } from './family';

/** What Voxtral's own config gives its text where text_config leaves it out. */
const TEXT = {
  model_type: 'llama',
  vocab_size: 131_072,
  hidden_size: 3072,
  intermediate_size: 8192,
  num_hidden_layers: 30,
  num_attention_heads: 32,
  num_key_value_heads: 8,
  head_dim: 128,
};

/** Voxtral (arXiv:2507.13264): Whisper's encoder, four of its positions folded into one, and a language model. */
export const voxtral: Family = {
  id: 'voxtral',
  modelTypes: ['voxtral'],
  read: (fields, familyOf) => {
    const className = readClass(fields, 'VoxtralForConditionalGeneration');
    if (className !== 'VoxtralForConditionalGeneration')
      fields.fail('architectures', `not known: the head of ${className}`);
    const audio = fields.objectOrEmpty('audio_config');
    const width = audio.optionalCount('hidden_size') ?? 1280;
    const layers = audio.optionalCount('num_hidden_layers') ?? 32;
    const inner = audio.optionalCount('intermediate_size') ?? 5120;
    const sourcePositions = audio.optionalCount('max_source_positions') ?? 1500;
    const heads = audio.optionalCount('num_attention_heads') ?? 20;
    if (width % heads !== 0) {
      audio.fail('num_attention_heads', `num_attention_heads is ${heads}; expected a divisor of ${width}`);
    }
    const encoder = whisperEncoder(
      {
        width,
        sourcePositions,
        mels: audio.optionalCount('num_mel_bins') ?? 128,
        encoder: { layers, heads, inner },
      },
      'model.audio_tower',
    );
    // The head has a matrix of its own whatever the config says.
    const textPart = fields.objectOrEmpty('text_config').withDefaults(TEXT, { tie_word_embeddings: false });
    const out = textPart.count('hidden_size');
    const projector = within(
      group('model.multi_modal_projector', [
        dense('linear_1', inner, out, { bias: false }),
        dense('linear_2', out, out, { bias: false }),
      ]),
      positions((sourcePositions * width) / inner),
    );
    const text = familyOf(textPart).read(textPart, familyOf);
    return { ...text, root: group('', [encoder, projector, text.root]) };
  },
};
