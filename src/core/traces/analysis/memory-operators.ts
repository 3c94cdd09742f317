import { withLoops } from '../loops/loops';
import { operatorTree } from './operator-tree';
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

/**
 * What operators did to memory, by name; the most allocated first.
 * @param nodes by event: the node of the operator tree that it belongs to, or -1
 * @param events those that count, in order of time
 */
export const memoryOperators = (
  selection: Selection,
  nodes: Int32Array,
  events: Uint32Array,
): readonly MemoryOperator[] => {
  const tree = operatorTree(selection);
  const { memory, slices, strings } = selection.trace;
  return withLoops(selection, (loops) => {
    const { calls } = loops;
    loops.useNames();
    const [counted, parent] = [loops.put(events), loops.put(tree.parent)];
    calls.sumBlocks(counted, events.length, loops.put(nodes), loops.put(memory.bytes), tree.length, parent);
    calls.beginGroups(loops.put(tree.row), tree.length);
    calls.byName(0);
    const count = calls.group(loops.put(tree.isOperator));
    const groups = calls.groupOf.value;
    const sum = ({ value }: { readonly value: number }): Float64Array =>
      loops.doubles(calls.sumByGroup(groups, count, value), count);
    const of = loops.rows(calls.countByGroup(groups, count), count);
    const [increase, selfIncrease] = [sum(calls.allIncrease), sum(calls.ownIncrease)];
    const [allocated, selfAllocated] = [sum(calls.allAllocated), sum(calls.ownAllocated)];
    const [allocations, selfAllocations] = [sum(calls.allAllocations), sum(calls.ownAllocations)];
    return Array.from(loops.rows(calls.firstOf.value, count), (first, i) => ({
      name: strings.text(slices.name[tree.row[first] ?? 0] ?? 0),
      calls: of[i] ?? 0,
      increase: increase[i] ?? 0,
      selfIncrease: selfIncrease[i] ?? 0,
      allocated: allocated[i] ?? 0,
      selfAllocated: selfAllocated[i] ?? 0,
      allocations: allocations[i] ?? 0,
      selfAllocations: selfAllocations[i] ?? 0,
    }))
      .filter((one) => one.increase !== 0 || one.allocations !== 0 || one.selfIncrease !== 0)
      .sort((a, b) => b.selfAllocated - a.selfAllocated);
  });
};
