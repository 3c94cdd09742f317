import { attention } from '../graph/attention';
import { feedForward } from '../encoder/feed-forward';
import { dense, layerNorm, parameter } from '../encoder/parts';
import type { Fields } from '../fields';
import { group, leaf, type ModuleNode } from '../graph/node';
import { within } from '../graph/within';
import { clipLayer } from './clip-layer';
import { readTower, VIT_BASE } from './config';
import { patches, readResolution, type Resolution } from './image';
import type { VisionTransformer } from './vit';

/**
 * Attention pooling with one learned query: keys and values of all positions, then a feed-forward on the one
 * vector that comes out (SigLIP, arXiv:2303.15343).
 */
export const attentionPool = (spec: {
  readonly width: number;
  readonly heads: number;
  readonly headDim: number;
  readonly inner: number;
  readonly tokens: number;
}): ModuleNode => {
  const { width, heads, headDim } = spec;
  const all = { query: spec.tokens, context: spec.tokens };
  return group('head', [
    parameter('probe', width),
    group('attention', [
      dense('in_proj_q', width, width),
      within(dense('in_proj_kv', width, 2 * width), ({ sequences }) => ({ sequences, ...all })),
      within(
        leaf('sdpa', attention({ heads, kvHeads: heads, headDim, causal: false, cached: false })),
        ({ sequences }) => ({ sequences, query: 1, context: spec.tokens }),
      ),
      dense('out_proj', width, width),
    ]),
    layerNorm('layernorm', width),
    feedForward({ name: 'mlp', width, inner: spec.inner }),
  ]);
};

/**
 * The image half of a SigLIP config. SigLIP 2 in its variable-resolution form has patches by a plain matrix,
 * which is the same arithmetic, and a table of `num_patches` positions that it resizes.
 */
export const readSiglipVision = (
  fields: Fields,
  name: string,
  poolsByDefault = true,
): ((resolution?: Resolution) => VisionTransformer) => {
  const tower = readTower(fields, VIT_BASE);
  const flexible = fields.optionalText('model_type')?.startsWith('siglip2') ?? fields.has('num_patches');
  const rows = flexible ? (fields.optionalCount('num_patches') ?? 256) : undefined;
  const side = rows === undefined ? undefined : Math.round(Math.sqrt(rows)) * tower.patch;
  const image =
    side === undefined ? readResolution(fields, 'image_size', 224) : { height: side, width: side };
  const pools = fields.flag('vision_use_head', poolsByDefault);
  return (resolution = image) => ({
    name,
    width: tower.width,
    image,
    patch: { size: tower.patch, channels: tower.channels, bias: true, name: 'patch_embedding' },
    tokens: [],
    positionTable: { name: 'position_embedding', rows: rows ?? patches(image, tower.patch) },
    layersName: 'encoder.layers',
    layers: tower.layers,
    layer: clipLayer(tower),
    after: [layerNorm('post_layernorm', tower.width)],
    pooled: pools ? [attentionPool({ ...tower, tokens: patches(resolution, tower.patch) })] : [],
  });
};
