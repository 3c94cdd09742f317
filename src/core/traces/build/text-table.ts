import type { StringTable } from '../columns/string-table';
import { decodeUtf8, encodeUtf8 } from '../scan/text';

/** Texts one behind the other; nothing can be added. */
export class TextTable implements StringTable {
  readonly #texts: (string | undefined)[] = [];
  readonly #found = new Map<string, number | undefined>();

  /** @param ends Where in `bytes` each text ends, and the next begins. */
  constructor(
    private readonly bytes: Uint8Array,
    private readonly ends: Uint32Array,
  ) {}

  get size(): number {
    return this.ends.length;
  }

  text(id: number): string {
    let text = this.#texts[id];
    if (text === undefined) {
      text = id < this.size ? decodeUtf8(this.bytes, this.#start(id), this.ends[id]) : '';
      this.#texts[id] = text;
    }
    return text;
  }

  find(text: string): number | undefined {
    if (!this.#found.has(text)) this.#found.set(text, this.#search(encodeUtf8(text)));
    return this.#found.get(text);
  }

  /** Few texts are looked for, so there is no index. */
  #search(text: Uint8Array): number | undefined {
    const { bytes, ends } = this;
    for (let id = 0, start = 0; id < ends.length; id++) {
      const end = ends[id] ?? 0;
      if (end - start === text.length) {
        let i = 0;
        while (i < text.length && bytes[start + i] === text[i]) i++;
        if (i === text.length) return id;
      }
      start = end;
    }
    return undefined;
  }

  #start(id: number): number {
    return id === 0 ? 0 : (this.ends[id - 1] ?? 0);
  }
}
