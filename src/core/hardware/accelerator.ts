import type { Sourced } from '../units/provenance';
import type {
  Bytes,
  BytesPerSecond,
  FlopsPerSecond,
  Seconds,
  SquareMillimetres,
  Watts,
} from '../units/quantity';
import type { Dtype } from '../workload/dtype';
import type { RateClass } from './rate-class';

/** A fact that is a word and not a number: a process node, a memory technology. */
export interface SourcedText {
  readonly value: string;
  readonly source: string;
  readonly note?: string | undefined;
  readonly unverified?: boolean | undefined;
}

/** How a board that does no work is left: the more is held, the more it draws. */
export type IdleState = 'bare' | 'context' | 'fleet-minimum';

export interface IdlePower {
  readonly state: IdleState;
  readonly watts: Sourced<Watts>;
}

/** Device memory. An SRAM machine has on-chip memory only, and that is its memory. */
export interface MemoryFacts {
  readonly capacity?: Sourced<Bytes> | undefined;
  readonly bandwidth?: Sourced<BytesPerSecond> | undefined;
  /** "HBM3", "GDDR6", "on-chip SRAM" … */
  readonly technology?: SourcedText | undefined;
  readonly stacks?: Sourced<number> | undefined;
  /** A larger, slower level behind it: the DDR of an SN40L, a MemoryX. */
  readonly backing?:
    | {
        readonly name: string;
        readonly capacity: Sourced<Bytes>;
        readonly bandwidth: Sourced<BytesPerSecond>;
      }
    | undefined;
}

/** The block of the paper's abstraction: a compute core and its private SRAM (an SM, a wafer's core). */
export interface Blocks {
  readonly name: string;
  readonly count: Sourced<number>;
  /** Of one block. */
  readonly sram?: Sourced<Bytes> | undefined;
}

/** A level of on-chip memory: L2, last-level cache, VMEM, SRAM. Size of the whole accelerator. */
export interface OnChipMemory {
  readonly name: string;
  readonly capacity: Sourced<Bytes>;
}

/** `scale-up` joins the accelerators of one node or pod. */
export interface Link {
  readonly name: string;
  readonly level: 'scale-up' | 'scale-out';
  /** One direction, of one accelerator over all its ports. */
  readonly bandwidth: Sourced<BytesPerSecond>;
}

/** What one kernel costs beside its work. */
export interface LaunchFacts {
  /** Of the host, to launch one. */
  readonly host?: Sourced<Seconds> | undefined;
  /** Of the device, for one that does nothing. */
  readonly device?: Sourced<Seconds> | undefined;
}

export interface DieFacts {
  /** All dies of the package together. */
  readonly area?: Sourced<SquareMillimetres> | undefined;
  readonly count?: Sourced<number> | undefined;
  readonly transistors?: Sourced<number> | undefined;
}

/**
 * One accelerator as it is bought: a board, a module, a socket, a wafer. Every number has its source;
 * what is not published is absent. Peak rates are dense, structured sparsity never counted.
 */
export interface Accelerator {
  readonly id: string;
  readonly name: string;
  readonly vendor: string;
  /** Its generation, which names the performance and power curves it uses: `hopper`, `cdna3`, `tpu` … */
  readonly family: string;
  readonly aliases: readonly string[];
  /** Words in the names that profilers and drivers give the device; case does not count. */
  readonly devices: readonly string[];
  readonly launched?: string | undefined;
  readonly peak: Readonly<Partial<Record<Dtype, Sourced<FlopsPerSecond>>>>;
  readonly memory: MemoryFacts;
  readonly onChip: readonly OnChipMemory[];
  readonly blocks?: Blocks | undefined;
  readonly links: readonly Link[];
  /** How many accelerators of this kind one node joins by its scale-up links. */
  readonly perNode?: Sourced<number> | undefined;
  /** Reached shares of peak or bandwidth that were measured on this part; its family's count where one is absent. */
  readonly rates: Readonly<Partial<Record<RateClass, Sourced<number>>>>;
  readonly launch?: LaunchFacts | undefined;
  readonly tdp?: Sourced<Watts> | undefined;
  readonly idle: readonly IdlePower[];
  readonly process?: SourcedText | undefined;
  readonly die?: DieFacts | undefined;
  readonly notes?: string | undefined;
}
