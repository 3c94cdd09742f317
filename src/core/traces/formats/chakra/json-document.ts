import { Problem } from '../../../problem';
import { DamagedInput } from '../../faults';
import { LONGEST_IN_WORDS, Patience } from '../../scan/patience';
import { ByteReader, FAULT, INCOMPLETE } from '../../scan/reader';
import { decodeUtf8 } from '../../scan/text';
import { ByteWindow } from '../../scan/window';
import { readWritten } from '../../written/json';
import type { WrittenValue } from '../../written/value';

const [OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET, COMMA, COLON, QUOTE] = [...'{}[],:"'].map((c) =>
  c.charCodeAt(0),
);

type State = 'start' | 'members' | 'nodes' | 'after';

export interface DocumentEvents {
  /** A number or text beside the nodes. */
  readonly scalar: (key: string, value: string | number) => void;
  /** An element of `nodes`; undefined where it is no JSON. @param written the same as it stands in the file */
  readonly node: (value: unknown, written: () => WrittenValue) => void;
}

/** The object around the nodes of an execution trace, read as it comes: one node is in memory at a time. */
export class ChakraDocument {
  readonly #reader = new ByteReader();
  readonly #window = new ByteWindow(this.#reader, (length) => new Uint8Array(length));
  readonly #patience = new Patience();
  #state: State = 'start';
  hasNodes = false;

  constructor(private readonly on: DocumentEvents) {}

  /** @throws DamagedInput for a node that is too long to be one */
  feed(chunk: Uint8Array): void {
    const [window, reader] = [this.#window, this.#reader];
    window.append(chunk);
    if (!this.#patience.suffices(reader.end - window.start)) return;
    while (this.#step());
    if (this.#patience.isOver(reader.end - window.start))
      throw new DamagedInput(
        `what begins at byte ${window.at(window.start)} is longer than ${LONGEST_IN_WORDS} and no node; what stands before is used`,
      );
  }

  /** @returns where the document is cut off; undefined where it is whole */
  end(): number | undefined {
    this.#reader.final = true;
    while (this.#step());
    return this.#state === 'after' ? undefined : this.#window.at(this.#reader.end);
  }

  #step(): boolean {
    const at = this.#reader.space(this.#window.start);
    this.#window.start = at;
    if (this.#state === 'after') this.#window.start = this.#reader.end;
    if (this.#window.start >= this.#reader.end) return false;
    const byte = this.#reader.bytes[at];
    if (byte === COMMA) return this.#go(at + 1);
    if (this.#state === 'start')
      return byte === OPEN_BRACE ? this.#go(at + 1, 'members') : this.#fail(at, '{');
    if (this.#state === 'nodes') return this.#element(at, byte);
    if (byte === CLOSE_BRACE) return this.#go(at + 1, 'after');
    return byte === QUOTE ? this.#member(at) : this.#fail(at, 'a key');
  }

  #go(to: number, state = this.#state): true {
    this.#window.start = to;
    this.#state = state;
    return true;
  }

  #element(at: number, byte: number | undefined): boolean {
    if (byte === CLOSE_BRACKET) return this.#go(at + 1, 'members');
    const end = this.#reader.skip(at);
    if (end === INCOMPLETE) return false;
    if (end === FAULT) return this.#fail(at, 'a node');
    this.on.node(parsed(decodeUtf8(this.#reader.bytes, at, end)), () => readWritten(this.#reader, at, end));
    return this.#go(end);
  }

  #member(at: number): boolean {
    const reader = this.#reader;
    const quote = reader.text(at + 1);
    if (quote < 0) return false;
    const colon = reader.space(quote + 1);
    const value = reader.space(colon + 1);
    if (value >= reader.end) return false;
    if (reader.bytes[colon] !== COLON) return this.#fail(colon, '":"');
    const key = decodeUtf8(reader.bytes, at + 1, quote);
    if (key === 'nodes' && reader.bytes[value] === OPEN_BRACKET) {
      this.hasNodes = true;
      return this.#go(value + 1, 'nodes');
    }
    const end = reader.skip(value);
    if (end === INCOMPLETE) return false;
    if (end === FAULT) return this.#fail(value, 'a value');
    const scalar = parsed(decodeUtf8(reader.bytes, value, end));
    if (typeof scalar === 'string' || typeof scalar === 'number') this.on.scalar(key, scalar);
    return this.#go(end);
  }

  #fail(at: number, expected: string): never {
    throw new Problem(`not an execution trace in JSON here; expected ${expected}`, {
      byte: this.#window.at(at),
    });
  }
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};
