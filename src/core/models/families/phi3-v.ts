import { dense, parameter } from '../encoder/parts';
import { group } from '../graph/node';
import { positions, within } from '../graph/within';
import { readClipVision } from '../vision/clip';
import { imageTokens, visionTransformer } from '../vision/vit';
import { visionLanguage } from '../vision-language/architecture';
import type { Family } from './family';
import { phi3 } from './phi';

/** The tower that the config names, CLIP ViT-L/14 at 336 pixels. */
const CLIP_LARGE = {
  hidden_size: 1024,
  intermediate_size: 4096,
  num_hidden_layers: 24,
  num_attention_heads: 16,
  image_size: 336,
  patch_size: 14,
};
const TOWER = 'openai/clip-vit-large-patch14-336';

/** Phi-3-vision and Phi-3.5-vision (arXiv:2404.14219): CLIP, patches folded two by two, learned separators. */
export const phi3V: Family = {
  id: 'phi3-v',
  modelTypes: ['phi3_v'],
  read: (fields, familyOf) => {
    const processor = fields.object('img_processor');
    const embedding = fields.object('embd_layer');
    if (processor === undefined || embedding === undefined) {
      return fields.fail(
        ['img_processor', 'embd_layer'],
        'img_processor or embd_layer is missing; expected both, as Phi-3-vision has them',
      );
    }
    const name = processor.optionalText('model_name') ?? TOWER;
    if (!name.endsWith(TOWER))
      processor.fail('model_name', `not known: vision tower "${name}"; known is ${TOWER}`);
    const projection = embedding.optionalText('projection_cls') ?? 'linear';
    if (projection !== 'mlp')
      embedding.fail('projection_cls', `not known: projection_cls "${projection}"; known is mlp`);
    const hd = embedding.flag('use_hd_transform', false);
    const separators = embedding.flag('with_learnable_separator', false);
    if (!hd || !separators) {
      embedding.fail(
        'use_hd_transform',
        'not known: Phi-3-vision without use_hd_transform or with_learnable_separator',
      );
    }
    const tower = readClipVision(
      fields.objectOrEmpty('vision_config').withDefaults(CLIP_LARGE),
      'model.vision_embed_tokens.img_processor.vision_model',
    );
    const width = fields.count('hidden_size');
    const folded = 4 * (processor.optionalCount('image_dim_out') ?? tower.width);
    return visionLanguage(phi3.read(fields, familyOf), {
      layers: tower.layers,
      build: (resolution) =>
        group('', [
          visionTransformer(tower, resolution),
          // One separator between crops, one after each row.
          parameter('model.vision_embed_tokens.glb_GN', folded),
          parameter('model.vision_embed_tokens.sub_GN', folded),
          within(
            group('model.vision_embed_tokens.img_projection', [
              dense('0', folded, width),
              dense('2', width, width),
            ]),
            positions(Math.max(1, imageTokens(tower, resolution) / 4)),
          ),
        ]),
    });
  },
};
