import { PbfReader } from 'pbf';
import { delimiter } from './protobuf';

/** Messages one after another, each behind its length, as their bytes come. */
export class Messages {
  #rest = new Uint8Array(0);
  /** Bytes of the messages that were whole. */
  used = 0;

  /** @param onMessage is called with the message's first byte as the reader's position, and where it ends */
  constructor(private readonly onMessage: (pbf: PbfReader, end: number) => void) {}

  /** Bytes so far. */
  get bytes(): number {
    return this.used + this.#rest.length;
  }

  feed(chunk: Uint8Array): void {
    const bytes = new Uint8Array(this.#rest.length + chunk.length);
    bytes.set(this.#rest);
    bytes.set(chunk, this.#rest.length);
    const pbf = new PbfReader(bytes);
    let used = 0;
    for (;;) {
      const next = delimiter(bytes, used);
      if (next === undefined || next.from + next.length > bytes.length) break;
      used = next.from + next.length;
      pbf.pos = next.from;
      this.onMessage(pbf, used);
    }
    this.#rest = bytes.slice(used);
    this.used += used;
  }
}
