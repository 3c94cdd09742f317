import { dense, layerNorm } from '../encoder/parts';
import type { Fields } from '../fields';
import { group } from '../graph/node';
import { positions, within } from '../graph/within';
import { readTower, vitPatches } from '../vision/config';
import { patches, readResolution } from '../vision/image';
import { imageTokens, visionTransformer, type VisionTransformer } from '../vision/vit';
import { visionLanguage } from '../vision-language/architecture';
import { readText, textFields } from '../vision-language/text';
import type { Family } from './family';

/** InternViT: BEiT's layer scales, and in its large form RMSNorm and normalised queries and keys. */
const readInternVit = (fields: Fields): VisionTransformer => {
  const tower = readTower(fields, { width: 1024, layers: 24, heads: 16, inner: 4096, patch: 14, image: 448 });
  const { width } = tower;
  const image = readResolution(fields, 'image_size', 448);
  const kind = fields.optionalText('norm_type') ?? 'layer_norm';
  if (kind !== 'layer_norm' && kind !== 'rms_norm')
    fields.fail('norm_type', `norm_type is "${kind}"; expected layer_norm or rms_norm`);
  return {
    name: 'model.vision_tower',
    width,
    image,
    patch: vitPatches(tower),
    tokens: [{ name: 'cls_token', count: 1 }],
    ...(fields.flag('use_mask_token', false) ? { unused: [{ name: 'mask_token', count: 1 }] } : {}),
    ...(fields.flag('use_absolute_position_embeddings', true)
      ? { positionTable: { name: 'position_embeddings', rows: patches(image, tower.patch) + 1 } }
      : {}),
    layersName: 'encoder.layer',
    layers: tower.layers,
    layer: {
      width,
      norm: kind === 'rms_norm' ? 'rms' : 'layer',
      norms: ['layernorm_before', 'layernorm_after'],
      layerScales: ['lambda_1', 'lambda_2'],
      attention: {
        name: 'attention',
        names: { query: 'q_proj', key: 'k_proj', value: 'v_proj', out: 'projection_layer' },
        heads: tower.heads,
        headDim: tower.headDim,
        bias: fields.flag('attention_bias', false),
        ...(fields.flag('use_qk_norm', false) ? { qkNorm: { over: 'full', weights: 'scale' } } : {}),
        fields: ['hidden_size', 'num_attention_heads'],
      },
      ffn: { name: 'mlp', inner: tower.inner, fields: ['intermediate_size', 'hidden_size'] },
    },
    after: fields.flag('use_mean_pooling', true) ? [] : [layerNorm('layernorm', width)],
  };
};

/** InternVL 2.5 to 3.5 in transformers (arXiv:2412.05271, arXiv:2504.10479): InternViT, patches folded two by two. */
export const internvl: Family = {
  id: 'internvl',
  modelTypes: ['internvl'],
  read: (fields, familyOf) => {
    const text = textFields(fields, 'qwen2');
    // Releases of transformers disagree on what silence means here.
    if (!text.has('tie_word_embeddings')) {
      fields.fail('tie_word_embeddings', 'tie_word_embeddings is missing; expected true or false');
    }
    const tower = readInternVit(fields.objectOrEmpty('vision_config'));
    const width = text.count('hidden_size');
    const ratio = fields.optionalNumber('downsample_ratio') ?? 0.5;
    const factor = Math.floor(1 / ratio);
    const folded = tower.width * factor * factor;
    return visionLanguage(readText(fields, familyOf, 'qwen2'), {
      layers: tower.layers,
      build: (resolution) =>
        group('', [
          visionTransformer(tower, resolution),
          within(
            group('model.multi_modal_projector', [
              layerNorm('layer_norm', folded),
              dense('linear_1', folded, width),
              dense('linear_2', width, width),
            ]),
            positions(imageTokens(tower, resolution) * ratio ** 2),
          ),
        ]),
    });
  },
};
