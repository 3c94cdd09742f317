import { visionLanguage } from '../vision-language/architecture';
import { readGlmVision } from '../vision-language/glm-vision';
import { readText } from '../vision-language/text';
import type { Family } from './family';

/** GLM-4.1V, 4.5V and 4.6V (arXiv:2507.01006): GLM-4 or GLM-4.5, and a tower that takes images of any size. */
export const glmVl: Family = {
  id: 'glm-vl',
  modelTypes: ['glm4v', 'glm46v', 'glm4v_moe'],
  read: (fields, familyOf) => {
    const text = fields.optionalText('model_type') === 'glm4v_moe' ? 'glm4v_moe_text' : 'glm4v_text';
    return visionLanguage(
      readText(fields, familyOf, text),
      readGlmVision(fields.objectOrEmpty('vision_config')),
    );
  },
};
