import { type Bytes, bytes } from '../../units/quantity';
import type { Division, Place, Residency, Resident } from '../../workload/resident';
import type { Workload } from '../../workload/workload';
import type { Parallelism } from '../parallelism';
import { shard } from '../shard';
import { batchesOf, inFlight, type MemoryLayout, stageLayers } from './layout';

/** What a model takes in memory, by what it is. */
export interface MemoryParts {
  readonly weights: Bytes;
  readonly kv: Bytes;
  readonly activations: Bytes;
  /** Training only. */
  readonly gradients?: Bytes;
  readonly optimizer?: Bytes;
  /** One layer's weights, and its gradients, put together from all replicas while it is at work (ZeRO-2 and 3). */
  readonly gathered?: Bytes;
  readonly total: Bytes;
}

/** What one accelerator of a pipeline stage holds. All ranks of a stage hold the same. */
export interface RankMemory extends MemoryParts {
  /** From 0, in the order of the pipeline. */
  readonly stage: number;
  /** Accelerators that hold as much. */
  readonly ranks: number;
  readonly layers: number;
  /** Weights that this rank keeps, before the data-parallel replicas share anything out. */
  readonly parameters: number;
}

interface Ranks extends Parallelism {
  readonly layout: MemoryLayout;
}

/** How many ways a tensor is divided by the model's own division. */
const waysOf = ({ parallel, most }: Division, { tensor, expert }: Parallelism): number => {
  switch (parallel) {
    case 'replicated':
      return 1;
    case 'expert':
      return Math.max(tensor, expert);
    default:
      return Math.min(tensor, most ?? tensor);
  }
};

/** Replicas that share a weight out: experts that are spread over several replicas have the fewer copies. */
const replicasOf = ({ parallel }: Division, { tensor, data, expert, context = 1 }: Ranks): number =>
  parallel === 'expert' ? Math.max(1, (data * context * tensor) / Math.max(tensor, expert)) : data * context;

interface Stage {
  readonly index: number;
  readonly stages: number;
  /** Layers before this stage's. */
  readonly first: number;
  readonly layers: number;
}

/** The share of a module that stands on a stage. */
const shareOf = (place: Place, { index, stages, first, layers }: Stage): number => {
  if (place === 'before') return index === 0 ? 1 : 0;
  if (place === 'behind') return index === stages - 1 ? 1 : 0;
  const from = Math.max(first, place.first);
  const to = Math.min(first + layers, place.first + place.count);
  return Math.max(0, to - from) / place.count;
};

/** Parameters of a module on one rank, as a share of all there are. */
const divided = (one: Resident, stage: Stage, ranks: Ranks): number => {
  const undivided = (one.undivided ?? 0) / one.parameters;
  const share = shareOf(one.place, stage);
  return share * (undivided + (1 - undivided) / waysOf(one, ranks));
};

interface Held {
  parameters: number;
  weights: number;
  gradients: number;
  optimizer: number;
}

const held = (residency: Residency, stage: Stage, ranks: Ranks): Held => {
  const { zero } = ranks.layout;
  const { training } = residency;
  const sum: Held = { parameters: 0, weights: 0, gradients: 0, optimizer: 0 };
  for (const one of residency.weights) {
    // A stage of its own needs its copy of a table, which learns there as well.
    if (one.copies !== undefined && stage.stages === 1) continue;
    const share =
      one.copies === undefined ? divided(one, stage, ranks) : shareOf(one.place, stage) / waysOf(one, ranks);
    const replicas = replicasOf(one, ranks);
    sum.parameters += share * one.parameters;
    sum.weights += (share * one.bytes) / (zero === 3 ? replicas : 1);
    if (!one.learns || training === undefined) continue;
    const learned = share * (one.copies ?? one.parameters);
    sum.gradients += (learned * training.gradient) / (zero >= 2 ? replicas : 1);
    sum.optimizer += (learned * training.optimizer) / (zero >= 1 ? replicas : 1);
  }
  return sum;
};

const isDivided = (one: Resident, ranks: Ranks): boolean => replicasOf(one, ranks) > 1;

