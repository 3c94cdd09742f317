import type { Analysis } from './analysis';
import { allocators } from './memory-allocators';
import { eventsByAllocator } from './memory-events';
import { type MemoryOperator, memoryOperators } from './memory-operators';
import { peakOf } from './memory-peak';
import type { MemoryPeak } from './memory-peak';
import { memoryTimeline } from './memory-timeline';
import { rowsUpTo, sortRowsBy } from './rows';
import type { Selection } from './selection';

/** One allocator's memory. Parallel arrays hold the timeline, one place an event. */
export interface MemoryReport {
  /** "CPU", "GPU0", "HIP 0" …; the allocator, where the trace names it: "GPU_0_bfc". */
  readonly device: string;
  readonly events: number;
  /** Seconds after the trace's origin. */
  readonly time: readonly number[];
  /** Bytes after the event; where the trace gives no totals, those since its beginning. */
  readonly allocated: readonly number[];
  /** Absent where the trace does not say. */
  readonly reserved?: readonly number[];
  readonly peak: MemoryPeak;
  readonly peakReserved?: number;
  /** The most allocated first. */
  readonly operators: readonly MemoryOperator[];
}

/**
 * Memory over time (TensorBoard plugin, profiler/memory_parser.py, run.py:181-470): the profiler's `[memory]` events,
 * each belonging to the innermost operator of its thread at its time; the peak is the largest total allocated. TensorFlow's
 * allocators tell the operator that they allocate for.
 */
const run = (selection: Selection): readonly MemoryReport[] | undefined => {
  const { memory } = selection.trace;
  if (memory.length === 0) return undefined;
  const order = sortRowsBy(rowsUpTo(memory.length), memory.time);
  const nodes = allocators(selection, order);
  return [...eventsByAllocator(selection, order)].map(([device, events]) =>
    reportOf(selection, nodes, device, events),
  );
};

const reportOf = (
  selection: Selection,
  nodes: Int32Array,
  device: string,
  events: Uint32Array,
): MemoryReport => {
  const timeline = memoryTimeline(selection, events);
  const { time, allocated, reserved, peakReserved } = timeline;
  return {
    device,
    events: events.length,
    time,
    allocated,
    ...(reserved === undefined || peakReserved === undefined ? {} : { reserved, peakReserved }),
    peak: peakOf(selection, nodes, events, timeline),
    operators: memoryOperators(selection, nodes, events),
  };
};

export const memory: Analysis<'memory', readonly MemoryReport[]> = { id: 'memory', run };
