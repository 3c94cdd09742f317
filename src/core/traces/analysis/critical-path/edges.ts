import { EdgeKind, FOLLOWS, Mark, NOBODY } from './graph';
import type { Crossings, EventGraph } from './graph';

/** A graph's edges by number: those that lead to a node from the one before have its number, and the crossings follow. */
export class Edges {
  readonly crossings: Crossings;

  constructor(readonly graph: EventGraph) {
    this.crossings = graph.crossings();
  }

  from(edge: number): number {
    const { nodes } = this.graph;
    return edge < nodes ? edge - 1 : (this.crossings.from[edge - nodes] ?? 0);
  }

  to(edge: number): number {
    const { nodes } = this.graph;
    return edge < nodes ? edge : (this.crossings.to[edge - nodes] ?? 0);
  }

  /** Row of the event that accounts for the edge's time, or `NOBODY`. */
  row(edge: number): number {
    const { nodes, row } = this.graph;
    return (edge < nodes ? row[edge] : this.crossings.row[edge - nodes]) ?? NOBODY;
  }

  kind(edge: number): EdgeKind {
    const { nodes, row } = this.graph;
    if (edge >= nodes) return (this.crossings.kind[edge - nodes] ?? EdgeKind.sync) as EdgeKind;
    return row[edge] === NOBODY ? EdgeKind.dependency : EdgeKind.work;
  }

  /** Nanoseconds, never negative. */
  weight(edge: number): number {
    const { nodes, marks } = this.graph;
    if (edge >= nodes) return crossingWeight(this.graph.time, this.crossings, edge - nodes);
    return ((marks[edge] ?? 0) & Mark.takesTime) === 0 ? 0 : Math.max(0, this.span(edge));
  }

  /** Nanoseconds between an edge's nodes; negative where it leads back in time. */
  span(edge: number): number {
    const { time } = this.graph;
    return (time[this.to(edge)] ?? 0) - (time[this.from(edge)] ?? 0);
  }

  /** Edges of either sort. */
  get count(): number {
    const { nodes, marks } = this.graph;
    let count = this.crossings.length;
    for (let node = 0; node < nodes; node++) if (((marks[node] ?? 0) & FOLLOWS) !== 0) count++;
    return count;
  }
}

/** Nanoseconds, never negative; none for `sync`. */
export const crossingWeight = (
  time: Float64Array,
  { kind, from, to }: Crossings,
  crossing: number,
): number => {
  if (kind[crossing] === EdgeKind.sync) return 0;
  const span = (time[to[crossing] ?? 0] ?? 0) - (time[from[crossing] ?? 0] ?? 0);
  return span > 0 ? span : 0;
};
