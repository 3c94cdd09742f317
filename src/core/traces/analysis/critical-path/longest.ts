import { crossingWeight } from './edges';
import type { Edges } from './edges';
import { FOLLOWS, Mark } from './graph';
import { inRuns, leavingOf } from './runs';
import type { Leaving, Runs } from './runs';

/** A graph whose paths can be measured, several times in the same memory. */
export interface Measurable {
  readonly edges: Edges;
  readonly leaving: Leaving;
  readonly runs: Runs;
  /** Of each run's last node the length of the longest path there, and of nodes that crossings enter the longest by way of those. */
  readonly reached: Float64Array;
  readonly entered: Float64Array;
  /** Of nodes that crossings enter the one on the longest path, plus one; 0 where that comes from the node before. */
  readonly by: Int32Array;
}

/** `undefined` where edges lead around in a circle. */
export const measurable = (edges: Edges): Measurable | undefined => {
  const { graph, crossings } = edges;
  const leaving = leavingOf(graph, crossings);
  const runs = inRuns(graph, crossings, leaving);
  if (runs === undefined) return undefined;
  const { nodes } = graph;
  return {
    edges,
    leaving,
    runs,
    reached: new Float64Array(nodes),
    entered: new Float64Array(nodes),
    by: new Int32Array(nodes),
  };
};

export interface LongestPath {
  readonly length: number;
  /** Edge numbers in order of time. */
  readonly edges: Int32Array;
}

/** The longest path. O(edges). */
export const longestPath = (graph: Measurable): LongestPath => {
  const { edges, by } = graph;
  const { marks, nodes } = edges.graph;
  const { length, end } = measure(graph, new Uint8Array(nodes), -1);
  const backwards = new Int32Array(nodes);
  let count = 0;
  for (let node = end; node >= 0;) {
    const crossing = by[node] ?? 0;
    if (crossing === 0 && ((marks[node] ?? 0) & FOLLOWS) === 0) break;
    const edge = crossing === 0 ? node : nodes + crossing - 1;
    // It ends where it first is as long as that.
    if (count > 0 || edges.weight(edge) > 0) backwards[count++] = edge;
    node = edges.from(edge);
  }
  return { length, edges: backwards.slice(0, count).reverse() };
};

/**
 * Length of the longest path if some edges between neighbours had no weight: those to nodes whose `group` is `left`. O(edges).
 * @param group a number for each node
 */
export const lengthWithout = (graph: Measurable, group: Uint8Array, left: number): number =>
  measure(graph, group, left).length;

const measure = (
  { edges, leaving: { some, next }, runs, reached, entered, by }: Measurable,
  group: Uint8Array,
  left: number,
): { readonly length: number; readonly end: number } => {
  const {
    crossings,
    graph: { time, marks },
  } = edges;
  const { first, last } = runs;
  let longest = 0;
  let end = -1;
  for (let run = 0; run < runs.length; run++) {
    const begin = first[run] ?? 0;
    const until = last[run] ?? 0;
    const isBegun = ((marks[begin] ?? 0) & FOLLOWS) !== 0;
    let length = isBegun ? (reached[begin - 1] ?? 0) : 0;
    let before = isBegun ? (time[begin - 1] ?? 0) : 0;
    for (let node = begin; node <= until; node++) {
      const mark = marks[node] ?? 0;
      const now = time[node] ?? 0;
      if ((mark & Mark.takesTime) !== 0 && now > before && group[node] !== left) length += now - before;
      before = now;
      if ((mark & Mark.enters) !== 0) {
        const other = entered[node] ?? 0;
        entered[node] = 0;
        if (other >= length || (mark & FOLLOWS) === 0) length = other;
        else by[node] = 0;
      }
      if ((mark & Mark.leaves) !== 0)
        for (let crossing = some[node] ?? 0; crossing > 0; crossing = next[crossing - 1] ?? 0) {
          const to = crossings.to[crossing - 1] ?? 0;
          const through = length + crossingWeight(time, crossings, crossing - 1);
          if (by[to] !== 0 && through <= (entered[to] ?? 0)) continue;
          entered[to] = through;
          by[to] = crossing;
        }
    }
    reached[until] = length;
    if (length > longest) {
      longest = length;
      end = until;
    }
  }
  return { length: longest, end };
};
