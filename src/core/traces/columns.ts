import type { EventPlaces } from './columns/event-places';
import type { NumberColumn } from './columns/number-column';
import type { StringTable } from './columns/string-table';
import type { SliceKind } from './slice-kind';

/**
 * A trace in memory: columns of numbers and ids of texts, never one object per event. All times are nanoseconds
 * after `originNanoseconds`; row numbers follow the order of the file. `TextId` columns hold ids of `strings`.
 */
export interface Trace {
  /** As the user named it. */
  readonly name: string;
  /** Id of the format that read it. */
  readonly format: string;
  /** Bytes of the trace after decompression. */
  readonly bytes: number;
  /** Events in the file, of every phase, metadata events included. */
  readonly events: number;
  /** Events that were only readable after a repair, and how often each kind of repair was made. */
  readonly repairedEvents: number;
  readonly repairs: ReadonlyMap<RepairKind, number>;
  /** Events that say nothing that can be kept: not objects, an end without a begin, no usable time … */
  readonly skippedEvents: number;
  /** Where the writer was cut off; what stands before is there. */
  readonly truncated?: { readonly atByte: number };
  /** One sentence each, for people. */
  readonly warnings: readonly string[];
  /** Absolute time 0 of this trace, in nanoseconds of the writer's clock (without `baseTimeNanoseconds`). */
  readonly originNanoseconds: bigint;
  /** Whether any time in the file has a fraction of a microsecond; HTA rounds only those. */
  readonly fractionalTimes: boolean;
  /** Whether row 0 of `slices` is also the first event of the file; HTA confuses its number with "none". */
  readonly beginsWithSlice: boolean;
  readonly strings: StringTable;
  readonly tracks: readonly Track[];
  readonly slices: Slices;
  readonly memory: MemoryEvents;
  readonly flows: Flows;
  readonly counters: Counters;
  readonly instants: Instants;
  /** Where its events stand in the file's text; absent of formats without one. */
  readonly places?: EventPlaces;
  readonly metadata: TraceMetadata;
}

/** Faults of writers that the reader mends. */
export type RepairKind =
  | 'bare word' // N/A, undefined …
  | 'not a number' // NaN, Infinity
  | 'control character' // a raw newline or tab in a text
  | 'bad escape' // "C:\Users": a backslash before a letter that JSON does not know
  | 'unescaped quote'
  | 'text for a number' // "ts": "12.5"
  | 'no duration' // "dur": null, negative or longer than the trace can be
  | 'comment' // before the document
  | 'begin without end'
  | 'nanoseconds' // times far beyond any date, so nanoseconds rather than microseconds
  | 'text encoding'; // UTF-16

/** A timeline row: one thread of one process, or one stream of one device. */
export interface Track {
  /** As written; Kineto's may be a number or a word ("Spans"). */
  readonly pid: string;
  readonly tid: string;
  readonly processName?: string;
  /** "CPU" or "GPU 0", as the writer labels processes. */
  readonly processLabels?: string;
  readonly threadName?: string;
  readonly processSortIndex?: number;
  readonly threadSortIndex?: number;
}

/** Events with a duration: complete events (`X`) and begin/end pairs. Arrays are exactly `length` long. */
export interface Slices {
  readonly length: number;
  /** Nanoseconds after the trace's origin. */
  readonly start: Float64Array;
  /** Nanoseconds. NaN where the file has none (HTA leaves such rows out; elsewhere read it as 0). */
  readonly duration: Float64Array;
  /** TextId; 0 where the event has no name. */
  readonly name: Uint32Array;
  /** TextId; 0 where the event has no category. */
  readonly category: Uint32Array;
  /** Index into `tracks`. */
  readonly track: Uint32Array;
  /** What the category says the event is; see `SliceKind`. */
  readonly kind: Uint8Array;
  readonly args: SliceArguments;
}

