import { Problem } from '../problem';
import type { ZeroStage } from './ranks/layout';
import type { Workload } from '../workload/workload';

/** How a workload is divided over accelerators. Expert parallelism takes none of its own. */
export interface Parallelism {
  readonly tensor: number;
  readonly pipeline: number;
  readonly data: number;
  readonly expert: number;
  /** Ranks that each hold a part of every sequence; absent is 1. They take accelerators of their own. */
  readonly context?: number;
  /** Stage of ZeRO that shares out what replicas hold in common; absent is 0. */
  readonly zero?: ZeroStage;
}

const whole = (name: string, value: number): number => {
  if (!Number.isInteger(value) || value < 1)
    throw new Problem(`${name} is ${value}; it should be a whole number of 1 or more`);
  return value;
};

interface Extent {
  readonly heads: readonly number[];
  readonly layers: number;
  readonly hasExperts: boolean;
  /** Most positions of a sequence that attention sees. */
  readonly positions: number;
}

const extentOf = (workload: Workload): Extent => {
  const heads = new Set<number>();
  let layers = 0;
  let hasExperts = false;
  let positions = 0;
  for (const { operators } of workload.phases) {
    let attentions = 0;
    for (const { shape, count, parallel } of operators) {
      if (shape?.kind === 'attention') {
        heads.add(shape.heads);
        positions = Math.max(positions, shape.context);
        attentions += count;
      }
      if (parallel === 'expert') hasExperts = true;
    }
    layers = Math.max(layers, attentions);
  }
  return { heads: [...heads], layers, hasExperts, positions };
};

/**
 * The whole division of `count` accelerators: what is not asked for is tensor parallelism over count / (pipeline × data × context).
 * Throws a Problem with the reason for what cannot be.
 */
export const resolveParallelism = (
  workload: Workload,
  count: number,
  asked: Partial<Parallelism> = {},
): Parallelism => {
  whole('the number of accelerators', count);
  const pipeline = whole('pipeline parallelism', asked.pipeline ?? 1);
  const data = whole('data parallelism', asked.data ?? 1);
  const expert = whole('expert parallelism', asked.expert ?? 1);
  const context = whole('context parallelism', asked.context ?? 1);
  const others = pipeline * data * context;
  const byContext = context === 1 ? '' : ` × context ${context}`;
  const tensor = whole(
    'tensor parallelism',
    asked.tensor ??
      (count % others === 0
        ? count / others
        : unequal(count, `pipeline ${pipeline} × data ${data}${byContext}`)),
  );
  if (tensor * others !== count)
    throw new Problem(
      `tensor ${tensor} × pipeline ${pipeline} × data ${data}${byContext} parallelism needs ${tensor * others} accelerators, but there are ${count}`,
    );
  const { heads, layers, hasExperts, positions } = extentOf(workload);
  if (context > 1 && positions === 0)
    throw new Problem(
      `context parallelism of ${context} divides the positions that attention sees, but this model has no attention`,
    );
  if (context > Math.max(1, positions))
    throw new Problem(
      `${positions} positions cannot be divided over ${context} context-parallel ranks; use at most ${positions}`,
    );
  const indivisible = heads.find((each) => each % tensor !== 0);
  if (indivisible !== undefined)
    throw new Problem(
      `${indivisible} attention heads cannot be divided over ${tensor} tensor-parallel ranks; use a divisor of ${indivisible}, or --dp`,
    );
  if (pipeline > 1 && layers > 0 && pipeline > layers)
    throw new Problem(
      `${layers} layers cannot be divided into ${pipeline} pipeline stages; use at most ${layers}`,
    );
  if (expert > 1 && !hasExperts)
    throw new Problem(`expert parallelism of ${expert} needs a mixture of experts, which this model has not`);
  if (count % expert !== 0)
    throw new Problem(`expert parallelism of ${expert} does not divide ${count} accelerators evenly`);
  return { tensor, pipeline, data, expert, ...(context === 1 ? {} : { context }) };
};

const unequal = (count: number, others: string): never => {
  throw new Problem(`${count} accelerators cannot be divided evenly over ${others}`);
};
