import { GROWTH, resized } from '../../columns/growable';

/** What an edge stands for. Dependencies take no time. */
export const EdgeKind = { work: 0, dependency: 1, launchDelay: 2, kernelGap: 3, sync: 4 } as const;
export type EdgeKind = (typeof EdgeKind)[keyof typeof EdgeKind];

/** Marks an edge that no event accounts for. */
export const NOBODY = -1;

/** Edges in parallel arrays. Weights are nanoseconds. */
export interface Edges {
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly weight: Float64Array;
  /** `EdgeKind`s. */
  readonly kind: Uint8Array;
  /** Row of the event that accounts for the edge's time, or `NOBODY`. */
  readonly row: Int32Array;
}

/**
 * Points in time and what must pass between them. Each event has two nodes, its start (even) and its end (odd).
 * Times are nanoseconds.
 */
export class EventGraph {
  #count = 0;
  #from = new Int32Array(0);
  #to = new Int32Array(0);
  #weight = new Float64Array(0);
  #kind = new Uint8Array(0);
  #row = new Int32Array(0);
  readonly #slot: Int32Array;

  /** `rows` are the events; times are indexed by row. */
  constructor(
    readonly rows: Uint32Array,
    readonly start: Float64Array,
    readonly end: Float64Array,
  ) {
    this.#slot = new Int32Array(start.length).fill(-1);
    for (let slot = 0; slot < rows.length; slot++) this.#slot[rows[slot] ?? 0] = slot;
  }

  get nodes(): number {
    return 2 * this.rows.length;
  }

  has(row: number): boolean {
    return (this.#slot[row] ?? -1) >= 0;
  }

  startOf(row: number): number {
    return 2 * (this.#slot[row] ?? 0);
  }

  endOf(row: number): number {
    return 2 * (this.#slot[row] ?? 0) + 1;
  }

  rowOf(node: number): number {
    return this.rows[node >> 1] ?? 0;
  }

  timeOf(node: number): number {
    const row = this.rowOf(node);
    return (node % 2 === 0 ? this.start[row] : this.end[row]) ?? 0;
  }

  /** Time between the nodes, unless `weight` says otherwise; never negative. */
  connect(from: number, to: number, kind: EdgeKind, row: number = NOBODY, weight?: number): void {
    const edge = this.#count++;
    if (edge === this.#from.length) this.#resize(Math.max(edge * GROWTH, this.nodes));
    this.#from[edge] = from;
    this.#to[edge] = to;
    this.#kind[edge] = kind;
    this.#row[edge] = row;
    this.#weight[edge] = Math.max(0, weight ?? this.timeOf(to) - this.timeOf(from));
  }

  #resize(length: number): void {
    this.#from = resized(this.#from, length);
    this.#to = resized(this.#to, length);
    this.#weight = resized(this.#weight, length);
    this.#kind = resized(this.#kind, length);
    this.#row = resized(this.#row, length);
  }

  /** The edges so far. */
  edges(): Edges {
    this.#resize(this.#count);
    return { from: this.#from, to: this.#to, weight: this.#weight, kind: this.#kind, row: this.#row };
  }
}
