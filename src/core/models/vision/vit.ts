import { type EncoderLayer, encoderLayer } from '../encoder/layer';
import { parameter } from '../encoder/parts';
import { convolution } from '../graph/convolution';
import { group, leaf, type ModuleNode } from '../graph/node';
import { positions, within } from '../graph/within';
import { patches, type Resolution } from './image';

export interface VisionTransformer {
  /** Module prefix: `vit`, `vision_model`; may be empty. */
  readonly name: string;
  readonly width: number;
  readonly image: Resolution;
  readonly patch: {
    readonly size: number;
    readonly channels: number;
    readonly bias: boolean;
    readonly name: string;
  };
  /** Learned tokens put before the patches: class, registers, detections. */
  readonly tokens: readonly { readonly name: string; readonly count: number }[];
  /** Learned vectors that inference leaves unused (mask tokens). */
  readonly unused?: readonly { readonly name: string; readonly count: number }[];
  /** Rows of a learned position table; absent where positions are computed. */
  readonly positionTable?: { readonly name: string; readonly rows: number };
  /** Between embeddings and layers. */
  readonly before?: readonly ModuleNode[];
  readonly layersName: string;
  readonly layers: number;
  readonly layer: EncoderLayer;
  /** After the layers, on all tokens. */
  readonly after: readonly ModuleNode[];
  /** After the layers, on one pooled vector per image. */
  readonly pooled?: readonly ModuleNode[];
  readonly embeddingsName?: string;
}

/** Positions that go through the layers of a tower, for images of a size. */
export const towerTokens = (spec: VisionTransformer, resolution: Resolution = spec.image): number =>
  patches(resolution, spec.patch.size) + spec.tokens.reduce((sum, { count }) => sum + count, 0);

/** Patches of an image of a size, without the learned tokens. */
export const imageTokens = (spec: VisionTransformer, resolution: Resolution = spec.image): number =>
  patches(resolution, spec.patch.size);

/** A vision transformer (arXiv:2010.11929): patches by a strided convolution, learned tokens, encoder layers. */
export const visionTransformer = (
  spec: VisionTransformer,
  resolution: Resolution = spec.image,
): ModuleNode => {
  const { width, patch } = spec;
  const learned = [...spec.tokens, ...(spec.unused ?? [])];
  const projection = leaf(
    patch.name,
    convolution({
      in: patch.channels,
      out: width,
      kernel: [patch.size, patch.size],
      stride: [patch.size, patch.size],
      bias: patch.bias,
    }),
    ['patch_size', 'hidden_size', 'num_channels'],
  );
  const embeddings = group(spec.embeddingsName ?? 'embeddings', [
    within(projection, positions(patches(resolution, patch.size))),
    ...learned.map(({ name, count }) => parameter(name, count * width)),
    ...(spec.positionTable === undefined
      ? []
      : [
          parameter(spec.positionTable.name, spec.positionTable.rows * width, {
            width,
            fields: ['image_size', 'patch_size', 'hidden_size'],
          }),
        ]),
  ]);
  const all = positions(towerTokens(spec, resolution));
  return group(spec.name, [
    within(embeddings, all),
    ...(spec.before ?? []).map((node) => within(node, all)),
    within(group(spec.layersName, encoderLayer(spec.layer), spec.layers), all),
    ...spec.after.map((node) => within(node, all)),
    ...(spec.pooled ?? []).map((node) => within(node, positions(1))),
  ]);
};
