import type { Parallelism } from '../cluster/parallelism';
import type { Accelerator } from '../hardware/accelerator';
import { bytes } from '../units/quantity';
import type { Workload } from '../workload/workload';
import type { MemoryEstimate } from './estimate-types';

/**
 * Bytes resident on all accelerators together. Data-parallel replicas each hold the weights,
 * gradients and optimizer state; the cache is that of all
 * sequences. `missing` is by how much the whole exceeds the capacity.
 */
export const memoryEstimate = (
  workload: Workload,
  part: Accelerator,
  count: number,
  { data }: Parallelism,
): MemoryEstimate | undefined => {
  const { memory } = workload;
  if (memory === undefined) return undefined;
  const held = replicas(workload, data);
  const weights = memory.weights * held;
  const gradients = memory.gradients === undefined ? undefined : bytes(memory.gradients * held);
  const optimizer = memory.optimizer === undefined ? undefined : bytes(memory.optimizer * held);
  const training = (gradients ?? 0) + (optimizer ?? 0);
  const total = weights + memory.kv + memory.activations + training;
  const each = part.memory.capacity?.value;
  const capacity = each === undefined ? undefined : bytes(each * count);
  return {
    weights: bytes(weights),
    kv: memory.kv,
    activations: memory.activations,
    ...(gradients === undefined ? {} : { gradients }),
    ...(optimizer === undefined ? {} : { optimizer }),
    total: bytes(total),
    ...(capacity === undefined ? {} : { capacity }),
    ...(capacity !== undefined && total > capacity ? { missing: bytes(total - capacity) } : {}),
  };
};

/** How often the weights are held: once a replica, but experts once for all replicas. */
const replicas = (workload: Workload, data: number): number => {
  if (data === 1) return 1;
  let all = 0;
  let routed = 0;
  for (const { parameters = 0, parallel } of workload.phases.flatMap(({ operators }) => operators)) {
    all += parameters;
    if (parallel === 'expert') routed += parameters;
  }
  const share = all === 0 ? 0 : routed / all;
  return share + data * (1 - share);
};
