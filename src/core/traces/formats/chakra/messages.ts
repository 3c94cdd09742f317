import { PbfReader } from 'pbf';
import { DamagedInput } from '../../faults';
import { LONGEST, LONGEST_IN_WORDS } from '../../scan/patience';
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

  /** @throws DamagedInput for a message that is too long to be one */
  feed(chunk: Uint8Array): void {
    const bytes = new Uint8Array(this.#rest.length + chunk.length);
    bytes.set(this.#rest);
    bytes.set(chunk, this.#rest.length);
    const pbf = new PbfReader(bytes);
    let used = 0;
    let next = delimiter(bytes, used);
    while (next !== undefined && next.from + next.length <= bytes.length) {
      used = next.from + next.length;
      pbf.pos = next.from;
      this.onMessage(pbf, used);
      next = delimiter(bytes, used);
    }
    this.#rest = bytes.slice(used);
    this.used += used;
    if (next !== undefined && next.length > LONGEST)
      throw new DamagedInput(
        `the message at byte ${this.used} is longer than ${LONGEST_IN_WORDS}, so the file is damaged; what stands before is used`,
      );
  }
}
