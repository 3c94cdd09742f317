import type { TraceMetadata } from '../../columns';
import type { TraceBuilder } from '../../build/trace-builder';
import { Problem } from '../../../problem';
import { LONGEST_IN_WORDS, Patience } from '../../scan/patience';
import { ByteReader, FAULT, INCOMPLETE } from '../../scan/reader';
import { decodeLatin1, decodeUtf8, unescapeJson } from '../../scan/text';
import { ByteWindow } from '../../scan/window';
import { ContainerSkipper } from '../../scan/container-skipper';
import { DamagedInput } from '../../faults';
import { damageAt } from './damaged-event';
import { EventBatches } from './event-batches';
import { EventParser } from './event-parser';
import { MetadataBuilder, READ_WHOLE } from './metadata';

type State = 'start' | 'object' | 'events' | 'skipping' | 'after';

const [OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET, COMMA, COLON, QUOTE, SLASH, STAR] = [
  ...'{}[],:"/*',
].map((c) => c.charCodeAt(0));

/** The document around the events: object form or array form, with `traceEvents` anywhere among the metadata. */
export class ChromeDocument {
  readonly #reader = new ByteReader();
  readonly #window: ByteWindow;
  readonly #parser: EventParser;
  readonly #batches: EventBatches | undefined;
  readonly #metadata = new MetadataBuilder();
  readonly #skipper = new ContainerSkipper();
  readonly #patience = new Patience();
  #state: State = 'start';
  /** What goes on behind a container that is passed over. */
  #afterSkipping: 'object' | 'events' = 'object';
  #arrayForm = false;
  /** Objects open around the keys being read: 1 at the top level. */
  #depth = 0;
  #hasEvents = false;
  /** Where `traceEvents` held something else than an array. */
  #notAnArray: number | undefined;
  #trailing = false;
  /** How many events there were with the last one that is an object without members. */
  #emptyAt: number | undefined;

  /** @param oneByOne reads every event here rather than in the scanner */
  constructor(
    private readonly builder: TraceBuilder,
    oneByOne: boolean,
  ) {
    const { texts } = builder;
    const memoryName = texts.add('[memory]');
    this.#window = new ByteWindow(this.#reader, (length) => texts.scanner.allocate(length));
    this.#parser = new EventParser(this.#reader, builder, memoryName);
    this.#batches = oneByOne ? undefined : new EventBatches(builder, this.#reader, memoryName);
  }

  feed(chunk: Uint8Array): void {
    this.builder.texts.assertRoom();
    this.#window.append(chunk);
    this.builder.places.window = this.#window.offset;
    if (!this.#patience.suffices(this.#unread)) return;
    this.#advance();
    if (!this.#patience.isOver(this.#unread)) return;
    this.#passOver();
    this.#patience.isOver(this.#unread);
  }

  /** Bytes of the window that are still to be read. */
  get #unread(): number {
    return this.#reader.end - this.#window.start;
  }

  /** Leaves out an event that is too long to be kept. @throws DamagedInput for anything else, Problem before any events */
  #passOver(): void {
    const { start } = this.#window;
    const byte = this.#window.at(start);
    const long = `longer than ${LONGEST_IN_WORDS}`;
    const c = this.#reader.bytes[start];
    if (this.#state === 'events' && (c === OPEN_BRACE || c === OPEN_BRACKET)) {
      this.builder.warnings.push(`an event ${long} at byte ${byte} was passed over`);
      this.builder.events++;
      this.builder.skippedEvents++;
      this.#skip('events');
      this.#advance();
    } else if (this.#hasEvents)
      throw new DamagedInput(
        `what begins at byte ${byte} is ${long} and no event; what stands before is used`,
      );
    else throw new Problem(`what begins here is ${long}; expected trace events`, { byte });
  }

  #skip(after: 'object' | 'events'): void {
    this.#skipper.start();
    this.#state = 'skipping';
    this.#afterSkipping = after;
  }

