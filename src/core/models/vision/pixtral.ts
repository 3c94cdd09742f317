import { rmsNorm } from '../encoder/parts';
import type { Fields } from '../fields';
import { readTower } from './config';
import { readResolution } from './image';
import type { VisionTransformer } from './vit';

/** Pixtral's image tower (arXiv:2410.07073): RMSNorm, rotary positions, gated feed-forward, no biases. */
export const readPixtralVision = (fields: Fields, name: string): VisionTransformer => {
  const tower = readTower(fields, {
    width: 1024,
    layers: 24,
    heads: 16,
    inner: 4096,
    patch: 16,
    image: 1024,
  });
  return {
    name,
    width: tower.width,
    image: readResolution(fields, 'image_size', 1024),
    patch: { size: tower.patch, channels: tower.channels, bias: false, name: 'patch_conv' },
    embeddingsName: '',
    tokens: [],
    before: [rmsNorm('ln_pre', tower.width)],
    layersName: 'transformer.layers',
    layers: tower.layers,
    layer: {
      width: tower.width,
      norm: 'rms',
      norms: ['attention_norm', 'ffn_norm'],
      attention: {
        name: 'attention',
        heads: tower.heads,
        headDim: tower.headDim,
        bias: false,
        outBias: false,
        rotary: true,
        fields: ['hidden_size', 'num_attention_heads'],
      },
      ffn: {
        name: 'feed_forward',
        inner: tower.inner,
        gate: 'gate_proj',
        up: 'up_proj',
        down: 'down_proj',
        bias: false,
      },
    },
    after: [],
  };
};
