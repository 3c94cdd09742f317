import { dense, layerNorm } from '../encoder/parts';
import { group } from '../graph/node';
import { positions, within } from '../graph/within';
import { readTower, VIT_BASE, vitPatches } from '../vision/config';
import { imageModel, patches, readClass, readLabels, readResolution } from '../vision/image';
import { visionTransformer, type VisionTransformer } from '../vision/vit';
import type { Family } from './family';

/** ViT and DeiT (arXiv:2010.11929, arXiv:2012.12877), with the heads that transformers' classes have. */
export const vit: Family = {
  id: 'vit',
  modelTypes: ['vit', 'deit'],
  read: (fields) => {
    const distilled = fields.optionalText('model_type') === 'deit';
    const tower = readTower(fields, VIT_BASE);
    const image = readResolution(fields, 'image_size', VIT_BASE.image);
    const className = readClass(fields, distilled ? 'DeiTModel' : 'ViTModel');
    const classifies = className.includes('ForImageClassification');
    const heads = className.endsWith('WithTeacher')
      ? ['cls_classifier', 'distillation_classifier']
      : ['classifier'];
    const { width } = tower;
    const tokens = [
      { name: 'cls_token', count: 1 },
      ...(distilled ? [{ name: 'distillation_token', count: 1 }] : []),
    ];
    if (!classifies && !/^(ViT|DeiT)Model$/.test(className)) {
      return fields.fail('architectures', `not known: the head of ${className}`);
    }
    const spec: VisionTransformer = {
      name: classifies ? (distilled ? 'deit' : 'vit') : '',
      width,
      image,
      patch: vitPatches(tower),
      tokens,
      positionTable: { name: 'position_embeddings', rows: patches(image, tower.patch) + tokens.length },
      layersName: 'layers',
      layers: tower.layers,
      layer: {
        width,
        norms: ['layernorm_before', 'layernorm_after'],
        attention: {
          name: 'attention',
          heads: tower.heads,
          headDim: tower.headDim,
          bias: fields.flag('qkv_bias', true),
          fields: ['hidden_size', 'num_attention_heads'],
        },
        ffn: { name: 'mlp', inner: tower.inner, fields: ['intermediate_size', 'hidden_size'] },
      },
      after: [layerNorm('layernorm', width)],
      pooled: classifies
        ? []
        : [dense('pooler.dense', width, fields.optionalCount('pooler_output_size') ?? width)],
    };
    const labels = classifies
      ? heads.map((name) =>
          within(dense(name, width, readLabels(fields), { fields: ['id2label'] }), positions(1)),
        )
      : [];
    return imageModel(
      (resolution) => group('', [visionTransformer(spec, resolution), ...labels]),
      tower.layers,
    );
  },
};
