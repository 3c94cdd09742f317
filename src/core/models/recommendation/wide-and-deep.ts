import type { Architecture } from '../architecture';
import { elementwise } from '../graph/elementwise';
import { embeddingBag } from '../graph/embedding-bag';
import { group, leaf } from '../graph/node';
import type { Tables } from './dlrm';
import { perceptron, scoringModel } from './model';

export interface WideAndDeep {
  /** Dense features, which go in as they are. */
  readonly dense: number;
  /** Width of an embedding. */
  readonly width: number;
  /** Widths after the vectors are put side by side. */
  readonly top: readonly number[];
  readonly tables: readonly Tables[];
  /** Perceptrons of one shape on the shared top, one per task (arXiv:1907.06902). */
  readonly tasks: { readonly widths: readonly number[]; readonly count: number } | undefined;
}

/** Wide and Deep (arXiv:1606.07792), as DeepRecSys has it: dense features and embeddings side by side, one perceptron. */
export const wideAndDeep = ({ dense, width, top, tables, tasks }: WideAndDeep): Architecture => {
  const vectors = tables.reduce((sum, { count }) => sum + count, 0);
  const joined = vectors * width + dense;
  const root = group('', [
    ...tables.map(({ rows, lookups, count }, i) =>
      group(
        `embeddings.${i}`,
        [leaf('table', embeddingBag({ rows, width, lookups }), ['arch_embedding_size'])],
        count,
      ),
    ),
    leaf('interaction', elementwise({ reads: joined, writes: joined })),
    perceptron('top_mlp', [joined, ...top], ['arch_mlp_top']),
    ...(tasks === undefined
      ? []
      : [group('tasks', [perceptron('task_mlp', tasks.widths, ['arch_mlp_tasks'])], tasks.count)]),
  ]);
  return scoringModel(root, top.length + (tasks === undefined ? 0 : tasks.count * (tasks.widths.length - 1)));
};
