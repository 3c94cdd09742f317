import type { Fields } from '../fields';
import type { VisionTransformer } from './vit';

/** Heads of a tower, and the width of one. @throws Problem where they do not divide the hidden size. */
export const readTowerHeads = (
  fields: Fields,
  width: number,
  names: string | readonly string[] = 'num_attention_heads',
  otherwise = 12,
): { heads: number; headDim: number } => {
  const heads = fields.optionalCount(names) ?? otherwise;
  if (width % heads !== 0) {
    fields.fail(names, `the tower has ${heads} heads; expected a divisor of its width, which is ${width}`);
  }
  return { heads, headDim: width / heads };
};

/** The fields that every tower of transformers spells alike, with the defaults of its config class. */
export const readTower = (
  fields: Fields,
  defaults: { width: number; layers: number; heads: number; inner: number; patch: number; image: number },
) => {
  const width = fields.optionalCount('hidden_size') ?? defaults.width;
  const [patch = defaults.patch] = fields.counts('patch_size') ?? [];
  return {
    width,
    patch,
    layers: fields.optionalCount('num_hidden_layers') ?? defaults.layers,
    inner: fields.optionalCount('intermediate_size') ?? defaults.inner,
    channels: fields.optionalCount('num_channels') ?? 3,
    ...readTowerHeads(fields, width, 'num_attention_heads', defaults.heads),
  };
};

export const VIT_BASE = { width: 768, layers: 12, heads: 12, inner: 3072, patch: 16, image: 224 };

/** Patches under the name that ViT and its kin in transformers have for them. */
export const vitPatches = (tower: {
  readonly patch: number;
  readonly channels: number;
}): VisionTransformer['patch'] => ({
  size: tower.patch,
  channels: tower.channels,
  bias: true,
  name: 'patch_embeddings.projection',
});
