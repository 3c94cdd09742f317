import type { ByteReader } from './reader';

const FIRST_CAPACITY = 1 << 20;
/** Room after the last byte: the reader's 0, and whole words. */
const MARGIN = 8;

/** The part of the file that is being read: bytes are appended at its end and consumed at its start. */
export class ByteWindow {
  /** Offset in the file of the window's first byte. */
  offset = 0;
  /** First byte not consumed yet, relative to the window. */
  start = 0;

  constructor(private readonly reader: ByteReader) {
    this.#use(new Uint8Array(FIRST_CAPACITY));
  }

  /** Offset in the file of a position in the window. */
  at(position: number): number {
    return this.offset + position;
  }

  append(chunk: Uint8Array): void {
    const { reader } = this;
    const kept = reader.end - this.start;
    if (reader.end + chunk.length + MARGIN > reader.bytes.length) {
      const needed = kept + chunk.length + MARGIN;
      if (needed * 2 > reader.bytes.length) {
        const larger = new Uint8Array(needed * 2);
        larger.set(reader.bytes.subarray(this.start, reader.end));
        this.#use(larger);
      } else reader.bytes.copyWithin(0, this.start, reader.end);
      this.offset += this.start;
      this.start = 0;
      reader.end = kept;
    }
    reader.bytes.set(chunk, reader.end);
    reader.end += chunk.length;
    reader.bytes.fill(0, reader.end, reader.end + MARGIN);
  }

  #use(bytes: Uint8Array): void {
    this.reader.bytes = bytes;
    this.reader.words = new DataView(bytes.buffer);
  }
}
