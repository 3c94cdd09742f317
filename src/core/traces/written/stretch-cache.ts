import type { Stretch } from '../columns/event-places';

/** Longer stretches are read again each time. */
const MOST_KEPT = 1 << 23;

/** Keeps the bytes of the last stretch, so that neighbours of an event need no unpacking from the file's beginning. */
export class StretchCache {
  #kept: { readonly from: number; readonly bytes: Uint8Array } | undefined;

  /** The text from a stretch on. @param open the text from a byte on */
  async *text(
    { from, to }: Stretch,
    open: (byte: number) => AsyncIterable<Uint8Array>,
  ): AsyncGenerator<Uint8Array> {
    const size = to === undefined ? Infinity : to - from;
    if (to === undefined || size > MOST_KEPT) {
      yield* open(from);
      return;
    }
    if (this.#kept?.from === from) {
      yield this.#kept.bytes;
      yield* open(to);
      return;
    }
    const bytes = new Uint8Array(size);
    let length = 0;
    for await (const chunk of open(from)) {
      const missing = size - length;
      if (missing === 0) {
        yield chunk;
        continue;
      }
      bytes.set(chunk.subarray(0, missing), length);
      length = Math.min(size, length + chunk.length);
      if (length < size) continue;
      this.#kept = { from, bytes };
      yield bytes;
      if (chunk.length > missing) yield chunk.subarray(missing);
    }
    if (length < size) yield bytes.subarray(0, length);
  }
}
