import type { ByteReader } from './reader';

const FIRST_CAPACITY = 1 << 20;
/** Shared memory is copied word by word where both sides begin at one, and byte by byte, a quarter as fast, elsewhere. */
const WORD = 8;
/** Zeros after the last byte: loops need no check of their own, and blocks may reach over it. */
const MARGIN = 64;

/** The part of the file that is being read: bytes are appended at its end and consumed at its start. */
export class ByteWindow {
  /** Offset in the file of the window's first byte. */
  offset = 0;
  /** First byte not consumed yet, relative to the window. */
  start = 0;

  /** @param allocate gives memory for the window, and more of it when an event is longer than the window. */
  constructor(
    private readonly reader: ByteReader,
    private readonly allocate: (length: number) => Uint8Array,
  ) {
    reader.bytes = allocate(FIRST_CAPACITY);
  }

  /** Offset in the file of a position in the window. */
  at(position: number): number {
    return this.offset + position;
  }

  append(chunk: Uint8Array): void {
    const { reader } = this;
    const kept = reader.end - this.start;
    if (reader.end + chunk.length + MARGIN > reader.bytes.length) {
      const needed = kept + chunk.length + MARGIN + WORD;
      const first = (WORD - (kept % WORD)) % WORD;
      if (needed * 2 > reader.bytes.length) {
        const larger = this.allocate(needed * 2);
        larger.set(reader.bytes.subarray(this.start, reader.end), first);
        reader.bytes = larger;
      } else reader.bytes.copyWithin(first, this.start, reader.end);
      this.offset += this.start - first;
      this.start = first;
      reader.end = first + kept;
    }
    reader.bytes.set(chunk, reader.end);
    reader.end += chunk.length;
    reader.bytes.fill(0, reader.end, reader.end + MARGIN);
  }
}
