import { dense, rmsNorm } from '../encoder/parts';
import { group } from '../graph/node';
import { positions, within } from '../graph/within';
import { visionTransformer } from '../vision/vit';
import { visionLanguage } from '../vision-language/architecture';
import { readText, textFields } from '../vision-language/text';
import { readVisionTower } from '../vision-language/tower';
import type { Family } from './family';

/** Mistral Small 3.1 and later: Pixtral's tower, patches folded two by two, and a two-layer projector. */
export const mistral3: Family = {
  id: 'mistral3',
  modelTypes: ['mistral3'],
  read: (fields, familyOf) => {
    const given = fields.objectOrEmpty('vision_config');
    const vision = fields.has('vision_config')
      ? given
      : given.withDefaults({ image_size: 1540, patch_size: 14 });
    const tower = readVisionTower(vision, 'model.vision_tower', 'pixtral');
    const width = textFields(fields, 'mistral').count('hidden_size');
    const merge = fields.optionalCount('spatial_merge_size') ?? 2;
    const taken = fields.numbers('vision_feature_layer')?.length ?? 1;
    const bias = fields.flag('multimodal_projector_bias', false);
    return visionLanguage(readText(fields, familyOf, 'mistral'), {
      layers: tower.layers,
      build: (resolution) =>
        group('', [
          visionTransformer(tower.spec(resolution), resolution),
          group('model.multi_modal_projector', [
            within(rmsNorm('norm', tower.width), positions(tower.tokens(resolution))),
            within(
              group('', [
                dense('patch_merger.merging_layer', tower.width * merge * merge, tower.width, {
                  bias: false,
                }),
                dense('linear_1', tower.width * taken, width, { bias }),
                dense('linear_2', width, width, { bias }),
              ]),
              positions(tower.tokens(resolution) / merge ** 2),
            ),
          ]),
        ]),
    });
  },
};
