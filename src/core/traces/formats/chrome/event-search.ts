import { Problem } from '../../../problem';
import type { PlacedTable, Stretch } from '../../columns/event-places';
import { ByteReader, FAULT, INCOMPLETE } from '../../scan/reader';
import { decodeUtf8, encodeUtf8 } from '../../scan/text';
import { ByteWindow } from '../../scan/window';
import type { EventReader, WantedRow, WrittenField } from '../../written/event';
import { damageAt } from './damaged-event';
import { EventText } from './event-text';

const [OPEN_BRACE, CLOSE_BRACKET, COMMA] = [...'{],'].map((c) => c.charCodeAt(0));
/** What is awaited of one event at most; a longer one is not for people. */
const LONGEST = 1 << 26;
/** Of an event that is shown. */
const MOST_SHOWN = 1 << 22;

const megabytes = (bytes: number): string => `${Math.ceil(bytes / 2 ** 20)} MB`;

/** Columns keep texts as UTF-8, which has no lone surrogates. */
const isSame = (text: string, kept: string): boolean =>
  text === kept || decodeUtf8(encodeUtf8(text)) === kept;

/** What the columns have of the event, to be sure that it is the same. */
export interface KnownEvent {
  /** Nanoseconds after the origin. */
  readonly time: number;
  readonly origin: bigint;
  readonly name: string;
  readonly pid: string;
  readonly tid: string;
}

/**
 * Looks for a row's event among those of a stretch of the text, which it reads as `ChromeDocument` does; then for the
 * event that ends it: of a slice that was begun apart, what closes it on its thread; of an asynchronous span, a row.
 */
export class EventSearch implements EventReader {
  readonly #reader = new ByteReader();
  readonly #window = new ByteWindow(this.#reader, (length) => new Uint8Array(length));
  readonly #event = new EventText(this.#reader);
  /** First row of each table that is still to come. */
  readonly #next: Record<PlacedTable, number>;
  #found: readonly WrittenField[] | undefined;
  #end: readonly WrittenField[] | undefined;
  /** Slices that are open on the thread of the one found. */
  #open = 0;
  #isOver = false;

  constructor(
    private readonly wanted: WantedRow,
    private readonly known: KnownEvent,
    { firstRow }: Stretch,
  ) {
    this.#next = { ...firstRow };
  }

  /** Whether the event is found and the one that ends it is looked for. */
  get seeksEnd(): boolean {
    return this.#found !== undefined && !this.#isDone();
  }

  feed(chunk: Uint8Array): boolean {
    if (this.#reader.end - this.#window.start > LONGEST)
      throw new Problem(`an event there is longer than ${megabytes(LONGEST)}, which is not read again`);
    this.#window.append(chunk);
    return this.#advance();
  }

  end(): readonly WrittenField[] | undefined {
    this.#reader.final = true;
    this.#advance();
    return this.#found === undefined ? undefined : [...this.#found, ...(this.#end ?? [])];
  }

  #isDone(): boolean {
    if (this.#isOver) return true;
    const endsApart = this.#open > 0 || this.wanted.endRow !== undefined;
    return this.#found !== undefined && (!endsApart || this.#end !== undefined);
  }

  #advance(): boolean {
    while (!this.#isDone() && this.#step());
    return this.#isDone();
  }

  /** Reads one more element of the array; false when it needs more bytes. */
  #step(): boolean {
    const reader = this.#reader;
    const p = reader.space(this.#window.start);
    this.#window.start = p;
    const c = reader.bytes[p];
    if (p >= reader.end) return false;
    if (c === COMMA) return this.#go(p + 1);
    if (c === CLOSE_BRACKET) {
      this.#isOver = true;
      return false;
    }
    const end = c === OPEN_BRACE ? this.#event.read(p) : reader.skip(p);
    if (end === INCOMPLETE) return false;
    if (end === FAULT) return this.#damaged(p);
    if (c === OPEN_BRACE) this.#take(this.#event, end - p);
    return this.#go(end);
  }

  #go(to: number): true {
    this.#window.start = to;
    return true;
  }

  #damaged(p: number): boolean {
    const damage = damageAt(this.#reader, p);
    if (damage === undefined) return false;
    const { length, mended } = damage;
    if (mended !== undefined) {
      const reader = new ByteReader();
      reader.bytes = mended;
      reader.end = mended.length - 1;
      reader.final = true;
      const event = new EventText(reader);
      if (event.read(0) > 0) this.#take(event, length);
    }
    return this.#go(p + length);
  }

  #take(event: EventText, length: number): void {
    const rows = event.rows();
    const { table, row, endRow } = this.wanted;
    const before = this.#next[table];
    if (rows !== undefined) this.#next[rows.table] += rows.count;
    const isHere = (of: number): boolean => rows?.table === table && of >= before && of < this.#next[table];
    if (this.#open > 0 && this.#isOnThread(event)) {
      if (event.begins) this.#open++;
      else if (event.ends && --this.#open === 0) this.#end = this.#shown(event, 'end', length);
    }
    if (endRow !== undefined && isHere(endRow)) this.#end = this.#shown(event, 'end', length);
    if (!isHere(row)) return;
    if (!this.#isKnown(event)) {
      this.#isOver = true;
      return;
    }
    this.#found = this.#shown(event, 'arguments', length);
    if (event.begins) this.#open = 1;
  }

  #isKnown(event: EventText): boolean {
    const { name, time, origin } = this.known;
    // Doubles of times long after the origin are coarse.
    const within = 1 + Math.abs(time) * 2 ** -50;
    const isThen = event.times(origin).some((of) => Math.abs(of - time) <= within);
    return isThen && isSame(event.text('name'), name) && this.#isOnThread(event);
  }

  #isOnThread(event: EventText): boolean {
    return isSame(event.text('pid'), this.known.pid) && isSame(event.text('tid'), this.known.tid);
  }

  #shown(event: EventText, part: 'arguments' | 'end', length: number): readonly WrittenField[] {
    if (length > MOST_SHOWN)
      throw new Problem(
        `the event takes ${megabytes(length)} in the file; at most ${megabytes(MOST_SHOWN)} are shown`,
      );
    return event.fields(part);
  }
}
