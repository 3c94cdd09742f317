import { bytes, flops } from '../units/quantity';
import type { Operator, OperatorBytes, OperatorShape } from '../workload/workload';
import type { Parallelism } from './parallelism';
import { contextWays } from './ring';

/** One accelerator's share of an operator's extent: what its flops, weights, inputs, outputs and cache are divided by. */
interface Division {
  readonly weights: number;
  readonly read: number;
  readonly written: number;
  readonly cache: number;
}

const divide = (moved: OperatorBytes, by: Division, { read, held }: Ring): OperatorBytes => ({
  weights: bytes(moved.weights / by.weights),
  read: bytes(moved.read / by.read),
  written: bytes(moved.written / by.written),
  kvRead: bytes(moved.kvRead / (by.cache * read)),
  kvWritten: bytes(moved.kvWritten / (by.cache * held)),
});

/** What context parallelism makes of attention: divisors beside those of its rows. */
interface Ring {
  readonly work: number;
  readonly read: number;
  readonly held: number;
}

/**
 * Each rank holds a part of the cache. Where a prompt's rows are divided over the ranks, all blocks come by, and each
 * is read whole; the few rows of a decode step go round instead.
 */
const ringOf = ({ shape }: Operator, context: number): Ring =>
  shape?.kind !== 'attention' || context === 1
    ? { work: 1, read: 1, held: 1 }
    : shape.query > 1
      ? { work: 1, read: 1 / context, held: 1 }
      : { work: context, read: context, held: context };

/**
 * A rank's blocks of queries against a block of keys. They lie so that every rank has as much of the causal half, which
 * the proportion of the two keeps (arXiv:2411.01783); a window stays as long as it is.
 */
const blockOf = (query: number, context: number, ranks: number): { query: number; context: number } =>
  query > 1
    ? {
        query: part(query, ranks),
        context: Math.max(context / ranks, Math.min(context, query / ranks)),
      }
    : { query, context: Math.max(1, context / ranks) };

/** The share of a batch of `m` rows or sequences that one of `ways` equal groups gets; never less than one. */
const part = (m: number, ways: number): number => Math.max(1, m / ways);

const shapeOf = (
  shape: OperatorShape | undefined,
  operator: Operator,
  tensor: number,
  batch: number,
  groups: number,
  context: number,
): OperatorShape | undefined => {
  if (shape === undefined) return undefined;
  switch (shape.kind) {
    case 'attention': {
      const ranks = operator.parallel === 'heads' ? tensor : 1;
      return {
        ...shape,
        ...blockOf(shape.query, shape.context, context),
        sequences: part(shape.sequences, batch / (shape.query > 1 ? context : 1)),
        heads: shape.heads / ranks,
        kvHeads: Math.max(1, shape.kvHeads / ranks),
      };
    }
    case 'convolution':
      return { ...shape, m: part(shape.m, batch) };
    case 'matmul': {
      const m = part(shape.m, batch);
      switch (operator.parallel ?? 'replicated') {
        case 'column':
        case 'vocabulary':
          return { ...shape, m, n: shape.n / tensor };
        case 'row':
          return { ...shape, m, k: shape.k / tensor };
        case 'expert': {
          const per = shape.groups ?? 1;
          const held = Math.max(1, per / groups);
          // Experts beyond whole ones per rank are themselves divided.
          return { ...shape, m, groups: held, n: (shape.n * per) / (groups * held) };
        }
        case 'heads':
        case 'replicated':
          return { ...shape, m };
      }
    }
  }
};

/** How many ways an operator's work is divided by its model, beside the batch. */
const ways = (operator: Operator, tensor: number, expert: number): number => {
  switch (operator.parallel ?? 'replicated') {
    case 'column':
    case 'row':
    case 'heads':
    case 'vocabulary':
      return tensor;
    case 'expert':
      return expert;
    case 'replicated':
      return 1;
  }
};

const divisionOf = (operator: Operator, split: number, batch: number, tensor: number): Division => {
  const rows = batch;
  switch (operator.parallel ?? 'replicated') {
    case 'column':
      return { weights: split, read: rows, written: rows * split, cache: rows * split };
    case 'row':
      return { weights: split, read: rows * split, written: rows, cache: rows * split };
    case 'heads': {
      const kvHeads = operator.shape?.kind === 'attention' ? operator.shape.kvHeads : split;
      return {
        weights: split,
        read: rows * split,
        written: rows * split,
        cache: rows * Math.min(tensor, kvHeads),
      };
    }
    case 'vocabulary':
      return operator.category === 'embedding'
        ? { weights: rows * split, read: rows, written: rows, cache: rows }
        : { weights: split, read: rows, written: rows * split, cache: rows };
    case 'expert':
      return { weights: split, read: rows * split, written: rows * split, cache: rows };
    case 'replicated':
      return {
        weights: operator.category === 'embedding' ? rows : 1,
        read: rows,
        written: rows,
        cache: rows,
      };
  }
};

/**
 * Load of the fullest of `ranks` over their mean, when `rows` tokens fall on them at random: 1 + e(ranks) / √(rows / ranks),
 * with e the expected largest of that many normal deviates (0.56, 1.03, 1.42, 1.77 of 2, 4, 8, 16), as 0.564 · log₂(ranks)^0.82.
 */
export const fullestRank = (rows: number, ranks: number): number =>
  ranks <= 1 || rows <= 0
    ? 1
    : Math.min(ranks, 1 + (0.564 * Math.log2(ranks) ** 0.82) / Math.sqrt(rows / ranks));

/** Rows that an expert product works on, over all experts together. */
const routedRows = ({ shape }: Operator): number =>
  shape?.kind === 'matmul' ? shape.m * (shape.groups ?? 1) : 0;

/**
 * One accelerator's share of an operator. Tensor parallelism divides the model's dimensions (M. Shoeybi et al.,
 * Megatron-LM, 2019), data and pipeline parallelism the batch. Context parallelism divides the rows of every
 * sequence, and its cache. Experts divide over the accelerators that hold them:
 * `expert` of them, the fullest of which counts, or the tensor-parallel ranks; with data parallelism they serve every
 * replica's tokens.
 */
export const shard = (operator: Operator, parallelism: Parallelism): Operator => {
  const { tensor, pipeline, data, expert, zero = 0, context = 1 } = parallelism;
  if (tensor === 1 && pipeline === 1 && data === 1 && expert === 1 && context === 1) return operator;
  const routed = operator.parallel === 'expert';
  const spread = Math.max(tensor, expert);
  const rows = data * contextWays(operator, parallelism, data * pipeline);
  const replicas = routed && expert > tensor ? Math.max(1, (rows * tensor) / expert) : rows;
  const updates = operator.category === 'optimizer';
  // Every replica updates all weights of its own, or under ZeRO its share; stages and tensor-parallel ranks share them.
  const updated = pipeline * tensor * (zero > 0 ? data * context : 1);
  const batch = updates ? updated : replicas * pipeline;
  const fullest = routed && expert > 1 ? fullestRank(routedRows(operator), expert) : 1;
  const split = ways(operator, tensor, spread) / fullest;
  const shape = shapeOf(operator.shape, operator, tensor, batch / fullest, spread, context);
  const ring = ringOf(operator, context);
  return {
    ...operator,
    ...(operator.flops === undefined ? {} : { flops: flops(operator.flops / (split * batch * ring.work)) }),
    ...(operator.bytes === undefined
      ? {}
      : { bytes: divide(operator.bytes, divisionOf(operator, split, batch, tensor), ring) }),
    ...(shape === undefined ? {} : { shape }),
  };
};
