import { whisperModel } from '../speech/whisper';
import { readClass } from '../vision/image';
import type { Family } from './family';

/** Whisper: convolutions over a spectrogram, an encoder, and a decoder that looks at it (arXiv:2212.04356). */
export const whisper: Family = {
  id: 'whisper',
  modelTypes: ['whisper'],
  read: (fields) => {
    const className = readClass(fields, 'WhisperForConditionalGeneration');
    if (className !== 'WhisperForConditionalGeneration') {
      return fields.fail('architectures', `not known: the head of ${className}`);
    }
    const width = fields.optionalCount('d_model') ?? 384;
    const part = (side: 'encoder' | 'decoder') => {
      const names = `${side}_attention_heads`;
      const heads = fields.optionalCount(names) ?? 6;
      if (width % heads !== 0) {
        fields.fail(names, `${names} is ${heads}; expected a divisor of d_model, which is ${width}`);
      }
      return {
        heads,
        layers: fields.optionalCount(`${side}_layers`) ?? 4,
        inner: fields.optionalCount(`${side}_ffn_dim`) ?? 1536,
      };
    };
    return whisperModel({
      width,
      mels: fields.optionalCount('num_mel_bins') ?? 80,
      vocabulary: fields.optionalCount('vocab_size') ?? 51865,
      encoder: part('encoder'),
      decoder: part('decoder'),
      sourcePositions: fields.optionalCount('max_source_positions') ?? 1500,
      targetPositions: fields.optionalCount('max_target_positions') ?? 448,
      tied: fields.flag('tie_word_embeddings', true),
    });
  },
};
