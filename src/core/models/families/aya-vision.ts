import { dense, layerNorm } from '../encoder/parts';
import { group } from '../graph/node';
import { positions, within } from '../graph/within';
import { visionTransformer } from '../vision/vit';
import { visionLanguage } from '../vision-language/architecture';
import { readText, textFields } from '../vision-language/text';
import { readVisionTower } from '../vision-language/tower';
import type { Family } from './family';

/** Aya Vision and Command A Vision (arXiv:2505.08751): SigLIP, patches folded, and a gated projector. */
export const ayaVision: Family = {
  id: 'aya-vision',
  modelTypes: ['aya_vision', 'cohere2_vision'],
  read: (fields, familyOf) => {
    const aya = fields.optionalText('model_type') === 'aya_vision';
    const tower = readVisionTower(
      fields.objectOrEmpty('vision_config'),
      'model.vision_tower',
      'siglip_vision_model',
    );
    const width = textFields(fields, 'cohere2').count('hidden_size');
    const factor = fields.optionalCount('downsample_factor') ?? 2;
    const folded = tower.width * factor * factor;
    const inner = fields.optionalCount('alignment_intermediate_size') ?? (aya ? width : 36_864);
    return visionLanguage(readText(fields, familyOf, 'cohere2'), {
      layers: tower.layers,
      build: (resolution) =>
        group('', [
          visionTransformer(tower.spec(resolution), resolution),
          within(
            group('model.multi_modal_projector', [
              ...(aya ? [layerNorm('layernorm', folded)] : []),
              dense('linear_1', folded, inner),
              // Half of what comes out gates the other half.
              dense('linear_2', Math.floor(inner / 2), width),
            ]),
            positions(tower.tokens(resolution) / factor ** 2),
          ),
        ]),
    });
  },
};
