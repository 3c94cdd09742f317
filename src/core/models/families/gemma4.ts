import type { Architecture } from '../architecture';
import { decoderPlan, outputTokens } from '../decoder/plan';
import type { Fields } from '../fields';
import { group } from '../graph/node';
import { gemma4Audio } from '../speech/gemma4-audio';
import { gemma4Vision } from '../vision/gemma4';
import { visionLanguage } from '../vision-language/architecture';
import { gemma4Text as textTree } from '../vision-language/gemma4-text';
import { textFields } from '../vision-language/text';
import type { Family } from './family';

const textModel = (fields: Fields): Architecture => {
  const { root, layers } = textTree(fields);
  return { root, layers, unit: 'token', plan: decoderPlan(root), units: outputTokens };
};

/** Gemma 4's text on its own. */
export const gemma4Text: Family = {
  id: 'gemma4',
  modelTypes: ['gemma4_text'],
  read: (fields) => textModel(fields),
};

/** Gemma 4 with its eyes and ears. Sound counts by its weights alone. */
export const gemma4: Family = {
  id: 'gemma4',
  modelTypes: ['gemma4'],
  read: (fields) => {
    const text = textFields(fields, 'gemma4_text');
    const width = text.count('hidden_size');
    const plain = textModel(text);
    const audio = fields.object('audio_config');
    const vision = fields.object('vision_config');
    const hearing =
      audio === undefined ? plain : { ...plain, root: group('', [gemma4Audio(audio, width), plain.root]) };
    return vision === undefined ? hearing : visionLanguage(hearing, gemma4Vision(vision, width));
  },
};
