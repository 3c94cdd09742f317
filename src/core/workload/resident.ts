import type { Bytes } from '../units/quantity';
import type { ParallelKind } from './workload';

/** Layers that follow one another in a model, and where among all its layers they stand. */
export interface LayerSpan {
  readonly first: number;
  readonly count: number;
}

/** Where a module stands on the way through a pipeline: before all layers, in some of them, or behind them. */
export type Place = LayerSpan | 'before' | 'behind';

/** How a tensor divides over tensor-parallel ranks. */
export interface Division {
  readonly parallel: ParallelKind;
  /** Ranks it divides over at most, such as the key-value heads; every further rank holds a copy. */
  readonly most?: number;
}

/** The weights of a module, over all layers that have it. */
export interface Resident extends Division {
  readonly module: string;
  readonly place: Place;
  readonly parameters: number;
  /** In their stored format. */
  readonly bytes: Bytes;
  /** Of those, what no division reaches: biases behind a row-parallel product. */
  readonly undivided?: number;
  /** Weights of a table that belongs to a module of the first stage; the last stage of a pipeline holds a copy. */
  readonly copies?: number;
  /** False where training leaves them as they are. */
  readonly learns: boolean;
}

/** Key-value cache and other state, of all sequences. */
export interface ResidentState extends Division {
  readonly place: Place;
  readonly bytes: Bytes;
}

/** Activations that stand between forward and backward, of all sequences. */
export interface Kept {
  readonly place: Place;
  readonly bytes: Bytes;
  /** `tensor`: divided over tensor-parallel ranks; `sequence`: only where the ranks divide the sequence as well. */
  readonly divides: 'tensor' | 'sequence';
  readonly most?: number;
  /** Of one layer at a time, while it is run again; not of every micro-batch in flight. */
  readonly transient?: boolean;
}

/** What of a workload stays on its accelerators, module by module, for its division over ranks. */
export interface Residency {
  readonly layers: number;
  /** Different kinds of layers stand among one another, so that a stage's are taken as the mean. */
  readonly mixedLayers: boolean;
  readonly weights: readonly Resident[];
  readonly state: readonly ResidentState[];
  /** Training only. */
  readonly training?: {
    readonly kept: readonly Kept[];
    /** Bytes per learned parameter. */
    readonly gradient: number;
    readonly optimizer: number;
  };
}
