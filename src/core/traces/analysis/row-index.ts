/** An array may have this many places for each row. */
const SPARSEST = 4;
const ALWAYS_DENSE = 1 << 16;

/** Numbers by an id that the trace gives: profilers count ids up, so an array over their range holds them; if not, a map. */
export class RowIndex {
  readonly #dense: Int32Array;
  readonly #lowest: number;
  readonly #others = new Map<number, number>();

  /** For the ids of some rows; negative ids and NaN are none. */
  constructor(rows: Uint32Array, idOf: (row: number) => number) {
    let lowest = Infinity;
    let highest = -Infinity;
    for (const row of rows) {
      const id = idOf(row);
      if (!(id >= 0)) continue;
      if (id < lowest) lowest = id;
      if (id > highest) highest = id;
    }
    lowest = Math.floor(lowest);
    const range = Math.floor(highest) - lowest + 1;
    const isDense = range > 0 && range <= rows.length * SPARSEST + ALWAYS_DENSE;
    this.#lowest = lowest;
    this.#dense = new Int32Array(isDense ? range : 0).fill(-1);
  }

  set(id: number, value: number): void {
    const place = id - this.#lowest;
    if (place >= 0 && place < this.#dense.length && Number.isInteger(id)) this.#dense[place] = value;
    else this.#others.set(id, value);
  }

  /** What was set last for an id, or -1. */
  get(id: number): number {
    const place = id - this.#lowest;
    // Between two places there is nothing: ids need not be whole.
    const found = place >= 0 && place < this.#dense.length ? this.#dense[place] : undefined;
    if (found !== undefined) return found;
    return this.#others.size === 0 ? -1 : (this.#others.get(id) ?? -1);
  }
}
