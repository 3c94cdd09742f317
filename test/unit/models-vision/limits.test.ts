import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Problem } from '../../../src/core/problem';
import { read } from './support';

const IMPOSSIBLE: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
  ['a patch of no pixels', { model_type: 'vit', patch_size: 0 }],
  ['half a channel', { _class_name: 'AutoencoderKL', block_out_channels: [128, 1.5] }],
  ['no heads', { model_type: 'swin', num_heads: [0, 6, 12, 24] }],
  ['a billion blocks', { _class_name: 'UNet2DConditionModel', layers_per_block: 1e9 }],
  ['a billion blocks in a list', { _class_name: 'UNet3DConditionModel', layers_per_block: [1e9] }],
  ['a billion layers', { _class_name: 'SD3Transformer2DModel', num_layers: 1e9 }],
  ['levels that differ', { _class_name: 'UNet2DConditionModel', block_out_channels: [320, 640] }],
  ['a patch larger than the image', { model_type: 'sam', vision_config: { patch_size: 2048 } }],
  ['a billion blocks of a video', { _class_name: 'AutoencoderKLMochi', layers_per_block: [1, 1, 1, 1, 1e9] }],
  ['a billion levels of sound', { model_type: 'encodec', num_residual_layers: 1e9 }],
  ['patches larger than images', { model_type: 'qwen2_5_vl', vision_config: { patch_size: 1e9 } }],
];

for (const [what, config] of IMPOSSIBLE) {
  test(`${what} is told in a sentence`, () => {
    assert.throws(() => read(config), Problem);
  });
}
