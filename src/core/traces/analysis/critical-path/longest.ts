import type { Edges } from './graph';

export interface LongestPath {
  readonly length: number;
  /** Edge numbers in order of time. */
  readonly edges: readonly number[];
}

/** Edges such that each stands after those that lead to its beginning, in parallel arrays. */
export interface OrderedEdges {
  /** Numbers in the graph. */
  readonly edge: Int32Array;
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly weight: Float64Array;
  readonly nodes: number;
}

/** `undefined` where edges lead around in a circle. */
export const inTopologicalOrder = (graph: Edges, nodes: number): OrderedEdges | undefined => {
  const { first, edge } = outgoingOf(graph, nodes);
  const pending = new Int32Array(nodes);
  for (const node of graph.to) pending[node] = (pending[node] ?? 0) + 1;
  const ready = new Int32Array(nodes);
  let known = 0;
  for (let node = 0; node < nodes; node++) if (pending[node] === 0) ready[known++] = node;
  const order = new Int32Array(edge.length);
  let placed = 0;
  for (let done = 0; done < known; done++) {
    const node = ready[done] ?? 0;
    for (let i = first[node] ?? 0; i < (first[node + 1] ?? 0); i++) {
      const out = edge[i] ?? 0;
      order[placed++] = out;
      const next = graph.to[out] ?? 0;
      const left = (pending[next] ?? 0) - 1;
      pending[next] = left;
      if (left === 0) ready[known++] = next;
    }
  }
  if (known !== nodes) return undefined;
  const from = new Int32Array(placed);
  const to = new Int32Array(placed);
  const weight = new Float64Array(placed);
  for (let place = 0; place < placed; place++) {
    const number = order[place] ?? 0;
    from[place] = graph.from[number] ?? 0;
    to[place] = graph.to[number] ?? 0;
    weight[place] = graph.weight[number] ?? 0;
  }
  return { edge: order, from, to, weight, nodes };
};

/** Edges by the node they leave: those of node n are `edge[first[n]]` to before `edge[first[n + 1]]`. */
const outgoingOf = (
  graph: Edges,
  nodes: number,
): { readonly first: Int32Array; readonly edge: Int32Array } => {
  const first = new Int32Array(nodes + 1);
  for (const node of graph.from) first[node + 1] = (first[node + 1] ?? 0) + 1;
  for (let node = 0; node < nodes; node++) first[node + 1] = (first[node + 1] ?? 0) + (first[node] ?? 0);
  const next = first.slice();
  const edge = new Int32Array(graph.from.length);
  for (let i = 0; i < edge.length; i++) {
    const node = graph.from[i] ?? 0;
    const place = next[node] ?? 0;
    edge[place] = i;
    next[node] = place + 1;
  }
  return { first, edge };
};

/** The heaviest path. O(edges). */
export const longestPath = (ordered: OrderedEdges): LongestPath => {
  const { from, to, edge, weight, nodes } = ordered;
  const reached = new Float64Array(nodes);
  const by = new Int32Array(nodes).fill(-1);
  let last = 0;
  for (let i = 0; i < to.length; i++) {
    const next = to[i] ?? 0;
    const through = (reached[from[i] ?? 0] ?? 0) + (weight[i] ?? 0);
    if (through <= (reached[next] ?? 0) && by[next] !== -1) continue;
    reached[next] = through;
    by[next] = i;
    if (through > (reached[last] ?? 0)) last = next;
  }
  const edges: number[] = [];
  for (let i = by[last] ?? -1; i >= 0; i = by[from[i] ?? 0] ?? -1) edges.push(edge[i] ?? 0);
  return { length: reached[last] ?? 0, edges: edges.reverse() };
};

/**
 * Length of the heaviest path if the edges of one worker had no weight, for each of some workers; `worker` is by place in
 * `ordered`. O(edges) for each, in one walk.
 */
export const lengthsWithout = (
  ordered: OrderedEdges,
  worker: Int32Array,
  without: readonly number[],
): readonly number[] => {
  const { from, to, weight, nodes } = ordered;
  const width = without.length;
  const left = Int32Array.from(without);
  // Of each node, one beside the other, so that they are loaded together.
  const reached = new Float64Array(nodes * width);
  const longest = new Float64Array(width);
  for (let i = 0; i < to.length; i++) {
    const by = worker[i] ?? -1;
    const own = weight[i] ?? 0;
    const before = (from[i] ?? 0) * width;
    const next = (to[i] ?? 0) * width;
    for (let k = 0; k < width; k++) {
      const through = (reached[before + k] ?? 0) + (by === left[k] ? 0 : own);
      if (through > (reached[next + k] ?? 0)) reached[next + k] = through;
      if (through > (longest[k] ?? 0)) longest[k] = through;
    }
  }
  return [...longest];
};
