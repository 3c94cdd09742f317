import { dense } from '../encoder/parts';
import { group } from '../graph/node';
import { positions, within } from '../graph/within';
import { visionTransformer } from '../vision/vit';
import { visionLanguage } from '../vision-language/architecture';
import { readText, textFields } from '../vision-language/text';
import { readVisionTower } from '../vision-language/tower';
import type { Family } from './family';

/** Idefics3 and SmolVLM (arXiv:2408.12637, arXiv:2504.05299): a SigLIP tower, patches folded, one matrix. */
export const idefics3: Family = {
  id: 'idefics3',
  modelTypes: ['idefics3', 'smolvlm'],
  read: (fields, familyOf) => {
    const modelType = fields.optionalText('model_type') ?? 'idefics3';
    const vision = fields
      .objectOrEmpty('vision_config')
      .withDefaults({ hidden_size: 1152, patch_size: 32, num_attention_heads: 16 });
    const tower = readVisionTower(vision, 'model.vision_model', `${modelType}_vision`);
    const width = textFields(fields, 'llama').count('hidden_size');
    const factor = fields.optionalCount('scale_factor') ?? 2;
    return visionLanguage(readText(fields, familyOf, 'llama'), {
      layers: tower.layers,
      build: (resolution) =>
        group('', [
          visionTransformer(tower.spec(resolution), resolution),
          within(
            dense('model.connector.modality_projection.proj', tower.width * factor * factor, width, {
              bias: false,
            }),
            positions(tower.tokens(resolution) / factor ** 2),
          ),
        ]),
    });
  },
};