/** Whole weights and gradients of the largest unit, a layer or what stands beside the layers, on one rank. */
const gatheredOf = (residency: Residency, stage: Stage, ranks: Ranks): number => {
  const { zero } = ranks.layout;
  if (zero < 2) return 0;
  const units = new Map<string, number>();
  for (const one of residency.weights) {
    if (one.copies !== undefined || !isDivided(one, ranks)) continue;
    const isLayer = typeof one.place === 'object';
    const unit = typeof one.place === 'object' ? `${one.place.first}` : one.place;
    const each = divided(one, stage, ranks) / (isLayer ? Math.max(1, stage.layers) : 1);
    const weights = zero === 3 ? each * one.bytes : 0;
    const gradients = one.learns ? each * one.parameters * (residency.training?.gradient ?? 0) : 0;
    units.set(unit, (units.get(unit) ?? 0) + weights + gradients);
  }
  return Math.max(0, ...units.values());
};

const stateOn = (residency: Residency, stage: Stage, ranks: Ranks): number =>
  residency.state.reduce(
    (sum, one) =>
      sum +
      (shareOf(one.place, stage) * one.bytes) / (waysOf(one, ranks) * ranks.data * (ranks.context ?? 1)),
    0,
  );

const activationsOn = (
  workload: Workload,
  training: NonNullable<Residency['training']>,
  stage: Stage,
  ranks: Ranks,
): number => {
  const { tensor, layout, context = 1 } = ranks;
  const { sequences, count } = batchesOf(workload.batch, ranks, layout);
  const standing = inFlight(stage.index, stage.stages, layout.interleave, count);
  const share = sequences / workload.batch / context;
  return training.kept.reduce((sum, { place, bytes: kept, divides, most, transient }) => {
    const ways = divides === 'tensor' ? Math.min(tensor, most ?? tensor) : layout.sequence ? tensor : 1;
    // What stands for one layer at a time stands on every stage that has layers.
    const here =
      transient === true && typeof place === 'object' ? (stage.layers > 0 ? 1 : 0) : shareOf(place, stage);
    return sum + (here * kept * share * (transient === true ? 1 : standing)) / ways;
  }, 0);
};

/** Input and output of the largest operator on one rank: what a serving pass needs beside weights and cache. */
const largestOperator = ({ phases, memory }: Workload, ranks: Ranks): number => {
  const { tensor, data, pipeline, context = 1 } = ranks;
  if (tensor * data * pipeline * context === 1) return memory?.activations ?? 0;
  let largest = 0;
  for (const { operators } of phases) {
    for (const operator of operators) {
      const { bytes: moved, count } = shard(operator, ranks);
      if (moved !== undefined) largest = Math.max(largest, (moved.read + moved.written) / count);
    }
  }
  return largest;
};

/**
 * Memory of the ranks of each pipeline stage. Tensor parallelism divides matrices and heads (M. Shoeybi et al., Megatron-LM,
 * arXiv:1909.08053), a pipeline the layers, ZeRO what the replicas hold in common, context parallelism each sequence.
 * Undefined where the workload tells sums only. Throws a Problem for micro-batches that do not divide the batch.
 */
export const rankMemories = (
  workload: Workload,
  parallelism: Parallelism,
  layout: MemoryLayout,
): readonly RankMemory[] | undefined => {
  const residency = workload.memory?.residency;
  if (residency === undefined) return undefined;
  const ranks: Ranks = { ...parallelism, layout };
  const { tensor, data, pipeline, context = 1 } = parallelism;
  const { training } = residency;
  const working = training === undefined ? largestOperator(workload, ranks) : 0;
  let first = 0;
  return stageLayers(residency.layers, pipeline).map((layers, index): RankMemory => {
    const stage: Stage = { index, stages: pipeline, first, layers };
    first += layers;
    const { parameters, weights, gradients, optimizer } = held(residency, stage, ranks);
    const kv = stateOn(residency, stage, ranks);
    const activations = training === undefined ? working : activationsOn(workload, training, stage, ranks);
    const gathered = data * context > 1 ? gatheredOf(residency, stage, ranks) : 0;
    const learned =
      training === undefined ? {} : { gradients: bytes(gradients), optimizer: bytes(optimizer) };
    return {
      stage: index,
      ranks: tensor * data * context,
      layers,
      parameters,
      weights: bytes(weights),
      kv: bytes(kv),
      activations: bytes(activations),
      ...learned,
      ...(gathered > 0 ? { gathered: bytes(gathered) } : {}),
      total: bytes(weights + kv + activations + gathered + gradients + optimizer),
    };
  });
};

/** The rank that holds the most. */
export const fullest = (ranks: readonly RankMemory[]): RankMemory | undefined =>
  ranks.reduce<RankMemory | undefined>(
    (most, rank) => (most === undefined || rank.total > most.total ? rank : most),
    undefined,
  );
