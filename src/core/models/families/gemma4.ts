import { decoderPlan, outputTokens } from '../decoder/plan';
import { group } from '../graph/node';
import { gemma4Audio } from '../speech/gemma4-audio';
import { gemma4Text } from '../vision-language/gemma4-text';
import { textFields } from '../vision-language/text';
import type { Family } from './family';

/** Gemma 4, the small models, with their ears. A run costs the text; the tower counts by its weights. */
export const gemma4: Family = {
  id: 'gemma4',
  modelTypes: ['gemma4'],
  read: (fields) => {
    if (fields.has('vision_config')) {
      fields.fail('vision_config', 'not known: the vision tower of Gemma 4');
    }
    const text = textFields(fields, 'gemma4_text');
    const { root, layers } = gemma4Text(text);
    const audio = fields.object('audio_config');
    return {
      root: group('', [
        ...(audio === undefined ? [] : [gemma4Audio(audio, text.count('hidden_size'))]),
        root,
      ]),
      layers,
      unit: 'token',
      plan: decoderPlan(root),
      units: outputTokens,
    };
  },
};
