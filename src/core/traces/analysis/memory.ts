import { deviceName } from '../device-type';
import type { Analysis } from './analysis';
import { allocators } from './memory-allocators';
import { peakOf } from './memory-peak';
import type { MemoryPeak } from './memory-peak';
import { operatorTree } from './operator-tree';
import { rowsUpTo, sortRowsBy } from './rows';
import { inSeconds } from './selection';
import type { Selection } from './selection';

/** Bytes an operator allocated and freed; "self" without the operators inside. Frees count in the increase only. */
export interface MemoryOperator {
  readonly name: string;
  readonly calls: number;
  readonly increase: number;
  readonly selfIncrease: number;
  readonly allocated: number;
  readonly selfAllocated: number;
  readonly allocations: number;
  readonly selfAllocations: number;
}

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
  for (const event of order) {
    const device = deviceName(memory.deviceType[event] ?? 0, memory.deviceId[event] ?? 0);
    const events = byDevice.get(device);
    if (events === undefined) byDevice.set(device, [event]);
    else events.push(event);
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
    operators: operatorsOf(selection, nodes, events),
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

const operatorsOf = (
  selection: Selection,
  nodes: Int32Array,
  events: readonly number[],
): readonly MemoryOperator[] => {
  const tree = operatorTree(selection);
  const { bytes } = selection.trace.memory;
  const self = columns(tree.length);
  for (const event of events) {
    const node = nodes[event] ?? -1;
    if (node < 0) continue;
    const change = bytes[event] ?? 0;
    addTo(self, node, change, Math.max(0, change), change > 0 ? 1 : 0);
  }
  const total = {
    increase: self.increase.slice(),
    allocated: self.allocated.slice(),
    allocations: self.allocations.slice(),
  };
  for (let node = tree.length - 1; node >= 0; node--) {
    const above = tree.parent[node] ?? -1;
    if (above >= 0)
      addTo(
        total,
        above,
        total.increase[node] ?? 0,
        total.allocated[node] ?? 0,
        total.allocations[node] ?? 0,
      );
  }
  return byName(selection, self, total);
};

interface Columns {
  readonly increase: Float64Array;
  readonly allocated: Float64Array;
  readonly allocations: Float64Array;
}

const columns = (length: number): Columns => ({
  increase: new Float64Array(length),
  allocated: new Float64Array(length),
  allocations: new Float64Array(length),
});

const addTo = (
  sums: Columns,
  node: number,
  increase: number,
  allocated: number,
  allocations: number,
): void => {
  sums.increase[node] = (sums.increase[node] ?? 0) + increase;
  sums.allocated[node] = (sums.allocated[node] ?? 0) + allocated;
  sums.allocations[node] = (sums.allocations[node] ?? 0) + allocations;
};

const byName = (selection: Selection, self: Columns, total: Columns): readonly MemoryOperator[] => {
  const tree = operatorTree(selection);
  const { slices, strings } = selection.trace;
  const rows = new Map<number, { -readonly [Key in keyof MemoryOperator]: MemoryOperator[Key] }>();
  for (let node = 0; node < tree.length; node++) {
    if (tree.isOperator[node] !== 1) continue;
    const id = slices.name[tree.row[node] ?? 0] ?? 0;
    const row = rows.get(id) ?? {
      name: strings.text(id),
      calls: 0,
      increase: 0,
      selfIncrease: 0,
      allocated: 0,
      selfAllocated: 0,
      allocations: 0,
      selfAllocations: 0,
    };
    rows.set(id, row);
    row.calls++;
    row.increase += total.increase[node] ?? 0;
    row.selfIncrease += self.increase[node] ?? 0;
    row.allocated += total.allocated[node] ?? 0;
    row.selfAllocated += self.allocated[node] ?? 0;
    row.allocations += total.allocations[node] ?? 0;
    row.selfAllocations += self.allocations[node] ?? 0;
  }
  return [...rows.values()]
    .filter(
      ({ increase, allocations, selfIncrease }) => increase !== 0 || allocations !== 0 || selfIncrease !== 0,
    )
    .sort((a, b) => b.selfAllocated - a.selfAllocated);
};

export const memory: Analysis<'memory', readonly MemoryReport[]> = { id: 'memory', run };
