import { OVERLAPPING, MERGED, operatorTree } from './operator-tree';
import { once } from './once';
import type { Selection } from './selection';

/** Rows of operators that no other operator is around, thread by thread. */
export const outermostOperators = once((selection: Selection): Uint32Array => {
  const { length, row, parent, isOperator } = operatorTree(selection);
  const inside = new Uint8Array(length);
  const rows = new Uint32Array(length);
  let count = 0;
  // A node stands before its children.
  for (let node = 0; node < length; node++) {
    const above = parent[node] ?? MERGED;
    if (above === MERGED || above === OVERLAPPING) continue;
    const around = above >= 0 ? (inside[above] ?? 0) : 0;
    const own = isOperator[node] ?? 0;
    if (own === 1 && around === 0) rows[count++] = row[node] ?? 0;
    inside[node] = around | own;
  }
  return rows.slice(0, count);
});
