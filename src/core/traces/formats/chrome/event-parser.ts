import type { ByteReader } from '../../scan/reader';
import { FAULT, INCOMPLETE } from '../../scan/reader';
import type { TraceBuilder } from '../../build/trace-builder';
import { MOST_ARGUMENTS, PASSED_OVER, State } from '../../simd/states';
import { ARGUMENT_KEYS } from './argument-keys';
import { EventKeys, isArgs } from './event-keys';
import { EventWriter } from './event-writer';

const [QUOTE, COMMA, COLON, OPEN, CLOSE] = [34, 44, 58, 123, 125];

/**
 * Reads one event object from the window into columns, and tells the scanner what stands between its values, so that events
 * like it need not come here. Nothing is written before the event's closing brace, so an event
 * that the window cuts off is simply read again when more bytes are there.
 */
export class EventParser {
  readonly #writer: EventWriter;
  readonly #eventKeys = new EventKeys();
  readonly #keys = new Uint8Array(MOST_ARGUMENTS);
  readonly #values = new Float64Array(MOST_ARGUMENTS);
  /** Whether an argument is kept as a text. */
  readonly #isText = Uint8Array.from(ARGUMENT_KEYS, ({ reading }) => (reading === 'text' ? 1 : 0));
  #arguments = 0;
  #faults = 0;
  #numbersInTexts = 0;
  /** Of the last text. */
  #id = 0;
  /** After the last separator: the state, and where in it `args` opened and closed (-1 where it did not). */
  #next: State = State.start;
  #opens = -1;
  #closes = -1;

  constructor(
    private readonly reader: ByteReader,
    private readonly builder: TraceBuilder,
    memoryName: number,
  ) {
    this.#writer = new EventWriter(builder, reader, this.#keys, this.#values, memoryName);
  }

  /** Whether the last event was an object without members. */
  get isEmpty(): boolean {
    return this.#writer.isEmpty;
  }

  /** @param p the position of the opening brace; returns the position after the closing one. */
  event(p: number): number {
    const { reader } = this;
    const { calls } = this.builder.texts.scanner;
    const { bytes } = reader;
    const isWindow = bytes.buffer instanceof SharedArrayBuffer;
    const event = this.#writer;
    event.clear();
    this.#arguments = 0;
    this.#faults = 0;
    this.#numbersInTexts = 0;
    reader.bareWords = 0;
    reader.notNumbers = 0;
    let q = p;
    let state: number = State.start;
    for (;;) {
      const after = this.#separator(state, q);
      if (after < 0) return after;
      if (isWindow) calls.learn(state, bytes.byteOffset + q, after - q, this.#next);
      if (this.#opens >= 0) event.argsStart = q + this.#opens;
      if (this.#closes >= 0) event.argsEnd = q + this.#closes + 1;
      q = after;
      event.isEmpty = state === State.start;
      state = this.#next;
      if (state === State.end) break;
      q = state >= State.argument ? this.#argument(state, q) : this.#top(state, q);
      if (q < 0) return q;
    }
    event.write(this.#arguments, this.#faults);
    this.#count();
    return q;
  }

  /** The value of a key beside `args`. */
  #top(state: number, p: number): number {
    const { reader } = this;
    const event = this.#writer;
    let q = p;
    switch (state) {
      case State.phase:
        if (reader.bytes[p] !== QUOTE) return reader.skip(p);
        event.phase = reader.bytes[p + 1] ?? 0;
        if (reader.bytes[p + 2] === QUOTE) return p + 3;
        return reader.skip(p);
      case State.time:
        q = this.#time(p);
        if (q >= 0 && reader.timed) event.setTime();
        return q;
      case State.duration:
        q = this.#time(p);
        event.duration = reader.timed ? (reader.value[0] ?? 0) * 1000 + (reader.value[1] ?? 0) : Number.NaN;
        return q;
      case State.category:
        q = this.#text(p);
        event.category = this.#id;
        return q;
      case State.name:
        q = this.#text(p);
        event.name = this.#id;
        return q;
      case State.process:
        q = this.#text(p);
        event.pid = this.#id;
        return q;
      case State.thread:
        q = this.#text(p);
        event.tid = this.#id;
        return q;
      case State.id:
        return this.#flowId(p);
      default:
        return reader.skip(p);
    }
  }

  /**
   * Reads what stands between two values, from the end of one to the beginning of the next or behind the event's closing
   * brace, and sets `#next`, `#opens` and `#closes` by it.
   */
  #separator(state: number, p: number): number {
    const { reader } = this;
    this.#opens = -1;
    this.#closes = -1;
    let q = p;
    let inside = state >= State.argument;
    let first = state === State.start;
    if (first) q++;
    for (;;) {
      q = reader.space(q);
      let c = reader.bytes[q] ?? 0;
      if (c === CLOSE) {
        q++;
        if (!inside) {
          this.#next = State.end;
          return q;
        }
        this.#closes = q - 1 - p;
        inside = false;
        continue;
      }
      if (!first) {
        if (c !== COMMA) return q >= reader.end ? INCOMPLETE : FAULT;
        q = reader.space(q + 1);
        c = reader.bytes[q] ?? 0;
      }
      if (c !== QUOTE) return q >= reader.end ? INCOMPLETE : FAULT;
      const key = q + 1;
      const keyEnd = reader.text(key);
      if (keyEnd < 0) return keyEnd;
      q = reader.space(keyEnd + 1);
      if (reader.bytes[q] !== COLON) return q >= reader.end ? INCOMPLETE : FAULT;
      q = reader.space(q + 1);
      if (q >= reader.end) return INCOMPLETE;
      if (inside) {
        this.#next = this.#eventKeys.argument(reader.bytes, key, keyEnd);
        return q;
      }
      if (!isArgs(reader.bytes, key, keyEnd)) {
        this.#next = this.#eventKeys.top(reader.bytes, key, keyEnd);
        return q;
      }
      if (reader.bytes[q] !== OPEN) {
        this.#next = State.noArgs;
        return q;
      }
      this.#opens = q - p;
      this.#closes = -1;
      inside = true;
      first = true;
      q = reader.space(q + 1);
      if (reader.bytes[q] === CLOSE) first = false;
    }
  }

  /** A text, or anything else as it stands, as an id. */
  #text(p: number): number {
    const { reader } = this;
    const { texts } = this.builder;
    const c = reader.bytes[p] ?? 0;
    if (c === QUOTE) {
      const q = reader.text(p + 1);
      if (q < 0) return q;
      const id = texts.intern(reader.bytes, p + 1, q, reader.escaped);
      this.#id = id;
      this.#faults |= texts.fault(id);
      return q + 1;
    }
    const q = reader.skip(p);
    if (q < 0) return q;
    const isNull = c === 110;
    this.#id = isNull ? 0 : texts.intern(reader.bytes, p, q, false);
    return q;
  }

  /** A time, also where it stands in quotes; whether there was one is in `reader.timed`. */
  #time(p: number): number {
    const { reader } = this;
    const quoted = reader.bytes[p] === QUOTE;
    const from = quoted ? p + 1 : p;
    const first = reader.bytes[from] ?? 0;
    reader.timed = (first >= 48 && first <= 57) || (first === 45 && reader.bytes[from + 1] !== 73);
    if (!reader.timed) return reader.skip(p);
    const q = reader.time(from);
    if (q < 0 || !quoted) return q;
    if (reader.bytes[q] !== QUOTE) {
      reader.timed = false;
      return reader.skip(p);
    }
    this.#numbersInTexts++;
    return q + 1;
  }

