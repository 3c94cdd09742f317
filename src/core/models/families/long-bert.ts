import { type BertHead, bertModel } from '../encoder/bert';
import { dense, parameter } from '../encoder/parts';
import type { Fields } from '../fields';
import type { Pass, StreamShape } from '../graph/primitive';
import { positions, within } from '../graph/within';
import { readClass } from '../vision/image';
import { bertSizes, readBertHead } from './bert';
import type { Family } from './family';

const BLOCK = 64;
const RANDOM_BLOCKS = 3;

/**
 * Keys that a query of BigBird sees, on average over n blocks of b positions: the first and last block all of them, their
 * neighbours 4 + r blocks, the others two of these, three around them and r at random (arXiv:2007.14062, section 2).
 * Texts of up to 5 + 2·r blocks are attended to as a whole, as transformers has it.
 */
const sparseShape =
  (block: number, random: number) =>
  ({ sequences, query, context }: Pass): StreamShape => {
    if (context <= (5 + 2 * random) * block) return { sequences, query, context };
    const blocks = context / block;
    const pairs = 2 * blocks + 2 * (4 + random) + (blocks - 4) * (5 + random);
    return { sequences, query, context: (pairs / blocks) * block };
  };

/** The pooler stands behind every head but those that have it themselves. */
const poolerBeside = (head: BertHead, width: number) =>
  head.kind === 'pooler' || head.kind === 'pre-training'
    ? []
    : [within(dense('bert.pooler', width, width), positions(1))];

const bigBirdHead = (fields: Fields): BertHead => {
  const className = readClass(fields, 'BigBirdModel');
  if (/ForQuestionAnswering$/.test(className))
    fields.fail('architectures', `not known: the head of ${className}`);
  return readBertHead(fields, className, false);
};

/** BigBird (arXiv:2007.14062): BERT whose attention is block-sparse in long texts. */
export const bigBird: Family = {
  id: 'big-bird',
  modelTypes: ['big_bird'],
  read: (fields) => {
    const sizes = bertSizes(fields);
    if (!fields.flag('use_bias', true)) fields.fail('use_bias', 'not known: a BigBird without biases');
    const kind = fields.optionalText('attention_type') ?? 'block_sparse';
    if (kind !== 'block_sparse' && kind !== 'original_full')
      fields.fail('attention_type', `attention_type is "${kind}"; expected block_sparse or original_full`);
    const head = bigBirdHead(fields);
    const sparse = sparseShape(
      fields.optionalCount('block_size') ?? BLOCK,
      fields.optionalCount('num_random_blocks') ?? RANDOM_BLOCKS,
    );
    return bertModel({
      ...sizes,
      ...(kind === 'block_sparse' ? { attends: sparse } : {}),
      beside: poolerBeside(head, sizes.width),
      head,
      body: 'bert',
      headName: 'cls.predictions',
      transform: 'transform.',
    });
  },
};

/** The window, half on either side; models of one window for all layers alone. */
const readWindow = (fields: Fields): number => {
  const windows = fields.counts('attention_window') ?? [512];
  const [first = 512] = windows;
  return windows.every((window) => window === first)
    ? first
    : fields.fail('attention_window', 'not known: a Longformer whose layers have different windows');
};

/** Longformer (arXiv:2004.05150): RoBERTa with a window, and projections of their own for positions that see all. */
export const longformer: Family = {
  id: 'longformer',
  modelTypes: ['longformer'],
  read: (fields) => {
    const sizes = bertSizes(fields);
    const { width } = sizes;
    const window = readWindow(fields);
    // No position sees all unless a task says so: the projections are there, but at rest.
    const global = ['query_global', 'key_global', 'value_global'].map((name) =>
      parameter(`attention.self.${name}`, width * width + width),
    );
    return bertModel({
      ...sizes,
      attends: ({ sequences, query, context }) => ({
        sequences,
        query,
        context: Math.min(context, window + 1),
      }),
      inLayer: global,
      head: readBertHead(fields, readClass(fields, 'LongformerModel'), false),
      body: 'longformer',
      headName: 'lm_head',
      transform: '',
    });
  },
};
