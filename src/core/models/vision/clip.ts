import { layerNorm } from '../encoder/parts';
import type { Fields } from '../fields';
import { clipLayer } from './clip-layer';
import { readTower } from './config';
import { patches, readResolution } from './image';
import type { VisionTransformer } from './vit';

/** The image half of a CLIP config (arXiv:2103.00020): a class token and a norm before the layers. */
export const readClipVision = (fields: Fields, name: string): VisionTransformer => {
  const tower = readTower(fields, {
    width: 768,
    layers: 12,
    heads: 12,
    inner: 3072,
    patch: 32,
    image: 224,
  });
  const image = readResolution(fields, 'image_size', 224);
  return {
    name,
    width: tower.width,
    image,
    patch: { size: tower.patch, channels: tower.channels, bias: false, name: 'patch_embedding' },
    tokens: [{ name: 'class_embedding', count: 1 }],
    positionTable: { name: 'position_embedding', rows: patches(image, tower.patch) + 1 },
    before: [layerNorm('pre_layrnorm', tower.width)],
    layersName: 'encoder.layers',
    layers: tower.layers,
    layer: clipLayer(tower),
    after: [],
    pooled: [layerNorm('post_layernorm', tower.width)],
  };
};