/** Arguments that analyses read; the rest of `args` is passed over. */
export interface SliceArguments {
  /** "External id" / "external id": ties operators, launches and device events. */
  readonly externalId: NumberColumn;
  /** Ties a launch in the runtime to its device event. */
  readonly correlation: NumberColumn;
  /** Only where it is a number, or a text of one. */
  readonly stream: NumberColumn;
  readonly device: NumberColumn;
  readonly context: NumberColumn;
  /** Bytes copied or set. */
  readonly bytes: NumberColumn;
  /** "memory bandwidth (GB/s)", as written (10^9 bytes per second). */
  readonly memoryBandwidth: NumberColumn;
  /** TextId of "Input Dims" (older: "Input dims"), as written: `[[2, 3], []]`. */
  readonly inputDims: NumberColumn;
  /** TextId of "Input type", as written: `["float", ""]`. */
  readonly inputTypes: NumberColumn;
  /** TextId of "Concrete Inputs", as written. */
  readonly concreteInputs: NumberColumn;
  /** TextId of the shapes of what came out, as "Input Dims". */
  readonly outputDims: NumberColumn;
  /**
   * TextId of the operation that the runtime of a graph says it ran: XLA's `hlo_op`, ONNX Runtime's `op_name`, the whole
   * name of a TensorFlow operator that is shown by its type.
   */
  readonly operation: NumberColumn;
  /** The number of the step that the event is, where its writer tells it apart from the name. */
  readonly step: NumberColumn;
  readonly sequenceNumber: NumberColumn;
  readonly forwardThread: NumberColumn;
  readonly pythonId: NumberColumn;
  readonly pythonParentId: NumberColumn;
  readonly pythonModuleId: NumberColumn;
  /** TextId of "Call stack" (older writers) or "CallFrom". */
  readonly callStack: NumberColumn;
  /** TextId of "Module Hierarchy". */
  readonly moduleHierarchy: NumberColumn;
  /** TextIds, as written: `[4096, 1, 1]`. */
  readonly grid: NumberColumn;
  readonly block: NumberColumn;
  readonly registersPerThread: NumberColumn;
  /** Bytes of shared memory per block. */
  readonly sharedMemory: NumberColumn;
  readonly blocksPerSm: NumberColumn;
  readonly warpsPerSm: NumberColumn;
  /** Percent. */
  readonly occupancy: NumberColumn;
  readonly queued: NumberColumn;
  /** Of `cuda_sync` events. */
  readonly waitOnStream: NumberColumn;
  readonly waitOnEventId: NumberColumn;
  readonly waitOnEventCorrelation: NumberColumn;
  /** TextId: "Stream Sync", "Event Sync" … */
  readonly syncKind: NumberColumn;
  /** Collectives (NCCL, RCCL, Gloo). TextId. */
  readonly collective: NumberColumn;
  readonly inElements: NumberColumn;
  readonly outElements: NumberColumn;
  /** TextId: "Float", "BFloat16" … */
  readonly elementType: NumberColumn;
  readonly groupSize: NumberColumn;
  /** TextId. */
  readonly groupName: NumberColumn;
  /** TextId, as written: `[0, 1]`. */
  readonly groupRanks: NumberColumn;
}

export type SliceArgumentName = keyof SliceArguments;

/** `[memory]` instants of the PyTorch profiler and what TensorFlow's allocators write, in file order. */
export interface MemoryEvents {
  readonly length: number;
  readonly time: Float64Array;
  readonly track: Uint32Array;
  readonly address: Float64Array;
  /** Allocated (positive) or freed (negative) bytes. */
  readonly bytes: Float64Array;
  /** Bytes; NaN where not written. */
  readonly totalAllocated: Float64Array;
  readonly totalReserved: Float64Array;
  /** c10::DeviceType: 0 CPU, 1 CUDA (and ROCm) … */
  readonly deviceType: Int32Array;
  readonly deviceId: Int32Array;
  /** TextIds that some writers add, 0 where they do not say; absent of the others. */
  readonly told?: {
    /** Its name: "GPU_0_bfc". */
    readonly allocator: Uint32Array;
    /** For what it allocated. */
    readonly operator: Uint32Array;
    /** What the memory is to that operator: "output", "temp" … */
    readonly region: Uint32Array;
  };
}

/** Flow points `s`, `t`, `f` (arrows), and nestable async points `b`, `n`, `e`. */
export interface Flows {
  readonly length: number;
  readonly time: Float64Array;
  readonly track: Uint32Array;
  /** TextIds. */
  readonly name: Uint32Array;
  readonly category: Uint32Array;
  /** The character code of the phase: "s", "t", "f", "b", "n" or "e". */
  readonly phase: Uint8Array;
  /** The number as written; for ids that are texts, -1 - TextId. */
  readonly id: Float64Array;
}

/** One row per series of each counter event (`C`). */
export interface Counters {
  readonly length: number;
  readonly time: Float64Array;
  readonly track: Uint32Array;
  /** TextId of the counter and of the series in it. */
  readonly name: Uint32Array;
  readonly series: Uint32Array;
  readonly value: Float64Array;
}

/** Instants (`i`, `I`, `R`) other than memory events. */
export interface Instants {
  readonly length: number;
  readonly time: Float64Array;
  readonly track: Uint32Array;
  readonly name: Uint32Array;
  readonly category: Uint32Array;
}

export interface TraceMetadata {
  readonly schemaVersion?: number;
  readonly traceName?: string;
  readonly displayTimeUnit?: string;
  readonly baseTimeNanoseconds?: bigint;
  readonly devices: readonly DeviceProperties[];
  readonly distributed?: DistributedInfo;
  /** Present where no event has a time: what ran is known, not when and how long. */
  readonly untimed?: {
    /** From the beginning of the recording to its end. */
    readonly recordedNanoseconds?: number;
  };
  /** Other scalar values at the top level, as written: `record_shapes`, `with_stack`, `cuda_runtime_version` … */
  readonly values: ReadonlyMap<string, string>;
}

/** One entry of Kineto's `deviceProperties`. */
export interface DeviceProperties {
  readonly id: number;
  readonly name: string;
  readonly memoryBytes?: number;
  readonly multiprocessors?: number;
  readonly computeMajor?: number;
  readonly computeMinor?: number;
  readonly warpSize?: number;
}

export interface DistributedInfo {
  readonly backend?: string;
  readonly rank?: number;
  readonly worldSize?: number;
}

export type { SliceKind };
