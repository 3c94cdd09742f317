import { FOLLOWS, Mark } from './graph';
import type { Crossings, EventGraph } from './graph';

/** The nodes in runs that follow each other, from `first[i]` to `last[i]`: what leads to a node stands before it. */
export interface Runs {
  readonly length: number;
  readonly first: Int32Array;
  readonly last: Int32Array;
}

/** Crossings by the node that they leave. */
export interface Leaving {
  /** One crossing of each node, plus one; 0 is none. */
  readonly some: Int32Array;
  /** Of each crossing another one of its node, plus one. */
  readonly next: Int32Array;
}

export const leavingOf = ({ nodes }: EventGraph, { from, length }: Crossings): Leaving => {
  const some = new Int32Array(nodes);
  const next = new Int32Array(length);
  for (let crossing = length; crossing > 0; crossing--) {
    const node = from[crossing - 1] ?? 0;
    next[crossing - 1] = some[node] ?? 0;
    some[node] = crossing;
  }
  return { some, next };
};

/** All nodes in topological order (Kahn's). `undefined` where edges lead around in a circle. */
export const inRuns = (
  { nodes, marks }: EventGraph,
  { to, length }: Crossings,
  { some, next }: Leaving,
): Runs | undefined => {
  /** Of nodes that crossings enter: how many edges lead there from nodes that have not been passed. */
  const pending = new Int32Array(nodes);
  for (let crossing = 0; crossing < length; crossing++) {
    const node = to[crossing] ?? 0;
    pending[node] = (pending[node] ?? 0) + 1;
  }
  const first = new Int32Array(nodes);
  const last = new Int32Array(nodes);
  let known = 0;
  for (let node = 0; node < nodes; node++) {
    const mark = marks[node] ?? 0;
    const follows = (mark & FOLLOWS) !== 0;
    if ((mark & Mark.enters) === 0) {
      if (!follows) first[known++] = node;
    } else if (follows) pending[node] = (pending[node] ?? 0) + 1;
  }
  let passed = 0;
  for (let run = 0; run < known; run++) {
    const begun = first[run] ?? 0;
    let node = begun;
    for (;;) {
      if (((marks[node] ?? 0) & Mark.leaves) !== 0)
        for (let crossing = some[node] ?? 0; crossing > 0; crossing = next[crossing - 1] ?? 0) {
          const reached = to[crossing - 1] ?? 0;
          const left = (pending[reached] ?? 0) - 1;
          pending[reached] = left;
          if (left === 0) first[known++] = reached;
        }
      const following = node + 1;
      if (following >= nodes) break;
      const mark = marks[following] ?? 0;
      if ((mark & FOLLOWS) === 0) break;
      if ((mark & Mark.enters) !== 0) {
        const left = (pending[following] ?? 0) - 1;
        pending[following] = left;
        if (left > 0) break;
      }
      node = following;
    }
    last[run] = node;
    passed += node + 1 - begun;
  }
  return passed === nodes ? { length: known, first, last } : undefined;
};