  #flowId(p: number): number {
    const { reader } = this;
    if (reader.bytes[p] !== QUOTE) {
      const q = reader.number(p);
      if (q !== FAULT) {
        this.#writer.flowId = reader.value[0] ?? 0;
        return q;
      }
    }
    const q = this.#text(p);
    this.#writer.flowId = -1 - this.#id;
    return q;
  }

  #argument(state: number, p: number): number {
    const { reader } = this;
    if (state >= PASSED_OVER) return reader.skip(p);
    const key = state - State.argument;
    if (this.#isText[key] === 1) {
      const q = this.#text(p);
      if (q >= 0) this.#keep(key, this.#id);
      return q;
    }
    const c = reader.bytes[p] ?? 0;
    if ((c >= 48 && c <= 57) || c === 45) {
      const q = reader.number(p);
      if (q >= 0) this.#keep(key, reader.value[0] ?? 0);
      return q === FAULT ? reader.skip(p) : q;
    }
    if (c !== QUOTE) return reader.skip(p);
    const q = reader.text(p + 1);
    if (q < 0) return q;
    const first = reader.bytes[p + 1] ?? 0;
    const digits = (first >= 48 && first <= 57) || first === 45;
    if (digits && reader.number(p + 1) === q) this.#keep(key, reader.value[0] ?? 0);
    return q + 1;
  }

  #keep(key: number, value: number): void {
    if (this.#arguments === MOST_ARGUMENTS) return;
    this.#keys[this.#arguments] = key;
    this.#values[this.#arguments++] = value;
  }

  /** Counts what had to be mended in the event just written. */
  #count(): void {
    const { reader, builder } = this;
    if ((reader.bareWords | reader.notNumbers | this.#numbersInTexts) !== 0) {
      if (reader.bareWords > 0) builder.repair('bare word');
      if (reader.notNumbers > 0) builder.repair('not a number');
      if (this.#numbersInTexts > 0) builder.repair('text for a number');
      this.#writer.repaired = true;
    }
    if (this.#writer.repaired) builder.repairedEvents++;
  }
}
