const SLOTS = 8;
const MAX_WORDS = 32;
/** Longest stretch between two values that is remembered. */
const LONGEST = MAX_WORDS * 4;

/** A slot in one array: length, mask of the last word, state after it, where `args` opens and closes, then the words. */
const [LENGTH, MASK, NEXT, OPENS, CLOSES, WORDS] = [0, 1, 2, 3, 4, 5];
const STRIDE = WORDS + MAX_WORDS;

/**
 * What stands between two values of an event (`,\n    "dur": `), as it was met before. A writer puts the same bytes between
 * the same two keys every time, so comparing a few words replaces reading white space, commas, quotes and keys. Only what
 * the parser has read in full is remembered, so a match means the same as reading it again.
 */
export class Separators {
  readonly #slots: Int32Array;
  /** Offset of the slot that matched last, per state; it is tried first. */
  readonly #latest: Int32Array;
  /** How many slots are filled, and which is replaced next. */
  readonly #filled: Uint8Array;
  readonly #oldest: Uint8Array;
  /** Of the last match: the state after it, and where in it `args` opened and closed (-1 where it did not). */
  next = 0;
  opens = -1;
  closes = -1;

  constructor(states: number) {
    this.#slots = new Int32Array(states * SLOTS * STRIDE);
    this.#latest = Int32Array.from({ length: states }, (_, state) => state * SLOTS * STRIDE);
    this.#filled = new Uint8Array(states);
    this.#oldest = new Uint8Array(states);
  }

  /** Length of the separator that stands at `p` after `state`, or 0 where none is known. */
  match(state: number, words: DataView, p: number, end: number): number {
    const latest = this.#latest[state] ?? 0;
    const length = this.#matches(latest, words, p, end);
    if (length !== 0) return length;
    const first = state * SLOTS * STRIDE;
    const last = first + (this.#filled[state] ?? 0) * STRIDE;
    for (let slot = first; slot < last; slot += STRIDE) {
      if (slot === latest) continue;
      const found = this.#matches(slot, words, p, end);
      if (found !== 0) {
        this.#latest[state] = slot;
        return found;
      }
    }
    return 0;
  }

  #matches(slot: number, words: DataView, p: number, end: number): number {
    const slots = this.#slots;
    const length = slots[slot + LENGTH] ?? 0;
    if (length === 0 || p + length > end) return 0;
    const whole = length >> 2;
    const base = slot + WORDS;
    for (let i = 0; i < whole; i++) {
      if (words.getInt32(p + 4 * i, true) !== slots[base + i]) return 0;
    }
    const mask = slots[slot + MASK] ?? 0;
    if (mask !== 0 && (words.getInt32(p + 4 * whole, true) & mask) !== slots[base + whole]) return 0;
    this.next = slots[slot + NEXT] ?? 0;
    this.opens = slots[slot + OPENS] ?? -1;
    this.closes = slots[slot + CLOSES] ?? -1;
    return length;
  }

  /** Remembers the bytes from `p` on, with `next`, `opens` and `closes` as they are set. */
  learn(state: number, bytes: Uint8Array, p: number, length: number): void {
    if (length > LONGEST || length === 0) return;
    const filled = this.#filled[state] ?? 0;
    let place = filled;
    if (filled < SLOTS) this.#filled[state] = filled + 1;
    else {
      place = this.#oldest[state] ?? 0;
      this.#oldest[state] = (place + 1) % SLOTS;
    }
    const slots = this.#slots;
    const slot = (state * SLOTS + place) * STRIDE;
    slots.fill(0, slot, slot + STRIDE);
    for (let i = 0; i < length; i++) {
      const word = slot + WORDS + (i >> 2);
      slots[word] = (slots[word] ?? 0) | ((bytes[p + i] ?? 0) << ((i & 3) * 8));
    }
    const rest = length & 3;
    slots[slot + LENGTH] = length;
    slots[slot + MASK] = rest === 0 ? 0 : (1 << (rest * 8)) - 1;
    slots[slot + NEXT] = this.next;
    slots[slot + OPENS] = this.opens;
    slots[slot + CLOSES] = this.closes;
    this.#latest[state] = slot;
  }
}
