import { attentionBlock } from '../encoder/attention';
import { feedForward } from '../encoder/feed-forward';
import { dense, layerNorm, parameter, patchEmbedding, residual } from '../encoder/parts';
import { group, type ModuleNode } from '../graph/node';
import { positions, split, within } from '../graph/within';
import type { Resolution } from './image';

export interface Swin {
  readonly width: number;
  readonly depths: readonly number[];
  readonly heads: readonly number[];
  readonly window: number;
  readonly patch: number;
  readonly channels: number;
  readonly ratio: number;
  readonly image: Resolution;
  readonly classes?: number;
  readonly prefix: string;
  /** Biases of queries, keys and values; on unless said. */
  readonly qkvBias?: boolean;
  /** Tables of relative positions are as large as the window, also where the image has fewer positions. */
  readonly tableOfWindow?: boolean;
}

const block = (spec: Swin, stage: number, grid: Resolution): readonly ModuleNode[] => {
  const width = spec.width * 2 ** stage;
  const heads = spec.heads[stage] ?? 1;
  const side = Math.min(spec.window, grid.height, grid.width);
  const table = spec.tableOfWindow === true ? spec.window : side;
  const windows = split(Math.ceil(grid.height / side) * Math.ceil(grid.width / side), side * side);
  return [
    layerNorm('layernorm_before', width),
    attentionBlock({
      name: 'attention',
      width,
      heads,
      headDim: width / heads,
      bias: spec.qkvBias ?? true,
      shape: windows,
      fields: ['embed_dim', 'num_heads', 'window_size'],
    }),
    parameter('attention.relative_position_bias_table', (2 * table - 1) ** 2 * heads),
    layerNorm('layernorm_after', width),
    feedForward({ name: 'mlp', width, inner: Math.floor(width * spec.ratio), fields: ['mlp_ratio'] }),
    residual(width),
  ];
};

/** Swin (arXiv:2103.14030): attention in windows, and four patches merged into one between stages. */
export const swinTree = (spec: Swin, image: Resolution = spec.image): ModuleNode => {
  const gridAt = (stage: number): Resolution => ({
    height: Math.ceil(image.height / spec.patch / 2 ** stage),
    width: Math.ceil(image.width / spec.patch / 2 ** stage),
  });
  const all = (stage: number) => positions(gridAt(stage).height * gridAt(stage).width);
  const deepest = spec.width * 2 ** (spec.depths.length - 1);
  return group('', [
    within(
      group(`${spec.prefix}embeddings`, [
        patchEmbedding('patch_embeddings.projection', spec.channels, spec.width, [spec.patch, spec.patch]),
        layerNorm('norm', spec.width),
      ]),
      all(0),
    ),
    ...spec.depths.map((depth, stage) => {
      const merged = 4 * spec.width * 2 ** stage;
      return group(`${spec.prefix}encoder.layers.${stage}`, [
        within(group('blocks', block(spec, stage, gridAt(stage)), depth), all(stage)),
        ...(stage === spec.depths.length - 1
          ? []
          : [
              within(
                group('downsample', [
                  layerNorm('norm', merged),
                  dense('reduction', merged, merged / 2, { bias: false }),
                ]),
                all(stage + 1),
              ),
            ]),
      ]);
    }),
    within(layerNorm(`${spec.prefix}layernorm`, deepest), all(spec.depths.length - 1)),
    ...(spec.classes === undefined
      ? []
      : [within(dense('classifier', deepest, spec.classes, { fields: ['id2label'] }), positions(1))]),
  ]);
};
