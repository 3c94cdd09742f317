import { dense, layerNorm } from '../encoder/parts';
import { group } from '../graph/node';
import { positions, within } from '../graph/within';
import { readTower, VIT_BASE, vitPatches } from '../vision/config';
import { imageModel, patches, readClass, readLabels, readResolution } from '../vision/image';
import { visionTransformer, type VisionTransformer } from '../vision/vit';
import type { Family } from './family';

/** SwiGLU's width in DINOv2: two thirds of the plain one, rounded up to a multiple of 8. */
const gatedWidth = (plain: number): number => Math.floor((Math.floor((plain * 2) / 3) + 7) / 8) * 8;

/** DINOv2, with and without registers (arXiv:2304.07193, arXiv:2309.16588). */
export const dinov2: Family = {
  id: 'dinov2',
  modelTypes: ['dinov2', 'dinov2_with_registers'],
  read: (fields) => {
    const registered = fields.optionalText('model_type') === 'dinov2_with_registers';
    const tower = readTower(fields, { ...VIT_BASE, patch: registered ? 16 : 14 });
    const { width } = tower;
    const image = readResolution(fields, 'image_size', VIT_BASE.image);
    const className = readClass(fields, 'Dinov2Model');
    const classifies = className.includes('ForImageClassification');
    if (!classifies && !/^Dinov2(WithRegisters)?(Model|Backbone)$/.test(className)) {
      return fields.fail('architectures', `not known: the head of ${className}`);
    }
    const gated = fields.flag('use_swiglu_ffn', false);
    const inner = Math.floor(width * (fields.optionalNumber('mlp_ratio') ?? 4));
    const tokens = [
      { name: 'cls_token', count: 1 },
      ...(registered
        ? [{ name: 'register_tokens', count: fields.optionalCount('num_register_tokens', 0) ?? 4 }]
        : []),
    ];
    const spec: VisionTransformer = {
      name: classifies ? (registered ? 'dinov2_with_registers' : 'dinov2') : '',
      width,
      image,
      patch: vitPatches(tower),
      tokens,
      ...(fields.flag('use_mask_token', true) ? { unused: [{ name: 'mask_token', count: 1 }] } : {}),
      positionTable: { name: 'position_embeddings', rows: patches(image, tower.patch) + 1 },
      layersName: 'encoder.layer',
      layers: tower.layers,
      layer: {
        width,
        norms: ['norm1', 'norm2'],
        layerScales: ['layer_scale1', 'layer_scale2'],
        attention: {
          name: 'attention',
          heads: tower.heads,
          headDim: tower.headDim,
          bias: fields.flag('qkv_bias', true),
          fields: ['hidden_size', 'num_attention_heads'],
        },
        ffn: gated
          ? { name: 'mlp', inner: gatedWidth(inner), gate: 'gate_proj', up: 'up_proj', down: 'down_proj' }
          : { name: 'mlp', inner, fields: ['mlp_ratio', 'hidden_size'] },
      },
      after: [layerNorm('layernorm', width)],
    };
    const labels = classifies
      ? [within(dense('classifier', 2 * width, readLabels(fields), { fields: ['id2label'] }), positions(1))]
      : [];
    return imageModel(
      (resolution) => group('', [visionTransformer(spec, resolution), ...labels]),
      tower.layers,
    );
  },
};
