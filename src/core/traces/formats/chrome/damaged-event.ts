/**
 * The slow way: an event whose bytes are not JSON. Nearly always a text holds quotes that its writer did not escape
 * (torch's "CallFrom"), so each quote is tried as the end of its text until the whole event can be read.
 */

import type { ByteReader } from '../../scan/reader';
import { decodeLatin1, encodeLatin1 } from '../../scan/text';

/** How much of a damaged event is looked at for its end: first, since most are short, and before more bytes are awaited. */
const FIRST_WINDOW = 1 << 13;
const WINDOW = 1 << 20;
const MAX_TRIES = 20_000;
/** Members and elements in one event; the search recurses over them. */
const MAX_PARTS = 1000;
const MAX_LENGTH = 1 << 18;
/** What events begin with; anything else after a brace is taken to be inside an event. */
const EVENT_START = /[,[]\s*\{\s*"(?:ph|name|cat|pid|tid|ts|dur|args|id)"\s*:/g;
const EVENTS_END = /\}\s*\]\s*(?:,\s*"|\})/g;

/**
 * Where the damaged event that starts at `0` of `text` ends, or -1 when the text ends first.
 * @param final whether no more text follows
 */
export const damagedEnd = (text: string, final: boolean): number => {
  EVENT_START.lastIndex = 1;
  const next = EVENT_START.exec(text);
  EVENTS_END.lastIndex = 1;
  const close = EVENTS_END.exec(text);
  if (close !== null && (next === null || close.index < next.index)) return close.index + 1;
  if (next !== null) return text.lastIndexOf('}', next.index) + 1 || next.index;
  return final ? text.length : -1;
};

/** A JSON value that may hold unescaped quotes; appends its mended text. */
class Mender {
  #tries = 0;
  #parts = 0;

  constructor(private readonly text: string) {}

  /** Every way to read a value at `p`: where it ends and its mended text, likeliest first. */
  *value(p: number, last: string): Generator<{ readonly end: number; readonly text: string }> {
    const { text } = this;
    const c = text[p];
    if (c === '"') {
      for (
        let q = text.indexOf('"', p + 1);
        q >= 0 && this.#tries++ < MAX_TRIES;
        q = text.indexOf('"', q + 1)
      ) {
        const after = this.space(q + 1);
        if (text[q - 1] === '\\' && text[q - 2] !== '\\') continue;
        if (text[after] !== ',' && text[after] !== last) continue;
        yield { end: q + 1, text: `"${text.slice(p + 1, q).replace(/(?<!\\)"/g, '\\"')}"` };
      }
      return;
    }
    if (c === '{') yield* this.object(p);
    else if (c === '[') yield* this.list(p);
    else {
      const word = /[^\s,\]}"{[:]+/y;
      word.lastIndex = p;
      const found = word.exec(text);
      if (found !== null) yield { end: word.lastIndex, text: found[0] };
    }
  }

  *object(p: number): Generator<{ readonly end: number; readonly text: string }> {
    const first = this.space(p + 1);
    if (this.text[first] === '}') yield { end: first + 1, text: '{}' };
    else yield* this.members(first, '{');
  }

  /** Members from `p` on, after what stands in `before`. */
  *members(p: number, before: string): Generator<{ readonly end: number; readonly text: string }> {
    if (this.#parts === MAX_PARTS) return;
    this.#parts++;
    const key = /"(?:[^"\\]|\\.)*"\s*:\s*/y;
    key.lastIndex = p;
    const found = key.exec(this.text);
    if (found === null) {
      this.#parts--;
      return;
    }
    for (const value of this.value(key.lastIndex, '}')) {
      const after = this.space(value.end);
      const sofar = `${before}${found[0]}${value.text}`;
      if (this.text[after] === '}') yield { end: after + 1, text: `${sofar}}` };
      else if (this.text[after] === ',') yield* this.members(this.space(after + 1), `${sofar},`);
    }
    this.#parts--;
  }

  *list(p: number, before = '['): Generator<{ readonly end: number; readonly text: string }> {
    const first = this.space(p + 1);
    if (before === '[' && this.text[first] === ']') {
      yield { end: first + 1, text: '[]' };
      return;
    }
    if (this.#parts === MAX_PARTS) return;
    this.#parts++;
    for (const value of this.value(first, ']')) {
      const after = this.space(value.end);
      const sofar = `${before}${value.text}`;
      if (this.text[after] === ']') yield { end: after + 1, text: `${sofar}]` };
      else if (this.text[after] === ',') yield* this.list(after, `${sofar},`);
    }
    this.#parts--;
  }

  space(p: number): number {
    let q = p;
    while (/\s/.test(this.text[q] ?? '')) q++;
    return q;
  }
}

/** The event with its quotes escaped, or `undefined` where that does not make it readable. */
export const mendQuotes = (text: string): string | undefined => {
  if (text.length > MAX_LENGTH) return undefined;
  const mender = new Mender(text);
  for (const value of mender.value(mender.space(0), '')) {
    if (mender.space(value.end) === text.length) return value.text;
  }
  return undefined;
};

export interface Damage {
  /** Bytes of the event as it stands. */
  readonly length: number;
  /** The event with its quotes escaped and a 0 behind it; absent where it cannot be mended. */
  readonly mended?: Uint8Array;
}

/** What is to be done with the damaged event at `p`; undefined while its end is not in the window. */
export const damageAt = ({ bytes, end, final }: ByteReader, p: number): Damage | undefined => {
  for (let window = FIRST_WINDOW; ; window *= 8) {
    const until = Math.min(end, p + Math.min(window, WINDOW));
    const isLast = until === end || window >= WINDOW;
    const text = decodeLatin1(bytes, p, until);
    const length = damagedEnd(text, isLast && (final || until < end));
    if (length >= 0) {
      const mended = mendQuotes(text.slice(0, length));
      return mended === undefined ? { length } : { length, mended: encodeLatin1(`${mended}\0`) };
    }
    if (isLast) return undefined;
  }
};
