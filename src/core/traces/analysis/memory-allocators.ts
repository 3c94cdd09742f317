import { withLoops } from '../loops/loops';
import { operatorTree } from './operator-tree';
import type { Selection } from './selection';

/**
 * For each memory event the innermost node of the operator tree on its thread, or -1. A node holds its start and not
 * its end, so that an event between two operators belongs to the later. `order` is the events by time.
 */
export const allocators = (selection: Selection, order: Uint32Array): Int32Array => {
  const tree = operatorTree(selection);
  return withLoops(selection, (loops) => {
    loops.useTimes();
    const { memory, tracks } = selection.trace;
    const nodes = loops.calls.findAllocators(
      loops.put(order),
      order.length,
      loops.put(memory.time),
      loops.put(memory.track),
      loops.put(tree.row),
      tree.length,
      loops.put(tree.parent),
      loops.put(tree.mergedInto),
      tracks.length,
    );
    return loops.integers(nodes, memory.length).slice();
  });
};
