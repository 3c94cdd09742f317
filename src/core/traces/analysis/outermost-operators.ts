import { withLoops } from '../loops/loops';
import { once } from './once';
import { operatorTree } from './operator-tree';
import type { Selection } from './selection';

/** Rows of operators that no other operator is around, thread by thread. */
export const outermostOperators = once((selection: Selection): Uint32Array => {
  const { length, row, parent, isOperator } = operatorTree(selection);
  return withLoops(selection, (loops) => {
    const { calls } = loops;
    calls.findOutermost(length, loops.put(row), loops.put(parent), loops.put(isOperator));
    return loops.rows(calls.outermostRows.value, calls.outermostCount.value).slice();
  });
});
