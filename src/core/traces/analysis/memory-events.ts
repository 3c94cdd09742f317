import { allocatorsOf } from '../allocators';
import { withLoops } from '../loops/loops';
import type { Selection } from './selection';

/** Memory events by allocator in order of first appearance, each in the same order. */
export const eventsByAllocator = (
  selection: Selection,
  order: Uint32Array,
): ReadonlyMap<string, Uint32Array> => {
  const { of, names } = allocatorsOf(selection.trace);
  const [only] = names;
  if (only !== undefined && names.length === 1) return new Map([[only, order]]);
  return withLoops(selection, (loops) => {
    const { calls } = loops;
    calls.beginGroups(loops.put(order), order.length);
    calls.byInteger(0, loops.put(of));
    const count = calls.group(0);
    const firsts = loops.rows(calls.firstOf.value, count);
    calls.splitByGroup(calls.groupOf.value, count);
    const rows = loops.rows(calls.splitRows.value, order.length);
    const ends = loops.rows(calls.splitEnds.value, count);
    return new Map(
      Array.from(ends, (end, i) => [
        names[of[order[firsts[i] ?? 0] ?? 0] ?? 0] ?? '',
        rows.slice(ends[i - 1] ?? 0, end),
      ]),
    );
  });
};
