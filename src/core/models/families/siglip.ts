import { dense, parameter } from '../encoder/parts';
import { matmul } from '../graph/matmul';
import { group, leaf } from '../graph/node';
import { positions, within } from '../graph/within';
import { imageModel, readClass } from '../vision/image';
import { readSiglipVision } from '../vision/siglip';
import { readTextTower, textTower } from '../vision/text-tower';
import { visionTransformer } from '../vision/vit';
import type { Family } from './family';

/** SigLIP and SigLIP 2 (arXiv:2303.15343, arXiv:2502.14786): both towers, or the image tower alone. */
export const siglip: Family = {
  id: 'siglip',
  modelTypes: ['siglip', 'siglip2', 'siglip_vision_model', 'siglip2_vision_model'],
  read: (fields) => {
    const kind = fields.optionalText('model_type');
    if (kind === 'siglip_vision_model' || kind === 'siglip2_vision_model') {
      const tower = readSiglipVision(fields, 'vision_model');
      return imageModel((resolution) => visionTransformer(tower(resolution), resolution), tower().layers);
    }
    const className = readClass(fields, 'SiglipModel');
    if (!/^Siglip2?Model$/.test(className))
      return fields.fail('architectures', `not known: the head of ${className}`);
    const textFields = fields.object('text_config');
    const visionFields = fields.object('vision_config');
    if (textFields === undefined || visionFields === undefined) {
      return fields.fail(
        ['text_config', 'vision_config'],
        'text_config or vision_config is missing; expected both, as transformers writes them',
      );
    }
    const text = readTextTower(textFields, 'siglip');
    const vision = readSiglipVision(visionFields, 'vision_model');
    const projection = textFields.optionalCount('projection_size') ?? text.width;
    return imageModel(
      (resolution) =>
        group('', [
          textTower('text_model', text),
          within(dense('text_model.head', text.width, projection), positions(1)),
          visionTransformer(vision(resolution), resolution),
          parameter('logit_scale', 1),
          parameter('logit_bias', 1),
          within(leaf('logits_per_image', matmul({ out: 1, depth: projection })), positions(1)),
        ]),
      text.layers + vision().layers,
    );
  },
};
