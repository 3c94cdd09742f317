import type { Architecture } from '../architecture';
import type { Fields } from '../fields';
import { visionLanguage } from '../vision-language/architecture';
import { type QwenGeneration, readQwenVision } from '../vision-language/qwen-vision';
import { readText } from '../vision-language/text';
import { readVisionConfig } from '../vision-language/tower';
import type { Family, FamilyOf } from './family';
import { qwen2 } from './qwen2';

const GENERATIONS: Readonly<Record<string, QwenGeneration>> = {
  qwen2_vl: 'qwen2',
  qwen2_5_vl: 'qwen2.5',
  qwen3_vl: 'qwen3',
  qwen3_vl_moe: 'qwen3',
  qwen3_5: 'qwen3',
  qwen3_5_moe: 'qwen3',
};

/** Layers of Qwen3-VL's tower whose outputs go to the text's first layers, where the config does not say. */
const DEEPSTACK = [8, 16, 24];

/** Configs before 2025 have the text's fields beside vision_config, not in a text_config. */
const text = (fields: Fields, generation: QwenGeneration, familyOf: FamilyOf): Architecture =>
  generation !== 'qwen3' && !fields.has('text_config')
    ? qwen2.read(fields, familyOf)
    : readText(fields, familyOf);

/** Qwen's vision-language models: a text model of Qwen 2, 3 or 3.5, and a tower that takes images of any size. */
export const qwenVl: Family = {
  id: 'qwen-vl',
  modelTypes: Object.keys(GENERATIONS),
  read: (fields, familyOf) => {
    const modelType = fields.optionalText('model_type') ?? '';
    const generation = GENERATIONS[modelType] ?? 'qwen2';
    const deepstack = modelType.startsWith('qwen3_vl') ? DEEPSTACK : [];
    const vision = readVisionConfig(fields);
    return visionLanguage(text(fields, generation, familyOf), readQwenVision(vision, generation, deepstack));
  },
};
