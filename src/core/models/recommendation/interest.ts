import type { Architecture } from '../architecture';
import { dense } from '../encoder/parts';
import { elementwise } from '../graph/elementwise';
import { embeddingBag } from '../graph/embedding-bag';
import { group, leaf, type ModuleNode } from '../graph/node';
import { positions, within } from '../graph/within';
import type { Tables } from './dlrm';
import { perceptron, scoringModel } from './model';

export interface Interest {
  /** The user's profile first, then what the user did, then the candidate and the context. */
  readonly tables: readonly Tables[];
  readonly width: number;
  /** Widths after the vectors are put side by side. */
  readonly top: readonly number[];
}

/** Profile, candidate and context, which stand beside what the user did. */
const OTHERS = 3;

const behaviours = ({ tables }: Interest): number => tables.reduce((sum, { count }) => sum + count, -OTHERS);

const tableNodes = ({ tables, width }: Interest): readonly ModuleNode[] =>
  tables.map(({ rows, lookups, count }, i) =>
    group(
      `embeddings.${i}`,
      [leaf('table', embeddingBag({ rows, width, lookups }), ['arch_embedding_size'])],
      count,
    ),
  );

const topNodes = (spec: Interest, joined: number): readonly ModuleNode[] => [
  leaf('concatenation', elementwise({ reads: joined, writes: joined })),
  perceptron('top_mlp', [joined, ...spec.top], ['arch_mlp_top']),
];

/**
 * Deep Interest Network (arXiv:1706.06978), as DeepRecSys has it: a perceptron of its own weighs each thing that the
 * user did against the candidate.
 * @param attention Inner widths of those perceptrons.
 */
export const deepInterest = (spec: Interest, attention: readonly number[]): Architecture => {
  const { width } = spec;
  const root = group('', [
    ...tableNodes(spec),
    group(
      'attention',
      [
        leaf('concatenation', elementwise({ reads: 2 * width, writes: 3 * width })),
        perceptron('mlp', [3 * width, ...attention, width], ['arch_mlp_bot', 'arch_sparse_feature_size']),
      ],
      behaviours(spec),
    ),
    ...topNodes(spec, (OTHERS + 1) * width),
  ]);
  return scoringModel(root, attention.length + 1 + spec.top.length);
};

/**
 * Deep Interest Evolution Network (arXiv:1809.03672), as DeepRecSys has it: two plain recurrent layers over what the
 * user did, with a matrix and a softmax between them.
 */
export const deepInterestEvolution = (spec: Interest, hidden: number): Architecture => {
  const { width } = spec;
  const fields = ['hidden_size'];
  const recurrent = (name: string, input: number): ModuleNode =>
    group(name, [
      dense('i2h', input, hidden, { fields }),
      dense('gates_t', hidden, hidden, { fields }),
      leaf('tanh', elementwise({ reads: 2 * hidden, writes: hidden })),
    ]);
  const root = group('', [
    ...tableNodes(spec),
    within(
      group('', [
        recurrent('rnn_0', width),
        dense('attention', hidden, hidden, { fields }),
        leaf('softmax', elementwise({ reads: 2 * hidden, writes: hidden })),
        recurrent('rnn_1', hidden),
      ]),
      positions(behaviours(spec)),
    ),
    ...topNodes(spec, hidden + OTHERS * width),
  ]);
  return scoringModel(root, OTHERS + spec.top.length);
};
