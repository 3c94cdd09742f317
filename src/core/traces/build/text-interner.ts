import type { StringTable } from '../columns/string-table';
import { Problem } from '../../problem';
import { decodeUtf8, encodeUtf8, unescapeJson } from '../scan/text';
import { Scanner } from '../simd/scanner';
import { TextTable } from './text-table';

/** Faults inside a text, mended when it is first seen and counted for each event that has it. */
export const TextFault = { none: 0, control: 1, escape: 2 } as const;

/** The scanner's memory ends at 4 GiB, and its tables double. */
const MOST_BYTES = 2 ** 31;

/**
 * Interns byte ranges by open addressing on their bytes, in the scanner's memory: a text met again costs a hash, a probe and
 * a comparison of blocks, and no string is made before somebody asks for it.
 */
export class TextInterner implements StringTable {
  readonly scanner = new Scanner((id) => this.#resolve(id));
  readonly #texts: (string | undefined)[] = [];

  get size(): number {
    return this.scanner.calls.count.value;
  }

  text(id: number): string {
    let text = this.#texts[id];
    if (text === undefined) {
      text = this.#decode(id);
      this.#texts[id] = text;
    }
    return text;
  }

  find(text: string): number | undefined {
    const bytes = encodeUtf8(text);
    const { scanner } = this;
    const known = scanner.calls.findText(scanner.addressOf(bytes, 0, bytes.length), bytes.length);
    return known === 0 ? undefined : known - 1;
  }

  /** Faults in the text as it was written. */
  fault(id: number): number {
    return this.scanner.calls.faults(id);
  }

  add(text: string): number {
    const bytes = encodeUtf8(text);
    return this.intern(bytes, 0, bytes.length, false);
  }

  /**
   * The id of bytes `start` … `end` as they stand in a JSON text.
   * @param escaped whether there is a backslash among them, so that they stand for another text
   */
  intern(bytes: Uint8Array, start: number, end: number, escaped: boolean): number {
    const { scanner } = this;
    const address = scanner.addressOf(bytes, start, end);
    return escaped
      ? scanner.calls.internEscaped(address, end - start)
      : scanner.calls.intern(address, end - start);
  }

  /** @throws Problem when there are more texts than fit. */
  assertRoom(): void {
    if (this.scanner.calls.used() > MOST_BYTES)
      throw new Problem('more than 2 GB of distinct names and arguments; expected a trace that repeats them');
  }

  /** The texts without the scanner's memory. */
  done(): StringTable {
    const { scanner, size } = this;
    const places = new Uint32Array(size);
    const ends = new Uint32Array(size);
    let length = 0;
    const words = new Uint32Array(scanner.bytes.buffer);
    for (let id = 0; id < size; id++) {
      const entry = scanner.calls.entryOf(id) >>> 2;
      places[id] = words[entry] ?? 0;
      length += words[entry + 1] ?? 0;
      ends[id] = length;
    }
    const arena = new Uint8Array(length);
    const { bytes } = scanner;
    for (let id = 0, at = 0; id < size; id++) {
      const place = places[id] ?? 0;
      const end = ends[id] ?? 0;
      arena.set(bytes.subarray(place, place + end - at), at);
      at = end;
    }
    return new TextTable(arena, ends);
  }

  #decode(id: number): string {
    const { scanner } = this;
    if (id >= this.size) return '';
    const entry = scanner.calls.entryOf(id) >>> 2;
    const { bytes } = scanner;
    const [start = 0, length = 0] = new Uint32Array(bytes.buffer, entry << 2, 2);
    return decodeUtf8(bytes, start, start + length);
  }

  /** The id of the text that a spelling with escapes stands for. */
  #resolve(spelling: number): number {
    const { text, bad } = unescapeJson(this.#decode(spelling));
    const target = this.add(text);
    const fault = this.fault(spelling) | (bad > 0 ? TextFault.escape : TextFault.none);
    if (fault !== TextFault.none) this.scanner.calls.markFault(target, fault);
    return target;
  }
}
