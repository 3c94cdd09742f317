import type { StringTable } from '../columns/string-table';
import { decodeUtf8, encodeUtf8, unescapeJson } from '../scan/text';

const HASH_STEP = 0x9e3779b1 | 0;
const FINAL_STEP = 0x85ebca6b | 0;

/** One step of the hash, four bytes at a time; `TextInterner.intern` must get the hash of exactly these steps. */
export const hashWord = (hash: number, word: number): number => {
  const h = Math.imul(hash ^ word, HASH_STEP);
  return h ^ (h >>> 15);
};
const finishHash = (hash: number, length: number): number => {
  const h = Math.imul(hash ^ length, FINAL_STEP);
  return h ^ (h >>> 13);
};

/** Faults inside a text, mended when it is first seen and counted for each event that has it. */
export const TextFault = { none: 0, control: 1, escape: 2 } as const;

/**
 * Interns byte ranges by open addressing on their bytes: a text met again costs a hash, a probe and a comparison of
 * bytes, and no string is made before somebody asks for it.
 */
export class TextInterner implements StringTable {
  #arena = new Uint8Array(1 << 16);
  #words = new DataView(this.#arena.buffer);
  #used = 0;
  #starts = new Uint32Array(1 << 10);
  #lengths = new Uint32Array(1 << 10);
  #hashes = new Int32Array(1 << 10);
  #faults = new Uint8Array(1 << 10);
  #slots = new Int32Array(1 << 12);
  #texts: (string | undefined)[] = [];
  /** Spellings with escapes, and the id of the text they stand for. */
  #aliases = new Map<number, number>();
  size = 0;

  constructor() {
    this.#add(new Uint8Array(0), 0, 0, finishHash(0, 0));
  }

  text(id: number): string {
    let text = this.#texts[id];
    if (text === undefined) {
      const start = this.#starts[id] ?? 0;
      text = decodeUtf8(this.#arena, start, start + (this.#lengths[id] ?? 0));
      this.#texts[id] = text;
    }
    return text;
  }

  find(text: string): number | undefined {
    const bytes = encodeUtf8(text);
    const words = new DataView(bytes.buffer);
    const hash = finishHash(this.#hash(bytes, words, 0, bytes.length), bytes.length);
    const slot = this.#probe(bytes, words, 0, bytes.length, hash);
    const id = (this.#slots[slot] ?? 0) - 1;
    return id < 0 ? undefined : id;
  }

  /** Length of a text if its bytes, spelled without escapes, stand at `start`; else 0. */
  lengthAt(id: number, bytes: Uint8Array, start: number, end: number): number {
    const length = this.#lengths[id] ?? 0;
    const from = this.#starts[id] ?? 0;
    if (start + length > end) return 0;
    const arena = this.#arena;
    let i = 0;
    while (i < length && arena[from + i] === bytes[start + i]) i++;
    return i === length ? length : 0;
  }

  /** Faults in the text as it was written. */
  fault(id: number): number {
    return this.#faults[id] ?? 0;
  }

  add(text: string): number {
    const bytes = encodeUtf8(text);
    const words = new DataView(bytes.buffer);
    return this.#findOrAdd(bytes, words, 0, bytes.length, this.#hash(bytes, words, 0, bytes.length));
  }

  /**
   * The id of bytes `start` … `end` as they stand in a JSON text.
   * @param words a view of the same buffer
   * @param hash of all bytes, by `hashWord` of each whole word and then of each byte left over
   * @param escaped whether there is a backslash among them
   */
  intern(
    bytes: Uint8Array,
    words: DataView,
    start: number,
    end: number,
    hash: number,
    escaped: boolean,
  ): number {
    const before = this.size;
    const id = this.#findOrAdd(bytes, words, start, end, hash);
    if (id === before) {
      for (let i = start; i < end; i++) if ((bytes[i] ?? 0) < 32) this.#mark(id, TextFault.control);
    }
    return escaped ? this.#resolve(id, bytes, start, end) : id;
  }

  #findOrAdd(bytes: Uint8Array, words: DataView, start: number, end: number, hash: number): number {
    const finished = finishHash(hash, end - start);
    const slot = this.#probe(bytes, words, start, end - start, finished);
    const id = (this.#slots[slot] ?? 0) - 1;
    return id < 0 ? this.#add(bytes, start, end, finished, slot) : id;
  }

  /** The id of the text that a spelling with escapes stands for. */
  #resolve(spelling: number, bytes: Uint8Array, start: number, end: number): number {
    const known = this.#aliases.get(spelling);
    if (known !== undefined) return known;
    const { text, bad } = unescapeJson(decodeUtf8(bytes, start, end));
    const target = this.add(text);
    this.#mark(target, this.fault(spelling) | (bad > 0 ? TextFault.escape : TextFault.none));
    this.#aliases.set(spelling, target);
    return target;
  }

  #mark(id: number, fault: number): void {
    this.#faults[id] = this.fault(id) | fault;
  }

  #hash(bytes: Uint8Array, words: DataView, start: number, end: number): number {
    let hash = 0;
    let i = start;
    for (; i + 4 <= end; i += 4) hash = hashWord(hash, words.getInt32(i, true));
    for (; i < end; i++) hash = hashWord(hash, bytes[i] ?? 0);
    return hash;
  }

