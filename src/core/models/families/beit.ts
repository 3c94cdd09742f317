import { dense, layerNorm, parameter } from '../encoder/parts';
import { group } from '../graph/node';
import { positions, within } from '../graph/within';
import { readTower, VIT_BASE, vitPatches } from '../vision/config';
import { imageModel, patches, readClass, readLabels, readResolution } from '../vision/image';
import { visionTransformer, type VisionTransformer } from '../vision/vit';
import type { Family } from './family';

/** BEiT (arXiv:2106.08254): ViT with layer scales and tables of relative positions, keys without a bias. */
export const beit: Family = {
  id: 'beit',
  modelTypes: ['beit'],
  read: (fields) => {
    const tower = readTower(fields, VIT_BASE);
    const { width } = tower;
    const image = readResolution(fields, 'image_size', VIT_BASE.image);
    const className = readClass(fields, 'BeitModel');
    const classifies = className === 'BeitForImageClassification';
    if (!classifies && className !== 'BeitModel')
      return fields.fail('architectures', `not known: the head of ${className}`);
    const scaled = (fields.optionalNumber('layer_scale_init_value') ?? 0.1) > 0;
    const side = (size: number): number => Math.floor(size / tower.patch);
    // A bias for every distance within the grid, and three for the class token.
    const distances = (2 * side(image.height) - 1) * (2 * side(image.width) - 1) + 3;
    const table = parameter('relative_position_bias_table', distances * tower.heads);
    const own = fields.flag('use_relative_position_bias', false);
    const shared = fields.flag('use_shared_relative_position_bias', false);
    const mean = fields.flag('use_mean_pooling', true);
    const spec: VisionTransformer = {
      name: classifies ? 'beit' : '',
      width,
      image,
      patch: vitPatches(tower),
      tokens: [{ name: 'cls_token', count: 1 }],
      ...(fields.flag('use_mask_token', false) ? { unused: [{ name: 'mask_token', count: 1 }] } : {}),
      ...(fields.flag('use_absolute_position_embeddings', false)
        ? { positionTable: { name: 'position_embeddings', rows: patches(image, tower.patch) + 1 } }
        : {}),
      before: shared ? [table] : [],
      layersName: 'layers',
      layers: tower.layers,
      layer: {
        width,
        norms: ['layernorm_before', 'layernorm_after'],
        layerScales: scaled ? ['lambda_1', 'lambda_2'] : [],
        attention: {
          name: 'attention',
          heads: tower.heads,
          headDim: tower.headDim,
          keyBias: false,
          fields: ['hidden_size', 'num_attention_heads'],
        },
        ffn: { name: 'mlp', inner: tower.inner, fields: ['intermediate_size', 'hidden_size'] },
      },
      after: mean ? [] : [layerNorm('layernorm', width)],
      pooled: mean ? [layerNorm('pooler.layernorm', width)] : [],
    };
    return imageModel(
      (resolution) =>
        group('', [
          visionTransformer(spec, resolution),
          ...(own ? [group('layers', [table], tower.layers)] : []),
          ...(classifies
            ? [within(dense('classifier', width, readLabels(fields), { fields: ['id2label'] }), positions(1))]
            : []),
        ]),
      tower.layers,
    );
  },
};
