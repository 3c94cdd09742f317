import { Growable } from '../../columns/growable';

/** What an edge stands for. Dependencies take no time. */
export const EdgeKind = { work: 0, dependency: 1, launchDelay: 2, kernelGap: 3, sync: 4 } as const;
export type EdgeKind = (typeof EdgeKind)[keyof typeof EdgeKind];

/** Marks an edge that no event accounts for. */
export const NOBODY = -1;

/** What is known of a node, as bits. */
export const Mark = {
  /** An edge leads here from the node before, and takes the time between the two. */
  takesTime: 1,
  /** An edge leads here from the node before, and takes no time. */
  takesNone: 2,
  /** Crossings lead away from here, or to here. */
  leaves: 4,
  enters: 8,
} as const;

/** Whether an edge leads to a node from the node before. */
export const FOLLOWS = Mark.takesTime | Mark.takesNone;

/**
 * Points in time and what must pass between them: each event's start and end. The nodes of a thread stand in the order in
 * which the thread passes them, and the end of a device event after its start. So most edges lead to a node from the
 * one before and are a mark of it; the others, "crossings", are listed. Times are nanoseconds.
 */
export class EventGraph {
  nodes = 0;
  readonly time: Float64Array;
  /** Bits of `Mark`. */
  readonly marks: Uint8Array;
  /** Row of the event that accounts for the edge from the node before, or `NOBODY`. */
  readonly row: Int32Array;
  /** A row's nodes, plus one; 0 for rows that are not in the graph. */
  readonly #start: Int32Array;
  readonly #end: Int32Array;
  readonly #from = new Growable(new Int32Array(0));
  readonly #to = new Growable(new Int32Array(0));
  readonly #kind = new Growable(new Uint8Array(0));
  readonly #row = new Growable(new Int32Array(0));

  /** @param mostEvents that will be in the graph @param rows of the trace */
  constructor(mostEvents: number, rows: number) {
    this.time = new Float64Array(2 * mostEvents);
    this.marks = new Uint8Array(2 * mostEvents);
    this.row = new Int32Array(2 * mostEvents);
    this.#start = new Int32Array(rows);
    this.#end = new Int32Array(rows);
  }

  has(row: number): boolean {
    return (this.#start[row] ?? 0) > 0;
  }

  startOf(row: number): number {
    return (this.#start[row] ?? 0) - 1;
  }

  endOf(row: number): number {
    return (this.#end[row] ?? 0) - 1;
  }

  /** The next node, as the start of an event. @param mark how the one before leads to it @param by who accounts for that */
  addStart(row: number, time: number, mark: number, by: number): void {
    this.#start[row] = this.#add(time, mark, by);
  }

  /** The same as the end of an event. */
  addEnd(row: number, time: number, mark: number, by: number): void {
    this.#end[row] = this.#add(time, mark, by);
  }

  /** The number of nodes after that. */
  #add(time: number, mark: number, by: number): number {
    const node = this.nodes++;
    this.time[node] = time;
    this.marks[node] = mark;
    this.row[node] = by;
    return node + 1;
  }

  /** An edge between nodes that do not follow each other. It takes the time between them, or none for `sync`. */
  connect(from: number, to: number, kind: EdgeKind, row: number): void {
    this.marks[from] = (this.marks[from] ?? 0) | Mark.leaves;
    this.marks[to] = (this.marks[to] ?? 0) | Mark.enters;
    this.#from.push(from);
    this.#to.push(to);
    this.#kind.push(kind);
    this.#row.push(row);
  }

  /** The crossings so far. */
  crossings(): Crossings {
    return {
      length: this.#from.length,
      from: this.#from.done(),
      to: this.#to.done(),
      kind: this.#kind.done(),
      row: this.#row.done(),
    };
  }

  /** Edges of either sort. */
  get edges(): number {
    let count = this.#from.length;
    for (let node = 0; node < this.nodes; node++) if (((this.marks[node] ?? 0) & FOLLOWS) !== 0) count++;
    return count;
  }
}

/** Edges in parallel arrays. */
export interface Crossings {
  readonly length: number;
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** `EdgeKind`s. */
  readonly kind: Uint8Array;
  /** Row of the event that accounts for the edge's time, or `NOBODY`. */
  readonly row: Int32Array;
}
