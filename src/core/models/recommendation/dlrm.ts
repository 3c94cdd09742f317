import type { Architecture } from '../architecture';
import { dense } from '../encoder/parts';
import { elementwise } from '../graph/elementwise';
import { embeddingBag } from '../graph/embedding-bag';
import { matmul } from '../graph/matmul';
import { group, leaf, type ModuleNode } from '../graph/node';
import { positions, within } from '../graph/within';
import { perceptron, scoringModel } from './model';

/** Tables that are alike. */
export interface Tables {
  readonly rows: number;
  readonly lookups: number;
  readonly count: number;
}

export type Interaction =
  /** Every pair's dot product, beside the dense vector. */
  | { readonly kind: 'dot' }
  /** All vectors side by side. */
  | { readonly kind: 'concatenation' }
  /** Low-rank cross layers over all vectors side by side (DCN v2, arXiv:2008.13535). */
  | { readonly kind: 'cross'; readonly layers: number; readonly rank: number };

export interface Dlrm {
  /** Widths from the dense features to the embedding's width. */
  readonly bottom: readonly number[];
  /** Widths after the interaction. */
  readonly top: readonly number[];
  /** What goes into the top where the config states it; else it follows from the interaction. */
  readonly topInput?: number;
  readonly tables: readonly Tables[];
  readonly width: number;
  readonly interaction: Interaction;
}

/** Neighbouring tables of one size as one entry, so that a thousand tables are one node. */
export const tablesOf = (rows: readonly number[], lookups: readonly number[]): readonly Tables[] => {
  const found: { rows: number; lookups: number; count: number }[] = [];
  rows.forEach((size, i) => {
    const before = found.at(-1);
    const pooled = lookups[i] ?? 1;
    if (before?.rows === size && before.lookups === pooled) before.count++;
    else found.push({ rows: size, lookups: pooled, count: 1 });
  });
  return found;
};

const interactionNode = ({ interaction, width }: Dlrm, vectors: number): ModuleNode => {
  const all = vectors * width;
  switch (interaction.kind) {
    case 'dot':
      // All n × n products are computed and half of them kept, as the reference implementations do.
      return within(leaf('interaction', matmul({ out: vectors, depth: width })), positions(vectors));
    case 'concatenation':
      return leaf('interaction', elementwise({ reads: all, writes: all }));
    case 'cross':
      return group(
        'crossnet',
        [
          dense('W', all, interaction.rank, { bias: false, fields: ['dcn_low_rank_dim'] }),
          dense('V', interaction.rank, all, { fields: ['dcn_low_rank_dim'] }),
          leaf('product', elementwise({ reads: 3 * all, writes: all })),
        ],
        interaction.layers,
      );
  }
};

const interactionWidth = ({ interaction, width }: Dlrm, vectors: number): number =>
  interaction.kind === 'dot' ? width + (vectors * (vectors - 1)) / 2 : vectors * width;

/** DLRM (arXiv:1906.00091): pooled embeddings and a dense vector interact, and a perceptron scores them. */
export const dlrm = (spec: Dlrm): Architecture => {
  const vectors = spec.tables.reduce((sum, { count }) => sum + count, 0) + 1;
  const root = group('', [
    perceptron('bottom_mlp', spec.bottom, ['bottom_mlp']),
    ...spec.tables.map(({ rows, lookups, count }, i) =>
      group(
        `embeddings.${i}`,
        [leaf('table', embeddingBag({ rows, width: spec.width, lookups }), ['embedding_dim'])],
        count,
      ),
    ),
    interactionNode(spec, vectors),
    perceptron('top_mlp', [spec.topInput ?? interactionWidth(spec, vectors), ...spec.top], ['top_mlp']),
  ]);
  return scoringModel(root, spec.bottom.length - 1 + spec.top.length);
};
