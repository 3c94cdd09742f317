import { operatorTree, OVERLAPPING } from './operator-tree';
import type { OperatorTree } from './operator-tree';
import type { Selection } from './selection';

/**
 * For each memory event the innermost node of the operator tree on its thread, or -1. A node holds its start and not
 * its end, so that an event between two operators belongs to the later. `order` is the events by time.
 */
export const allocators = (selection: Selection, order: Uint32Array): Int32Array => {
  const tree = operatorTree(selection);
  const { memory, slices } = selection.trace;
  const threads = new Map<number, Thread>();
  for (let node = 0; node < tree.length; node++) {
    const track = slices.track[tree.row[node] ?? 0] ?? 0;
    const thread = threads.get(track);
    if (thread === undefined) threads.set(track, { next: node, end: node + 1, open: [] });
    else thread.end = node + 1;
  }
  const nodes = new Int32Array(memory.length).fill(-1);
  for (const event of order) {
    const thread = threads.get(memory.track[event] ?? 0);
    if (thread === undefined) continue;
    const node = innermost(selection, tree, thread, memory.time[event] ?? 0);
    const merged = tree.mergedInto[node] ?? -1;
    nodes[event] = merged >= 0 ? merged : node;
  }
  return nodes;
};

/** The nodes of a thread stand together in the tree, from `next` (the first not yet begun) to `end`. */
interface Thread {
  next: number;
  end: number;
  readonly open: number[];
}

const innermost = ({ start, end }: Selection, tree: OperatorTree, thread: Thread, time: number): number => {
  const closeUntil = (moment: number): void => {
    for (let top = thread.open.at(-1); top !== undefined; top = thread.open.at(-1)) {
      if ((end[tree.row[top] ?? 0] ?? 0) > moment) return;
      thread.open.pop();
    }
  };
  for (; thread.next < thread.end; thread.next++) {
    const begins = start[tree.row[thread.next] ?? 0] ?? 0;
    if (begins > time) break;
    if (tree.parent[thread.next] === OVERLAPPING) continue;
    closeUntil(begins);
    thread.open.push(thread.next);
  }
  closeUntil(time);
  return thread.open.at(-1) ?? -1;
};
