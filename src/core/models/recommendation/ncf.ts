import type { Architecture } from '../architecture';
import { elementwise } from '../graph/elementwise';
import { embeddingBag } from '../graph/embedding-bag';
import { group, leaf } from '../graph/node';
import { perceptron, scoringModel } from './model';

export interface NeuralCollaborativeFiltering {
  /** Rows of the tables: user and item of the factorisation, user and item of the perceptron. */
  readonly rows: readonly number[];
  readonly width: number;
  /** Widths of the perceptron, the last one behind the place where both branches meet. */
  readonly top: readonly number[];
}

/** Neural collaborative filtering (arXiv:1708.05031): a factorisation and a perceptron over tables of their own. */
export const neuralCollaborativeFiltering = (spec: NeuralCollaborativeFiltering): Architecture => {
  const { rows, width, top } = spec;
  const inner = top.slice(0, -1);
  const met = width + (inner.at(-1) ?? 2 * width);
  const root = group('', [
    ...rows.map((size, i) =>
      leaf(`embeddings.${i}`, embeddingBag({ rows: size, width, lookups: 1 }), ['arch_embedding_size']),
    ),
    leaf('factorisation', elementwise({ reads: 2 * width, writes: width })),
    perceptron('top_mlp', [2 * width, ...inner], ['arch_mlp_top']),
    perceptron('final', [met, ...top.slice(-1)], ['arch_mlp_top']),
  ]);
  return scoringModel(root, top.length);
};
