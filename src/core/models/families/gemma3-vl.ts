import { dense, rmsNorm } from '../encoder/parts';
import { group } from '../graph/node';
import { positions, within } from '../graph/within';
import { visionTransformer } from '../vision/vit';
import { visionLanguage } from '../vision-language/architecture';
import { readText, textFields } from '../vision-language/text';
import { readVisionConfig, readVisionTower } from '../vision-language/tower';
import type { Family } from './family';

/** Gemma 3 with eyes and PaliGemma (arXiv:2503.19786, arXiv:2407.07726): SigLIP and one matrix. */
export const gemma3Vl: Family = {
  id: 'gemma3-vl',
  modelTypes: ['gemma3', 'paligemma'],
  read: (fields, familyOf) => {
    const third = fields.optionalText('model_type') === 'gemma3';
    const textType = third ? 'gemma3_text' : 'gemma';
    const vision = readVisionConfig(fields);
    const tower = readVisionTower(vision, 'model.vision_tower', 'siglip_vision_model');
    const width = textFields(fields, textType).count('hidden_size');
    const pooled = fields.optionalCount('mm_tokens_per_image') ?? 256;
    return visionLanguage(readText(fields, familyOf, textType), {
      layers: tower.layers,
      build: (resolution) =>
        group('', [
          visionTransformer(tower.spec(resolution), resolution),
          within(
            group(
              'model.multi_modal_projector',
              third
                ? [
                    rmsNorm('mm_soft_emb_norm', tower.width),
                    dense('mm_input_projection_weight', tower.width, width, { bias: false }),
                  ]
                : [dense('linear', tower.width, fields.optionalCount('projection_dim') ?? width)],
            ),
            positions(third ? pooled : tower.tokens(resolution)),
          ),
        ]),
    });
  },
};
