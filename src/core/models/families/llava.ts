import { dense, parameter } from '../encoder/parts';
import { group } from '../graph/node';
import { positions, within } from '../graph/within';
import { visionTransformer } from '../vision/vit';
import { visionLanguage } from '../vision-language/architecture';
import { readText, textFields } from '../vision-language/text';
import { readVisionConfig, readVisionTower } from '../vision-language/tower';
import type { Family } from './family';

/** The tower of a config that has no vision_config: CLIP ViT-L/14 at 336 pixels. */
const CLIP_LARGE = {
  hidden_size: 1024,
  intermediate_size: 4096,
  num_hidden_layers: 24,
  num_attention_heads: 16,
  image_size: 336,
  patch_size: 14,
};

/** LLaVA 1.5, NeXT and OneVision (arXiv:2310.03744, arXiv:2408.03326): a tower and a two-layer projector. */
export const llava: Family = {
  id: 'llava',
  modelTypes: ['llava', 'llava_next', 'llava_next_video', 'llava_onevision'],
  read: (fields, familyOf) => {
    const newline = fields.optionalText('model_type') !== 'llava';
    const vision = newline ? readVisionConfig(fields) : fields.objectOrEmpty('vision_config');
    const tower = readVisionTower(
      fields.has('vision_config') ? vision : vision.withDefaults(CLIP_LARGE),
      'model.vision_tower',
      'clip_vision_model',
    );
    const width = textFields(fields, 'llama').count('hidden_size');
    const taken = fields.numbers('vision_feature_layer')?.length ?? 1;
    const bias = fields.flag('multimodal_projector_bias', true);
    return visionLanguage(readText(fields, familyOf, 'llama'), {
      layers: tower.layers,
      build: (resolution) =>
        group('', [
          visionTransformer(tower.spec(resolution), resolution),
          within(
            group('model.multi_modal_projector', [
              dense('linear_1', tower.width * taken, width, { bias }),
              dense('linear_2', width, width, { bias }),
            ]),
            positions(tower.tokens(resolution)),
          ),
          ...(newline ? [parameter('model.image_newline', width)] : []),
        ]),
    });
  },
};
