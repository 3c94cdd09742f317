import { ByteReader, FAULT } from '../../scan/reader';
import { decodeUtf8, unescapeJson } from '../../scan/text';
import { ByteWindow } from '../../scan/window';
import { type Member, readMembers, writtenMember } from '../../written/json';
import type { StackFrame, StackFrames } from '../../written/stacks';
import { showWritten } from '../../written/value';

const [OPEN_BRACE, CLOSE_BRACE, COMMA, COLON, QUOTE] = [...'{},:"'].map((c) => c.charCodeAt(0));
/** Of the dictionary's text; half a million frames or so. */
const MOST_BYTES = 1 << 25;

/**
 * Reads `stackFrames`: `{ "5": { "category": "libc.so", "name": "malloc", "parent": "4" }, … }` (Trace Event Format,
 * "Stack Traces"). What is no frame is passed over, and what is no JSON ends it.
 */
export class StackFrameReader {
  readonly #reader = new ByteReader();
  readonly #window = new ByteWindow(this.#reader, (length) => new Uint8Array(length));
  readonly #byId = new Map<string, StackFrame>();
  #state: 'start' | 'frames' | 'whole' | 'cut' = 'start';

  /** @returns whether it needs no more */
  feed(chunk: Uint8Array): boolean {
    this.#window.append(chunk);
    if (this.#advance()) return true;
    const read = this.#window.at(this.#reader.end);
    if (read >= MOST_BYTES) this.#state = 'cut';
    return this.#state === 'cut';
  }

  /** After the last chunk. */
  end(): StackFrames {
    this.#reader.final = true;
    this.#advance();
    return { byId: this.#byId, isWhole: this.#state === 'whole' };
  }

  #advance(): boolean {
    while ((this.#state === 'start' || this.#state === 'frames') && this.#step());
    return this.#state === 'whole' || this.#state === 'cut';
  }

  /** Reads one more thing; false when it needs more bytes or there is no more. */
  #step(): boolean {
    const reader = this.#reader;
    const p = reader.space(this.#window.start);
    this.#window.start = p;
    if (p >= reader.end) return false;
    const c = reader.bytes[p];
    if (this.#state === 'start') {
      this.#state = c === OPEN_BRACE ? 'frames' : 'cut';
      return this.#go(p + 1);
    }
    if (c === COMMA) return this.#go(p + 1);
    if (c === QUOTE) return this.#frame(p + 1);
    this.#state = c === CLOSE_BRACE ? 'whole' : 'cut';
    return false;
  }

  #go(to: number): true {
    this.#window.start = to;
    return true;
  }

  #fault(): false {
    this.#state = 'cut';
    return false;
  }

  #frame(key: number): boolean {
    const reader = this.#reader;
    const keyEnd = reader.text(key);
    if (keyEnd < 0) return false;
    const colon = reader.space(keyEnd + 1);
    const value = reader.space(colon + 1);
    if (value >= reader.end) return false;
    if (reader.bytes[colon] !== COLON) return this.#fault();
    const members: Member[] = [];
    const isFrame = reader.bytes[value] === OPEN_BRACE;
    const end = isFrame ? readMembers(reader, value, members) : reader.skip(value);
    if (end === FAULT) return this.#fault();
    if (end < 0) return false;
    if (isFrame)
      this.#byId.set(unescapeJson(decodeUtf8(reader.bytes, key, keyEnd)).text, frameOf(reader, members));
    return this.#go(end);
  }
}

const frameOf = (reader: ByteReader, members: readonly Member[]): StackFrame => {
  const fields = new Map(
    members.map((member) => {
      const [key, value] = writtenMember(reader, member);
      return [key, showWritten(value)];
    }),
  );
  const parent = fields.get('parent') ?? '';
  return {
    name: fields.get('name') ?? '',
    category: fields.get('category') ?? '',
    // Of an outermost frame some writers say null or nothing.
    ...(parent === '' || parent === 'null' ? {} : { parent }),
  };
};
