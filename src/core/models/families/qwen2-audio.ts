import { dense } from '../encoder/parts';
import { group } from '../graph/node';
import { positions, within } from '../graph/within';
import { whisperEncoder } from '../speech/whisper';
import { readText, textFields } from '../vision-language/text';
import type { Family } from './family';

/** Positions that the encoder averages into one before the projector. */
const POOLED = 2;

/** Qwen2-Audio (arXiv:2407.10759): Whisper's encoder, pooled by two, one matrix, and Qwen2. */
export const qwen2Audio: Family = {
  id: 'qwen2-audio',
  modelTypes: ['qwen2_audio'],
  read: (fields, familyOf) => {
    const audio = fields.objectOrEmpty('audio_config');
    const width = audio.optionalCount('d_model') ?? 1280;
    const heads = audio.optionalCount('encoder_attention_heads') ?? 20;
    if (width % heads !== 0) {
      audio.fail(
        'encoder_attention_heads',
        `encoder_attention_heads is ${heads}; expected a divisor of d_model, which is ${width}`,
      );
    }
    const sourcePositions = audio.optionalCount('max_source_positions') ?? 1500;
    const encoder = whisperEncoder(
      {
        width,
        sourcePositions,
        mels: audio.optionalCount('num_mel_bins') ?? 128,
        encoder: {
          layers: audio.optionalCount('encoder_layers') ?? 32,
          heads,
          inner: audio.optionalCount('encoder_ffn_dim') ?? 5120,
        },
      },
      'model.audio_tower',
    );
    const inner = textFields(fields, 'qwen2');
    if (inner.flag('tie_word_embeddings', false))
      inner.fail('tie_word_embeddings', 'not known: a Qwen2-Audio with a tied head');
    const out = inner.count('hidden_size');
    const projector = within(
      dense('model.multi_modal_projector.linear', width, out),
      positions(sourcePositions / POOLED),
    );
    const text = readText(fields, familyOf, 'qwen2');
    return { ...text, root: group('', [encoder, projector, text.root]) };
  },
};
