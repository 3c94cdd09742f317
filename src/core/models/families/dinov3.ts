import { layerNorm } from '../encoder/parts';
import { readTower } from '../vision/config';
import { imageModel, readClass, readResolution } from '../vision/image';
import { visionTransformer, type VisionTransformer } from '../vision/vit';
import type { Family } from './family';

/** DINOv3's transformers (arXiv:2508.10104): rotary positions, registers, layer scales, biases one by one. */
export const dinov3: Family = {
  id: 'dinov3',
  modelTypes: ['dinov3_vit'],
  read: (fields) => {
    const tower = readTower(fields, { width: 384, layers: 12, heads: 6, inner: 1536, patch: 16, image: 224 });
    const { width } = tower;
    const className = readClass(fields, 'DINOv3ViTModel');
    if (className !== 'DINOv3ViTModel')
      return fields.fail('architectures', `not known: the head of ${className}`);
    const query = fields.flag('query_bias', true);
    if (fields.flag('value_bias', true) !== query)
      fields.fail('value_bias', 'not known: biases on queries or values alone');
    const registers = fields.optionalCount('num_register_tokens', 0) ?? 0;
    const bias = fields.flag('mlp_bias', true);
    const spec: VisionTransformer = {
      name: '',
      width,
      image: readResolution(fields, 'image_size', 224),
      patch: { size: tower.patch, channels: tower.channels, bias: true, name: 'patch_embeddings' },
      tokens: [
        { name: 'cls_token', count: 1 },
        ...(registers > 0 ? [{ name: 'register_tokens', count: registers }] : []),
      ],
      unused: [{ name: 'mask_token', count: 1 }],
      layersName: 'model.layer',
      layers: tower.layers,
      layer: {
        width,
        norms: ['norm1', 'norm2'],
        layerScales: ['layer_scale1', 'layer_scale2'],
        attention: {
          name: 'attention',
          heads: tower.heads,
          headDim: tower.headDim,
          bias: query,
          keyBias: fields.flag('key_bias', false),
          outBias: fields.flag('proj_bias', true),
          rotary: true,
          fields: ['hidden_size', 'num_attention_heads'],
        },
        ffn: {
          name: 'mlp',
          inner: tower.inner,
          bias,
          up: 'up_proj',
          down: 'down_proj',
          ...(fields.flag('use_gated_mlp', false) ? { gate: 'gate_proj' } : {}),
        },
      },
      after: [layerNorm('norm', width)],
    };
    return imageModel((resolution) => visionTransformer(spec, resolution), tower.layers);
  },
};