  /** The slot where a text is or would be. */
  #probe(bytes: Uint8Array, words: DataView, start: number, length: number, hash: number): number {
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (;;) {
      const id = (this.#slots[slot] ?? 0) - 1;
      if (id < 0) return slot;
      if (
        this.#hashes[id] === hash &&
        this.#lengths[id] === length &&
        this.#same(id, bytes, words, start, length)
      )
        return slot;
      slot = (slot + 1) & mask;
    }
  }

  #same(id: number, bytes: Uint8Array, words: DataView, start: number, length: number): boolean {
    const arena = this.#arena;
    const mine = this.#words;
    const from = this.#starts[id] ?? 0;
    let i = 0;
    for (; i + 4 <= length; i += 4)
      if (mine.getInt32(from + i, true) !== words.getInt32(start + i, true)) return false;
    for (; i < length; i++) if (arena[from + i] !== bytes[start + i]) return false;
    return true;
  }

  #add(
    bytes: Uint8Array,
    start: number,
    end: number,
    hash: number,
    slot = hash & (this.#slots.length - 1),
  ): number {
    const id = this.size++;
    if (id === this.#starts.length) this.#growTexts();
    const length = end - start;
    if (this.#used + length > this.#arena.length) this.#growArena(this.#used + length);
    this.#arena.set(bytes.subarray(start, end), this.#used);
    this.#starts[id] = this.#used;
    this.#lengths[id] = length;
    this.#hashes[id] = hash;
    this.#used += length;
    this.#slots[slot] = id + 1;
    if (this.size * 2 > this.#slots.length) this.#rehash();
    return id;
  }

  #growTexts(): void {
    const larger = <A extends Uint32Array | Int32Array | Uint8Array>(old: A, fresh: A): A => {
      fresh.set(old);
      return fresh;
    };
    const size = this.#starts.length * 2;
    this.#starts = larger(this.#starts, new Uint32Array(size));
    this.#lengths = larger(this.#lengths, new Uint32Array(size));
    this.#hashes = larger(this.#hashes, new Int32Array(size));
    this.#faults = larger(this.#faults, new Uint8Array(size));
  }

  #growArena(needed: number): void {
    const arena = new Uint8Array(Math.max(needed, this.#arena.length * 2));
    arena.set(this.#arena);
    this.#arena = arena;
    this.#words = new DataView(arena.buffer);
  }

  #rehash(): void {
    const slots = new Int32Array(this.#slots.length * 4);
    const mask = slots.length - 1;
    for (let id = 0; id < this.size; id++) {
      let slot = (this.#hashes[id] ?? 0) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = id + 1;
    }
    this.#slots = slots;
  }
}
