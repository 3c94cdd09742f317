/** Stretches of an array of rows, told apart by the names of their events and of what they belong to: an open hash table. */
export class SequenceIndex {
  /** Places of known sequences, plus one. */
  #slots = new Int32Array(1 << 8);
  readonly #roots: number[] = [];
  readonly #from: number[] = [];
  readonly #to: number[] = [];
  readonly #hashes: number[] = [];

  /** @param name TextId by row @param rows which the stretches are of */
  constructor(
    private readonly name: Uint32Array,
    private readonly rows: Uint32Array,
  ) {}

  /** The place of the first stretch that is the same, from 0; a new one's is the next. */
  place(root: number, from: number, to: number): number {
    const hash = this.#hash(root, from, to);
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (; this.#slots[slot] !== 0; slot = (slot + 1) & mask) {
      const place = (this.#slots[slot] ?? 0) - 1;
      if (this.#hashes[place] === hash && this.#isSame(place, root, from, to)) return place;
    }
    const place = this.#roots.push(root) - 1;
    this.#from.push(from);
    this.#to.push(to);
    this.#hashes.push(hash);
    this.#slots[slot] = place + 1;
    if (2 * this.#roots.length > this.#slots.length) this.#grow();
    return place;
  }

  #isSame(place: number, root: number, from: number, to: number): boolean {
    const { name, rows } = this;
    const other = this.#from[place] ?? 0;
    if ((this.#to[place] ?? 0) - other !== to - from) return false;
    if (name[this.#roots[place] ?? 0] !== name[root]) return false;
    for (let i = 0; i < to - from; i++)
      if (name[rows[other + i] ?? 0] !== name[rows[from + i] ?? 0]) return false;
    return true;
  }

  #hash(root: number, from: number, to: number): number {
    const { name, rows } = this;
    let hash = name[root] ?? 0;
    for (let i = from; i < to; i++) {
      hash = Math.imul(hash ^ (name[rows[i] ?? 0] ?? 0), 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    return hash;
  }

  #grow(): void {
    this.#slots = new Int32Array(2 * this.#slots.length);
    const mask = this.#slots.length - 1;
    this.#hashes.forEach((hash, place) => {
      let slot = hash & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = place + 1;
    });
  }
}
