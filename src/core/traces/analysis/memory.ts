import { deviceName } from '../device-type';
import type { Analysis } from './analysis';
import { allocators } from './memory-allocators';
import { type MemoryOperator, memoryOperators } from './memory-operators';
import { peakOf } from './memory-peak';
import type { MemoryPeak } from './memory-peak';
import { rowsUpTo, sortRowsBy } from './rows';
import { inSeconds } from './selection';
import type { Selection } from './selection';

/** One allocator's memory. Parallel arrays hold the timeline, one place an event. */
export interface MemoryReport {
  /** "CPU", "GPU0", "HIP 0" … */
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
 * each belonging to the innermost operator of its thread at its time; the peak is the largest total allocated.
 */
const run = (selection: Selection): readonly MemoryReport[] | undefined => {
  const { memory } = selection.trace;
  if (memory.length === 0) return undefined;
  const order = sortRowsBy(rowsUpTo(memory.length), memory.time);
  const nodes = allocators(selection, order);
  const byDevice = new Map<string, number[]>();
  const { deviceType, deviceId } = memory;
  let [type, id, events]: [number?, number?, number[]?] = [];
  for (const event of order) {
    if (events === undefined || deviceType[event] !== type || deviceId[event] !== id) {
      [type, id] = [deviceType[event], deviceId[event]];
      const device = deviceName(type ?? 0, id ?? 0);
      events = byDevice.get(device);
      if (events === undefined) byDevice.set(device, (events = []));
    }
    events.push(event);
  }
  return [...byDevice].map(([device, events]) => reportOf(selection, nodes, device, events));
};

const reportOf = (
  selection: Selection,
  nodes: Int32Array,
  device: string,
  events: readonly number[],
): MemoryReport => {
  const { memory } = selection.trace;
  const reserved = events.map((event) => memory.totalReserved[event] ?? NaN);
  const allocated = allocatedAfter(selection, events);
  const knowsReserved = reserved.length > 0 && !reserved.some(Number.isNaN);
  return {
    device,
    events: events.length,
    time: events.map((event) => inSeconds(memory.time[event] ?? 0)),
    allocated,
    ...(knowsReserved
      ? { reserved, peakReserved: reserved.reduce((high, bytes) => Math.max(high, bytes), 0) }
      : {}),
    peak: peakOf(selection, nodes, events, allocated),
    operators: memoryOperators(selection, nodes, events),
  };
};

const allocatedAfter = ({ trace: { memory } }: Selection, events: readonly number[]): readonly number[] => {
  let sum = 0;
  return events.map((event) => {
    sum += memory.bytes[event] ?? 0;
    const total = memory.totalAllocated[event] ?? NaN;
    if (!Number.isNaN(total)) sum = total;
    return sum;
  });
};

export const memory: Analysis<'memory', readonly MemoryReport[]> = { id: 'memory', run };
