import { dense, layerNorm } from '../encoder/parts';
import { group } from '../graph/node';
import { positions, within } from '../graph/within';
import { visionTransformer } from '../vision/vit';
import { visionLanguage } from '../vision-language/architecture';
import { readText, textFields } from '../vision-language/text';
import { readVisionTower } from '../vision-language/tower';
import type { Family } from './family';

/** LFM2-VL (arXiv:2511.23404): SigLIP 2, patches folded two by two, and a two-layer projector. */
export const lfm2Vl: Family = {
  id: 'lfm2-vl',
  modelTypes: ['lfm2_vl'],
  read: (fields, familyOf) => {
    const tower = readVisionTower(
      fields.objectOrEmpty('vision_config'),
      'model.vision_tower',
      'siglip2_vision_model',
    );
    const width = textFields(fields, 'lfm2').count('hidden_size');
    const factor = fields.optionalCount('downsample_factor') ?? 2;
    const inner = fields.optionalCount('projector_hidden_size') ?? 2560;
    const bias = fields.flag('projector_bias', true);
    const folded = tower.width * factor * factor;
    return visionLanguage(readText(fields, familyOf, 'lfm2'), {
      layers: tower.layers,
      build: (resolution) =>
        group('', [
          visionTransformer(tower.spec(resolution), resolution),
          within(
            group('model.multi_modal_projector', [
              ...(fields.flag('projector_use_layernorm', true) ? [layerNorm('layer_norm', folded)] : []),
              dense('linear_1', folded, inner, { bias }),
              dense('linear_2', inner, width, { bias }),
            ]),
            positions(tower.tokens(resolution) / factor ** 2),
          ),
        ]),
    });
  },
};
