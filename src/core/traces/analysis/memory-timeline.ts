import { withLoops } from '../loops/loops';
import type { Cell } from '../wasm';
import type { Selection } from './selection';

/** Some memory events of one allocator in order of time; one place an event. */
export interface MemoryTimeline {
  /** Seconds after the trace's origin. */
  readonly time: readonly number[];
  /** Bytes after the event; where the trace gives no totals, those since its beginning. */
  readonly allocated: readonly number[];
  /** Absent where the trace does not say. */
  readonly reserved?: readonly number[];
  readonly peakReserved?: number;
  /** Place of the first event after which the most is allocated. */
  readonly peak: number;
  /** Events whose blocks, by address, are held then. */
  readonly held: Uint32Array;
}

/** @param events in order of time */
export const memoryTimeline = (selection: Selection, events: Uint32Array): MemoryTimeline =>
  withLoops(selection, (loops) => {
    const { calls } = loops;
    const { memory } = selection.trace;
    const { length } = events;
    const [order, changes] = [loops.put(events), loops.put(memory.bytes)];
    const totals = [loops.put(memory.totalAllocated), loops.put(memory.totalReserved)] as const;
    calls.followMemory(order, length, loops.put(memory.time), changes, ...totals);
    calls.findHeld(order, changes, loops.put(memory.address));
    const listed = ({ value }: Cell): readonly number[] => numbersOf(loops.doubles(value, length));
    const peakReserved = calls.mostReserved.value;
    return {
      time: listed(calls.momentOf),
      allocated: listed(calls.allocatedAfter),
      ...(Number.isNaN(peakReserved) ? {} : { reserved: listed(calls.reservedAfter), peakReserved }),
      peak: calls.peakPlace.value,
      held: loops.rows(calls.held.value, calls.heldCount.value).slice(),
    };
  });

/** A loop, because `Array.from` takes ten times as long. */
const numbersOf = (column: Float64Array): readonly number[] => {
  const numbers = new Array<number>(column.length);
  for (let i = 0; i < column.length; i++) numbers[i] = column[i] ?? 0;
  return numbers;
};