  /** @throws Problem when the document holds no events. */
  end(): TraceMetadata {
    this.#reader.final = true;
    this.#advance();
    const bytes = this.#window.at(this.#reader.end);
    if (this.#state === 'start')
      throw new Problem('the file is empty; expected a profiler trace in JSON', { byte: 0 });
    if (!this.#hasEvents) throw this.#noEvents(bytes);
    const isBetween = this.#state === 'events' && this.#unread <= 0;
    const complete = this.#state === 'after' || (this.#arrayForm && isBetween);
    if (!complete && this.#arrayForm && this.builder.events === 0) {
      throw new Problem('the file ends inside the first element of its array; expected trace events', {
        byte: bytes,
      });
    }
    if (!complete) this.builder.truncatedAt = bytes;
    return this.#metadata.done();
  }

  #noEvents(bytes: number): Problem {
    if (this.#notAnArray !== undefined) {
      return new Problem('"traceEvents" is not an array; expected an array of events', {
        byte: this.#notAnArray,
      });
    }
    if (this.#state !== 'after') {
      return new Problem('the file ends before its "traceEvents" array; it seems cut off', { byte: bytes });
    }
    const { keys } = this.#metadata;
    const config = keys.includes('model_type') || keys.includes('architectures');
    return new Problem(
      `no "traceEvents" in this JSON${config ? ' (it looks like a model config)' : ''}; expected a trace of the PyTorch profiler or Chrome trace events`,
      { byte: 0 },
    );
  }

  #advance(): void {
    while (this.#step());
  }

  /** Reads one more thing; false when it needs more bytes. */
  #step(): boolean {
    const { state } = { state: this.#state };
    if (state === 'events') return this.#events();
    if (state === 'skipping') {
      this.#window.start = this.#skipper.skip(this.#reader.bytes, this.#window.start, this.#reader.end);
      if (!this.#skipper.done) return false;
      this.#state = this.#afterSkipping;
      if (this.#state === 'events') this.builder.places.begin();
      return true;
    }
    this.#window.start = this.#reader.space(this.#window.start);
    if (this.#window.start >= this.#reader.end) return false;
    if (state === 'start') return this.#start();
    if (state === 'object') return this.#member();
    this.#after();
    return false;
  }

  #start(): boolean {
    const p = this.#window.start;
    const { bytes } = this.#reader;
    if (bytes[p] === 0xef && bytes[p + 1] === 0xbb && bytes[p + 2] === 0xbf) {
      this.#window.start = p + 3;
      return true;
    }
    if (bytes[p] === SLASH) return this.#comment(p);
    if (bytes[p] === OPEN_BRACE) {
      this.#state = 'object';
      this.#depth = 1;
    } else if (bytes[p] === OPEN_BRACKET) {
      this.#state = 'events';
      this.#arrayForm = true;
      this.#hasEvents = true;
    } else throw this.#notJson(p);
    this.#window.start = p + 1;
    return true;
  }

  #notJson(p: number): Problem {
    const { bytes, end } = this.#reader;
    const sample = bytes.subarray(p, Math.min(end, p + 64));
    const binary = sample.some((byte) => byte < 9 || (byte > 13 && byte < 32));
    const found = binary ? 'binary data' : `"${decodeUtf8(sample).slice(0, 20).trim()}…"`;
    return new Problem(`not a trace: found ${found}; expected JSON that begins with "{" or "["`, {
      byte: this.#window.at(p),
    });
  }

  /** A comment before the document: not JSON, but harmless. */
  #comment(p: number): boolean {
    const { bytes, end, final } = this.#reader;
    const block = bytes[p + 1] === STAR;
    if (!block && bytes[p + 1] !== SLASH) {
      if (p + 1 >= end && !final) return false;
      throw this.#notJson(p);
    }
    for (let q = p + 2; q < end; q++) {
      if (block ? bytes[q] === STAR && bytes[q + 1] === SLASH : bytes[q] === 10) {
        this.#window.start = block ? q + 2 : q + 1;
        this.builder.repair('comment');
        return true;
      }
    }
    if (final) throw this.#notJson(p);
    return false;
  }

  #member(): boolean {
    const { bytes, end } = this.#reader;
    const p = this.#window.start;
    const c = bytes[p];
    if (c === COMMA) {
      this.#window.start = p + 1;
      return true;
    }
    if (c === CLOSE_BRACE) {
      this.#window.start = p + 1;
      if (--this.#depth === 0) this.#state = 'after';
      return true;
    }
    if (c !== QUOTE) return this.#damagedMember(p);
    const quote = this.#reader.text(p + 1);
    if (quote < 0) return false;
    const colon = this.#reader.space(quote + 1);
    if (colon >= end) return false;
    if (bytes[colon] !== COLON) return this.#damagedMember(colon);
    const value = this.#reader.space(colon + 1);
    if (value >= end) return false;
    return this.#value(unescapeJson(decodeUtf8(bytes, p + 1, quote)).text, value);
  }

  #value(key: string, p: number): boolean {
    const { bytes } = this.#reader;
    const c = bytes[p];
    if (key === 'traceEvents') {
      if (c === OPEN_BRACKET) {
        this.#state = 'events';
        this.#hasEvents = true;
        this.builder.places.begin();
        this.#window.start = p + 1;
        return true;
      }
      this.#notAnArray ??= this.#window.at(p);
      if (c === OPEN_BRACE) {
        this.#depth++;
        this.#window.start = p + 1;
        return true;
      }
    }
    if ((c === OPEN_BRACE || c === OPEN_BRACKET) && !READ_WHOLE.has(key)) {
      this.#metadata.container(key, undefined);
      if (key === 'stackFrames' && c === OPEN_BRACE) this.builder.places.stackFrames = this.#window.at(p);
      this.#skip('object');
      this.#window.start = p;
      return true;
    }
    const end = this.#reader.skip(p);
    if (end === INCOMPLETE) return false;
    if (end === FAULT) return this.#damagedMember(p);
    if (c === OPEN_BRACE || c === OPEN_BRACKET) this.#container(key, p, end);
    else {
      const raw = c === QUOTE ? decodeUtf8(bytes, p + 1, end - 1) : decodeUtf8(bytes, p, end);
      this.#metadata.scalar(key, c === QUOTE ? unescapeJson(raw).text : raw);
    }
    this.#window.start = end;
    return true;
  }

