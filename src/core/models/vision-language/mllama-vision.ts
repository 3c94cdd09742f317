import { encoderLayer } from '../encoder/layer';
import { dense, layerNorm, parameter, patchEmbedding } from '../encoder/parts';
import type { Fields } from '../fields';
import { group, type ModuleNode } from '../graph/node';
import { positions, within } from '../graph/within';
import { readTower } from '../vision/config';
import { patches, readResolution } from '../vision/image';

/** Positions of a tile are padded to a multiple of this many. */
const PADDING = 8;
const DEFAULT_RATIOS = 8;

/**
 * Llama 3.2's vision tower (arXiv:2407.21783, section 7): an image in up to four tiles, layers over all of them,
 * gated global layers, and the outputs of some middle layers beside the last.
 */
export const mllamaVision = (
  fields: Fields,
  textWidth: number,
): { node: ModuleNode; tokens: number; layers: number } => {
  const tower = readTower(
    fields.withDefaults({ num_attention_heads: fields.optionalCount('attention_heads') ?? 16 }),
    { width: 1280, layers: 32, heads: 16, inner: 5120, patch: 14, image: 448 },
  );
  const { width } = tower;
  const perTile = patches(readResolution(fields, 'image_size', 448), tower.patch) + 1;
  const tiles = fields.optionalCount('max_num_tiles') ?? 4;
  const ratios = (fields.lengthOf('supported_aspect_ratios') ?? DEFAULT_RATIOS) + 1;
  const global = fields.optionalCount('num_global_layers') ?? 8;
  const all = positions(tiles * Math.ceil(perTile / PADDING) * PADDING);
  const layer = encoderLayer({
    width,
    norms: ['input_layernorm', 'post_attention_layernorm'],
    attention: { name: 'self_attn', heads: tower.heads, headDim: tower.headDim, bias: false, outBias: false },
    ffn: { name: 'mlp', inner: tower.inner },
  });
  const tileEmbedding = (name: string): readonly ModuleNode[] => [
    parameter(`${name}.gate`, 1),
    within(parameter(`${name}.embedding`, ratios * tiles * width, { width }), all),
  ];
  const node = group('', [
    group('model.vision_model', [
      within(
        patchEmbedding('patch_embedding', tower.channels, width, [tower.patch, tower.patch], false),
        positions(tiles * (perTile - 1)),
      ),
      parameter('class_embedding', width),
      within(
        parameter('gated_positional_embedding', 1 + perTile * width * (1 + ratios * tiles), { width }),
        all,
      ),
      ...tileEmbedding('pre_tile_positional_embedding'),
      ...tileEmbedding('post_tile_positional_embedding'),
      within(layerNorm('layernorm_pre', width), all),
      within(group('transformer.layers', layer, tower.layers), all),
      within(layerNorm('layernorm_post', width), all),
      within(group('global_transformer.layers', [...layer, parameter('gates', 2)], global), all),
    ]),
    within(
      dense('model.multi_modal_projector', fields.optionalCount('vision_output_dim') ?? 7680, textWidth),
      positions(tiles * perTile),
    ),
  ]);
  return { node, tokens: tiles * perTile, layers: tower.layers + global };
};
