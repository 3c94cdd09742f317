import type { Assumption } from '../units/provenance';
import type { Bytes, Flops, Seconds } from '../units/quantity';
import type { Dtype } from './dtype';
import type { OperatorCategory } from './category';
import type { Chain } from './chain';
import type { Residency } from './resident';

/** What one of is counted: energy per token, carbon per image … */
export type FunctionalUnit = 'token' | 'request' | 'image' | 'second' | 'sample' | 'step';

export type PhaseName =
  | 'prefill'
  | 'decode'
  | 'encode'
  | 'text-encode'
  | 'denoise'
  | 'image-decode'
  | 'unit-encode'
  | 'unit-decode'
  | 'audio-decode'
  | 'forward'
  | 'backward'
  | 'optimizer'
  | 'step';

/** The arithmetic of ONE execution, from which a performance model finds its rate. */
export type OperatorShape =
  | {
      readonly kind: 'matmul';
      readonly m: number;
      readonly n: number;
      readonly k: number;
      readonly groups?: number;
    }
  | {
      readonly kind: 'attention';
      readonly sequences: number;
      readonly heads: number;
      readonly kvHeads: number;
      /** New positions per sequence. */
      readonly query: number;
      /** Positions attended to (after any window), including the new ones. */
      readonly context: number;
      readonly headDim: number;
      readonly valueDim: number;
      readonly causal: boolean;
    }
  | { readonly kind: 'convolution'; readonly m: number; readonly n: number; readonly k: number };

/** Bytes moved to and from device memory by all executions together. */
export interface OperatorBytes {
  readonly weights: Bytes;
  /** Activations and the rest that is read, KV cache and weights apart. */
  readonly read: Bytes;
  readonly written: Bytes;
  readonly kvRead: Bytes;
  readonly kvWritten: Bytes;
}

/** How an operator divides over tensor-parallel ranks. */
export type ParallelKind = 'column' | 'row' | 'heads' | 'vocabulary' | 'expert' | 'replicated';

/** Measured totals over all calls. Absent means not measured. */
export interface Measured {
  readonly hostSeconds?: Seconds;
  readonly deviceSeconds?: Seconds;
  /** Of `deviceSeconds`, what was launched before the recording began. Absent where nothing was, or nobody knows. */
  readonly earlierSeconds?: Seconds;
}

/**
 * A kind of work done `count` times in one pass of its phase. All extensive values (flops, bytes, parameters,
 * measured times) are totals over those executions, so that the parts sum to the whole.
 */
export interface Operator {
  readonly name: string;
  /** Dotted module path, `*` for a repeated layer: `model.layers.*.self_attn.q_proj`. */
  readonly module?: string;
  readonly category: OperatorCategory;
  /** What an engine that fuses nothing does in several kernels. */
  readonly chain?: Chain;
  readonly count: number;
  /**
   * Algorithmic operations: two per multiply-add of matrix products and convolutions, attention as the full
   * query × context square, every position through the language-model head. The time model works from `shape`.
   */
  readonly flops?: Flops;
  readonly bytes?: OperatorBytes;
  /** Bytes each rank puts on the network. */
  readonly networkBytes?: Bytes;
  /** Format of the arithmetic's inputs. */
  readonly dtype?: Dtype;
  readonly weightDtype?: Dtype;
  /** Stored weights; 0 where they are shared with another operator (tied embeddings). */
  readonly parameters?: number;
  /** Of those, how many one token uses (experts: top-k of all). Defaults to `parameters`. */
  readonly activeParameters?: number;
  readonly shape?: OperatorShape;
  readonly parallel?: ParallelKind;
  readonly measured?: Measured;
  /** Device time that the performance model expects of all executions, where a deployment is given. */
  readonly predictedSeconds?: Seconds;
}

export interface Phase {
  readonly name: PhaseName;
  /** How often the pass is run for one batch of requests (decode: once per generated token). */
  readonly repeats: number;
  readonly operators: readonly Operator[];
}

/** Bytes resident on the accelerators together; what is not known is absent. */
export interface WorkloadMemory {
  readonly weights: Bytes;
  readonly kv: Bytes;
  readonly activations: Bytes;
  readonly gradients?: Bytes;
  readonly optimizer?: Bytes;
  /** The same by module. Absent where only the sums are known. */
  readonly residency?: Residency;
}

export interface WorkloadSource {
  readonly kind: 'model' | 'trace';
  /** As the user named it. */
  readonly file?: string;
  readonly format: string;
  readonly family?: string;
  /** A trace's device as its writer named it, e.g. "NVIDIA H100 80GB HBM3". */
  readonly deviceName?: string;
  readonly deviceCount?: number;
  /** How the writer of a trace without a device would record one; absent where the writer is not known. */
  readonly recordDevice?: string;
}

/** What is run: the one thing computed from a config, measured from a trace, and estimated on hardware. */
export interface Workload {
  readonly name: string;
  readonly source: WorkloadSource;
  readonly unit: FunctionalUnit;
  /** Functional units that one run of all phases yields, over the whole batch. */
  readonly units: number;
  /** Sequences (images, samples) in flight together. */
  readonly batch: number;
  readonly phases: readonly Phase[];
  readonly memory?: WorkloadMemory;
  /** At which size a model's run is counted, where no input says it whole: pixels, frames, steps. */
  readonly size?: readonly Assumption[];
  /** A trace's wall-clock time, of which device time is a part. */
  readonly spanSeconds?: Seconds;
  /** How long a trace's device ran anything, mean over devices: less than its kernels' sum where some overlap. */
  readonly busySeconds?: Seconds;
}
