import type { MemoryParts, RankMemory } from '../cluster/ranks/memory';
import type { LinkEnergy } from '../cluster/link-energy';
import type { Uncertain } from '../carbon/uncertainty/uncertain';
import type { Assumption } from '../units/provenance';
import type { Bytes, Flops, GramsCO2e, Joules, Seconds, Watts } from '../units/quantity';
import type { Range } from '../units/range';
import type { FunctionalUnit, PhaseName } from '../workload/workload';
import type { Deployment } from './deployment';

/** What a phase spends most of its time waiting for. */
export type Bound = 'compute' | 'memory' | 'network' | 'launch';

/** One phase over all its repeats, for the whole batch. */
export interface PhaseEstimate {
  readonly name: PhaseName;
  readonly repeats: number;
  readonly seconds: Seconds;
  readonly secondsRange: Range<Seconds>;
  /** Of the accelerators, all of them together. */
  readonly joules?: Joules;
  readonly bound: Bound;
  readonly flops?: Flops;
  readonly bytes?: Bytes;
}

/** Of all accelerators of the deployment together. */
export interface MemoryEstimate extends MemoryParts {
  /** Of all accelerators of the deployment together. Absent where it is what the system holds (processors). */
  readonly capacity?: Bytes;
  /** How much too little there is; absent when it fits. */
  readonly missing?: Bytes;
  /** By pipeline stage, what one accelerator holds. Absent on one accelerator, and where only sums are known. */
  readonly ranks?: readonly RankMemory[];
}

export interface EnergyEstimate {
  readonly joulesPerUnit: Joules;
  readonly averageWatts: Watts;
}

/** Absent parts are unknown, never zero. `total` is absent when a part is. */
export interface CarbonEstimate {
  readonly operational?: Range<GramsCO2e>;
  readonly embodied?: Range<GramsCO2e>;
  readonly total?: Range<GramsCO2e>;
  readonly per: 'unit' | 'request' | 'hour';
}

/** `uncertainty` and `tornado` are of the carbon of one functional unit, and there once `withUncertainty` drew them. */
export interface Estimate extends Uncertain {
  readonly workload: {
    readonly name: string;
    readonly kind: 'model' | 'trace';
    readonly unit: FunctionalUnit;
  };
  readonly deployment: Deployment;
  readonly fits: boolean;
  readonly memory?: MemoryEstimate;
  readonly phases: readonly PhaseEstimate[];
  /** Serving only; `request` is prefill and the whole generation at this batch. */
  readonly latency?: { readonly ttft?: Seconds; readonly tpot?: Seconds; readonly request: Seconds };
  readonly throughput: { readonly unitsPerSecond: number; readonly unit: FunctionalUnit };
  /** The accelerators alone, all of them together, at their boards. Absent where the part's power is unknown. */
  readonly energy?: EnergyEstimate;
  /** With the host's share and PUE. */
  readonly facility?: EnergyEstimate;
  readonly carbon: CarbonEstimate;
  /** Energy-delay product, J·s: board energy of one request (of the whole run of a trace) times its latency. */
  readonly edp?: number;
  /** Energy of communication over the links that this deployment uses. Absent for one accelerator, or unknown power. */
  readonly links?: readonly LinkEnergy[];
  /** Dollars per functional unit at the deployment's price; absent where none is given. */
  readonly dollarsPerUnit?: number;
  readonly assumptions: readonly Assumption[];
}
