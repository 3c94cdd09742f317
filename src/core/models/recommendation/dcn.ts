import type { Architecture } from '../architecture';
import { dense, parameter } from '../encoder/parts';
import { elementwise } from '../graph/elementwise';
import { embeddingBag } from '../graph/embedding-bag';
import { linear } from '../graph/linear';
import { matmul } from '../graph/matmul';
import { group, leaf, type ModuleNode } from '../graph/node';
import type { Tables } from './dlrm';
import { perceptron, scoringModel } from './model';

/** How a cross layer mixes: by a vector (arXiv:1708.05123), a matrix, or low-rank experts (arXiv:2008.13535). */
export type Cross =
  | { readonly kind: 'vector' }
  | { readonly kind: 'matrix' }
  | { readonly kind: 'mixture'; readonly rank: number; readonly experts: number };

export interface Dcn {
  /** Dense features, which go in as they are. */
  readonly dense: number;
  readonly tables: readonly Tables[];
  readonly width: number;
  readonly cross: Cross;
  readonly crossLayers: number;
  /** Widths of the perceptron beside the cross layers. */
  readonly deep: readonly number[];
}

const RANK = ['low_rank', 'num_experts'];

/** y = x0 ⊙ (W·x + b) + x, in one of three forms. */
const crossLayer = (cross: Cross, all: number): readonly ModuleNode[] => {
  const product = leaf('product', elementwise({ reads: 3 * all, writes: all }));
  switch (cross.kind) {
    case 'vector':
      return [
        dense('kernel', all, 1, { bias: false }),
        leaf('scale', matmul({ out: all, depth: 1 })),
        parameter('bias', all, { width: all }),
        product,
      ];
    case 'matrix':
      return [dense('kernel', all, all), product];
    case 'mixture':
      return [
        group(
          'experts',
          [
            leaf('V', linear({ in: all, out: cross.rank }), RANK),
            leaf('C', linear({ in: cross.rank, out: cross.rank }), RANK),
            leaf('U', linear({ in: cross.rank, out: all }), RANK),
            product,
          ],
          cross.experts,
        ),
        parameter('bias', all, { width: all }),
        leaf('mix', matmul({ out: all, depth: cross.experts })),
      ];
  }
};

/**
 * Deep and Cross, both versions, as DeepCTR builds them: cross layers and a perceptron on the same vectors, and
 * beside them one weight per row and dense feature.
 */
export const deepAndCross = (spec: Dcn): Architecture => {
  const { width, cross } = spec;
  const all = spec.tables.reduce((sum, { count }) => sum + count, 0) * width + spec.dense;
  const deepest = spec.deep.at(-1) ?? 0;
  const crossed = spec.crossLayers === 0 ? 0 : all;
  const bags = (name: string, size: number): readonly ModuleNode[] =>
    spec.tables.map(({ rows, lookups, count }, i) =>
      group(
        `${name}.${i}`,
        [leaf('table', embeddingBag({ rows, width: size, lookups }), ['vocabulary_sizes', 'embedding_dim'])],
        count,
      ),
    );
  const root = group('', [
    ...bags('embeddings', width),
    group('linear_model', [
      ...bags('embeddings', 1),
      ...(spec.dense === 0 ? [] : [dense('weight', spec.dense, 1, { bias: false })]),
    ]),
    ...(spec.crossLayers === 0
      ? []
      : [
          group('crossnet', crossLayer(cross, all), spec.crossLayers),
          // Every layer asks the same gates, which are stored once.
          ...(cross.kind === 'mixture' ? gates(cross.experts, all, spec.crossLayers) : []),
        ]),
    perceptron('dnn', [all, ...spec.deep], ['dnn_hidden_units']),
    dense('dnn_linear', crossed + deepest, 1, { bias: false }),
    parameter('out.bias', 1),
  ]);
  return scoringModel(root, spec.crossLayers + spec.deep.length);
};

const gates = (experts: number, all: number, layers: number): readonly ModuleNode[] => {
  const one = (tied: boolean): ModuleNode =>
    dense('gating', all, experts, { bias: false, tied, fields: RANK });
  return layers === 1 ? [one(false)] : [one(false), group('again', [one(true)], layers - 1)];
};
