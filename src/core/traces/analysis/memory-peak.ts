import { operatorTree } from './operator-tree';
import { inSeconds } from './selection';
import type { Selection } from './selection';

/** The moment of most memory, and who had allocated what was held then. */
export interface MemoryPeak {
  readonly bytes: number;
  /** Seconds after the trace's origin. */
  readonly time: number;
  /** The most first. `operator` is absent for what was allocated outside of any. */
  readonly holders: readonly {
    readonly operator?: string;
    readonly bytes: number;
    readonly blocks: number;
  }[];
  /** Held at the peak and allocated before the trace began. */
  readonly before: number;
}

/** Follows blocks by address from the first event to the peak. `allocated` is the total after each event. */
export const peakOf = (
  selection: Selection,
  nodes: Int32Array,
  events: readonly number[],
  allocated: readonly number[],
): MemoryPeak => {
  const { memory, slices, strings } = selection.trace;
  let at = 0;
  allocated.forEach((bytes, i) => {
    if (bytes > (allocated[at] ?? 0)) at = i;
  });
  const held = new Map<number, number>();
  for (const event of events.slice(0, at + 1)) {
    const address = memory.address[event] ?? NaN;
    if ((memory.bytes[event] ?? 0) > 0) held.set(address, event);
    else held.delete(address);
  }
  const tree = operatorTree(selection);
  const holders = new Map<number, { bytes: number; blocks: number }>();
  let known = 0;
  for (const event of held.values()) {
    const node = nodes[event] ?? -1;
    const name = node < 0 ? 0 : (slices.name[tree.row[node] ?? 0] ?? 0);
    const holder = holders.get(name) ?? { bytes: 0, blocks: 0 };
    holders.set(name, holder);
    holder.bytes += memory.bytes[event] ?? 0;
    holder.blocks++;
    known += memory.bytes[event] ?? 0;
  }
  const bytes = allocated[at] ?? 0;
  return {
    bytes,
    time: inSeconds(memory.time[events[at] ?? 0] ?? 0),
    holders: [...holders]
      .map(([name, holder]) => ({ ...(name === 0 ? {} : { operator: strings.text(name) }), ...holder }))
      .sort((a, b) => b.bytes - a.bytes),
    before: Math.max(0, bytes - known),
  };
};
