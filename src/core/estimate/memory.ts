import type { Parallelism } from '../cluster/parallelism';
import { type MemoryLayout, PLAIN_LAYOUT } from '../cluster/ranks/layout';
import { type RankMemory, rankMemories } from '../cluster/ranks/memory';
import type { Accelerator } from '../hardware/accelerator';
import { type Bytes, bytes } from '../units/quantity';
import type { Workload } from '../workload/workload';
import type { MemoryEstimate } from './estimate-types';

type Part = 'weights' | 'kv' | 'activations' | 'gradients' | 'optimizer' | 'gathered' | 'total';

const sumOf = (ranks: readonly RankMemory[], part: Part): Bytes =>
  bytes(ranks.reduce((sum, rank) => sum + (rank[part] ?? 0) * rank.ranks, 0));

/** Bytes by which the ranks' memory exceeds what one accelerator has, over all of them. */
const excess = (ranks: readonly RankMemory[], each: number): number =>
  ranks.reduce((sum, { total, ranks: alike }) => sum + Math.max(0, total - each) * alike, 0);

/**
 * Bytes resident on all accelerators together, and on the ranks of each pipeline stage. `missing` is by how much
 * accelerators exceed their capacity, over all that do.
 */
export const memoryEstimate = (
  workload: Workload,
  part: Accelerator,
  count: number,
  parallelism: Parallelism,
  layout: Partial<MemoryLayout> = {},
): MemoryEstimate | undefined => {
  const each = part.memory.capacity?.value;
  const capacity = each === undefined ? {} : { capacity: bytes(each * count) };
  const ranks = rankMemories(workload, parallelism, { ...PLAIN_LAYOUT, ...layout });
  if (ranks === undefined) return sumsOnly(workload, each, count, parallelism);
  const missing = each === undefined ? 0 : excess(ranks, each);
  const training = ranks.some(({ optimizer }) => optimizer !== undefined);
  const gathered = sumOf(ranks, 'gathered');
  return {
    weights: sumOf(ranks, 'weights'),
    kv: sumOf(ranks, 'kv'),
    activations: sumOf(ranks, 'activations'),
    ...(training ? { gradients: sumOf(ranks, 'gradients'), optimizer: sumOf(ranks, 'optimizer') } : {}),
    ...(gathered > 0 ? { gathered } : {}),
    total: sumOf(ranks, 'total'),
    ...capacity,
    ...(missing > 0 ? { missing: bytes(missing) } : {}),
    ...(count > 1 ? { ranks } : {}),
  };
};

/** Where a workload tells sums only, replicas each hold the weights, and everything else is taken to divide evenly. */
const sumsOnly = (
  { memory }: Workload,
  each: number | undefined,
  count: number,
  { data }: Parallelism,
): MemoryEstimate | undefined => {
  if (memory === undefined) return undefined;
  const { kv, activations } = memory;
  const weights = bytes(memory.weights * data);
  const gradients = memory.gradients === undefined ? undefined : bytes(memory.gradients * data);
  const optimizer = memory.optimizer === undefined ? undefined : bytes(memory.optimizer * data);
  const total = weights + kv + activations + (gradients ?? 0) + (optimizer ?? 0);
  const capacity = each === undefined ? undefined : bytes(each * count);
  return {
    weights,
    kv,
    activations,
    ...(gradients === undefined ? {} : { gradients }),
    ...(optimizer === undefined ? {} : { optimizer }),
    total: bytes(total),
    ...(capacity === undefined ? {} : { capacity }),
    ...(capacity !== undefined && total > capacity ? { missing: bytes(total - capacity) } : {}),
  };
};