  #container(key: string, p: number, end: number): void {
    try {
      this.#metadata.container(key, JSON.parse(decodeUtf8(this.#reader.bytes, p, end)));
    } catch {
      this.builder.warnings.push(`"${key}" is not valid JSON and was passed over`);
    }
  }

  /** Metadata that is not JSON: look for the events behind it. */
  #damagedMember(p: number): boolean {
    const { bytes, end, final } = this.#reader;
    const found = /"traceEvents"\s*:\s*\[/.exec(decodeLatin1(bytes, p, end));
    if (found === null) {
      if (!final) return false;
      if (this.#hasEvents) {
        this.builder.warnings.push(`what follows byte ${this.#window.at(p)} is not JSON and was passed over`);
        this.#state = 'after';
        this.#window.start = end;
        return false;
      }
      throw new Problem('not valid JSON here; expected a property name in double quotes', {
        byte: this.#window.at(p),
      });
    }
    this.builder.warnings.push(`what stands at byte ${this.#window.at(p)} is not JSON and was passed over`);
    this.#window.start = p + found.index + found[0].length;
    this.#state = 'events';
    this.#hasEvents = true;
    this.builder.places.begin();
    return true;
  }

  /** Reads events until the array or the window ends. */
  #events(): boolean {
    const { bytes } = this.#reader;
    let p = this.#window.start;
    for (;;) {
      // The first event is read here: a batch does not tell what its first was.
      const first = this.builder.events === 0;
      this.builder.places.at(p, this.builder.events);
      p = this.#reader.space((first ? undefined : this.#batches?.read(p)) ?? p);
      const c = bytes[p] ?? 0;
      if (c === COMMA) p++;
      else if (c === OPEN_BRACE) {
        const end = this.#parser.event(p);
        if (end >= 0) {
          p = end;
          if (this.#parser.isEmpty) this.#emptyAt = this.builder.events;
          if (first) this.builder.beginsWithSlice = this.builder.slices.length > 0;
        } else {
          this.#window.start = p;
          if (end === INCOMPLETE || !this.#damagedEvent(p)) return false;
          p = this.#window.start;
        }
      } else if (c === CLOSE_BRACKET) {
        this.#window.start = p + 1;
        this.#state = this.#arrayForm ? 'after' : 'object';
        // XProf ends its array so, for every event before to have its comma; beside other oddities it is one of them.
        if (this.#emptyAt === this.builder.events && this.builder.skippedEvents === 1)
          this.builder.skippedEvents = 0;
        return true;
      } else {
        this.#window.start = p;
        if (p >= this.#reader.end || !this.#notAnObject(p)) return false;
        p = this.#window.start;
      }
    }
  }

  /** An element of the array that is not an event. */
  #notAnObject(p: number): boolean {
    const end = this.#reader.skip(p);
    if (end === INCOMPLETE) return false;
    if (end === FAULT) return this.#damagedEvent(p);
    this.builder.events++;
    this.builder.skippedEvents++;
    this.#window.start = end;
    return true;
  }

  /** Mends an event or passes over it; false when its end is not in the window yet. */
  #damagedEvent(p: number): boolean {
    const damage = damageAt(this.#reader, p);
    if (damage === undefined) return false;
    const { length, mended } = damage;
    if (mended === undefined || !this.#reread(mended)) {
      this.builder.events++;
      this.builder.skippedEvents++;
    }
    this.#window.start = p + length;
    return true;
  }

  #reread(mended: Uint8Array): boolean {
    const reader = this.#reader;
    const { bytes, end, final } = reader;
    reader.bytes = mended;
    reader.end = mended.length - 1;
    reader.final = true;
    const read = this.#parser.event(0) > 0;
    reader.bytes = bytes;
    reader.end = end;
    reader.final = final;
    if (read) {
      this.builder.repair('unescaped quote');
      this.builder.repairedEvents++;
    }
    return read;
  }

  #after(): void {
    const { bytes, end } = this.#reader;
    const { start } = this.#window;
    if (!this.#trailing && bytes.subarray(start, end).some((byte) => byte !== 0)) {
      this.#trailing = true;
      this.builder.warnings.push(`what follows the trace at byte ${this.#window.at(start)} was passed over`);
    }
    this.#window.start = end;
  }
}
