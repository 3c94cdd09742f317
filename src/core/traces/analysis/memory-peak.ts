import type { MemoryTimeline } from './memory-timeline';
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
    /** What the memory is to the operator, where the trace tells it: "output", "temp" … */
    readonly region?: string;
    readonly bytes: number;
    readonly blocks: number;
  }[];
  /** Held at the peak and allocated before the trace began. */
  readonly before: number;
}

/** @param nodes by event: the node of the operator tree that it belongs to, or -1 @param events in order of time */
export const peakOf = (
  selection: Selection,
  nodes: Int32Array,
  events: Uint32Array,
  { peak, held, allocated }: MemoryTimeline,
): MemoryPeak => {
  const { memory, slices, strings } = selection.trace;
  const tree = operatorTree(selection);
  const holders = new Map<number, { name: number; region: number; bytes: number; blocks: number }>();
  let known = 0;
  for (const event of held) {
    const node = nodes[event] ?? -1;
    const name = memory.told?.operator[event] || (node < 0 ? 0 : (slices.name[tree.row[node] ?? 0] ?? 0));
    const region = memory.told?.region[event] ?? 0;
    const key = name + region * strings.size;
    const holder = holders.get(key) ?? { name, region, bytes: 0, blocks: 0 };
    holders.set(key, holder);
    holder.bytes += memory.bytes[event] ?? 0;
    holder.blocks++;
    known += memory.bytes[event] ?? 0;
  }
  const bytes = allocated[peak] ?? 0;
  return {
    bytes,
    time: inSeconds(memory.time[events[peak] ?? 0] ?? 0),
    holders: [...holders.values()]
      .map(({ name, region, ...held }) => ({
        ...(name === 0 ? {} : { operator: strings.text(name) }),
        ...(region === 0 ? {} : { region: strings.text(region) }),
        ...held,
      }))
      .sort((a, b) => b.bytes - a.bytes),
    before: Math.max(0, bytes - known),
  };
};
