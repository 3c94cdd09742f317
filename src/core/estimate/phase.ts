import { communicationSeconds } from '../cluster/communication';
import type { Network } from '../cluster/collectives';
import type { Parallelism } from '../cluster/parallelism';
import { ringSeconds } from '../cluster/ring';
import { shard } from '../cluster/shard';
import type { Engine } from '../hardware/performance/engines';
import type { Machine } from '../hardware/performance/machine';
import { timeOf } from '../hardware/performance/time';
import type { Activity } from '../hardware/power';
import type { Operator, Phase, Workload } from '../workload/workload';
import type { Bound } from './estimate-types';

/** One pass of a phase on one accelerator of the deployment. Times in seconds. */
export interface PassCost {
  readonly seconds: number;
  readonly low: number;
  readonly high: number;
  readonly bound: Bound;
  /** What the accelerator did in that time, for its power. */
  readonly activity: Activity;
  readonly network: number;
  /** Done on this accelerator. */
  readonly flops: number;
  readonly bytes: number;
}

export interface Setting {
  readonly machine: Machine;
  readonly parallelism: Parallelism;
  readonly network: Network;
}

/** What a serving engine's host does in one pass, in seconds. */
interface HostWork {
  /** Before the device can go on. */
  readonly between: number;
  /** In a process of its own, while the device works on the next pass. */
  readonly beside: number;
}

/** For the sequences of one replica. Training and images have no such host. */
const hostWork = (workload: Workload, phase: Phase, { terms }: Engine, { data }: Parallelism): HostWork => {
  if (phase.name !== 'prefill' && phase.name !== 'decode') return { between: 0, beside: 0 };
  const sequences = workload.batch / data;
  const prompts = phase.name === 'prefill' ? sequences : 0;
  return {
    between: terms.step.value + terms.stepPerSequence.value * sequences + terms.prompt.value * prompts,
    beside: terms.frontPerSequence.value * sequences,
  };
};

/** Gradients of activations are exchanged like the activations themselves (Megatron-LM): backward talks as much as forward. */
const talking = (workload: Workload, phase: Phase): readonly Operator[] =>
  (phase.name === 'backward' ? workload.phases.find(({ name }) => name === 'forward') : undefined)
    ?.operators ?? phase.operators;

/**
 * Seconds that the data-parallel replicas talk beyond the pass behind which they do: they average the gradients of a
 * backward pass (S. Li et al., "PyTorch Distributed", VLDB 2020). Where they share out the weights as well, each pass
 * gathers them first, and gradients are only scattered: half as much again in all (arXiv:1910.02054, section 7).
 */
const replicaSeconds = (
  workload: Workload,
  phase: Phase,
  { parallelism, network }: Setting,
  device: number,
): number => {
  const { tensor, pipeline, zero = 0 } = parallelism;
  // Context-parallel ranks hold the same weights, and learn them from other positions.
  const data = parallelism.data * (parallelism.context ?? 1);
  const { gradients, weights = 0 } = workload.memory ?? {};
  if (data === 1 || gradients === undefined) return 0;
  const rank = tensor * pipeline;
  const gathered = zero === 3 ? network.seconds('all-gather', weights / rank, data) : 0;
  switch (phase.name) {
    case 'forward':
      return Math.max(0, gathered - device);
    case 'backward': {
      const kind = zero === 3 ? 'all-gather' : 'all-reduce';
      return Math.max(0, network.seconds(kind, gradients / rank, data) + gathered - device);
    }
    default:
      return 0;
  }
};

const largest = (compute: number, memory: number, network: number, launch: number): Bound => {
  const most = Math.max(compute, memory, network, launch);
  return most === memory ? 'memory' : most === compute ? 'compute' : most === network ? 'network' : 'launch';
};

/** Seconds of kernels, and of arithmetic and memory had they run at their peaks. */
interface Work {
  readonly device: number;
  readonly arithmetic: number;
  readonly memory: number;
}

const activityOf = (
  seconds: number,
  communication: number,
  { device, arithmetic, memory }: Work,
): Activity => {
  const rest = seconds - communication;
  return rest <= 0
    ? { busy: 0, compute: 0, memory: 0, network: seconds === 0 ? 0 : 1 }
    : {
        busy: device / rest,
        compute: arithmetic / rest,
        memory: memory / rest,
        network: communication / seconds,
      };
};

/**
 * One pass: the accelerator's operators one after the other, its communication (not hidden behind them), and what the host
 * adds. Where the host launches every kernel itself the pass takes at least the host's time for that.
 */
export const passCost = (
  workload: Workload,
  phase: Phase,
  { machine, parallelism, network }: Setting,
): PassCost => {
  const { engine, bandwidth } = machine;
  let device = 0;
  let low = 0;
  let high = 0;
  let compute = 0;
  let memory = 0;
  let gaps = 0;
  let kernels = 0;
  let flops = 0;
  let bytes = 0;
  let arithmetic = 0;
  let circling = 0;
  for (const operator of phase.operators) {
    const share = shard(operator, parallelism);
    const cost = timeOf(share, machine);
    circling += ringSeconds(operator, share, cost.seconds, parallelism, network);
    device += cost.seconds;
    low += cost.seconds / cost.spread;
    high += cost.seconds * cost.spread;
    gaps += cost.gaps;
    kernels += cost.kernels;
    flops += cost.flops;
    bytes += cost.bytes;
    if (cost.compute > cost.memory) compute += cost.seconds - cost.gaps;
    else memory += cost.seconds - cost.gaps;
    arithmetic += cost.drawn;
  }
  const communication =
    communicationSeconds(talking(workload, phase), parallelism, network, {
      collective: engine.terms.collective.value,
      dispatch: engine.terms.dispatch.value,
    }) +
    replicaSeconds(workload, phase, { machine, parallelism, network }, device) +
    circling;
  const host = hostWork(workload, phase, engine, parallelism);
  const launching = kernels * engine.terms.hostKernel.value;
  const working = device + communication;
  const step = host.between;
  const wait = Math.max(0, launching - working, host.beside - working - step);
  const seconds = working + wait + step;
  return {
    seconds,
    low: low + communication / 1.5 + wait / 1.5 + step / 2,
    high: high + communication * 1.5 + wait * 1.5 + step * 2,
    bound: largest(compute, memory, communication, gaps + wait + step),
    activity: activityOf(seconds, communication, { device, arithmetic, memory: bytes / bandwidth }),
    network: communication,
    flops,
    bytes,
  };
};
