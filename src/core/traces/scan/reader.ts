import { decodeUtf8 } from './text';

/** The window ends before the value does: take more bytes and try again. */
export const INCOMPLETE = -1;
/** The bytes are not JSON here. */
export const FAULT = -2;

/** What a byte is inside an object or array that is passed over. Signs and exponents stand in numbers. */
const Part = { plain: 0, quote: 1, open: 2, close: 3, word: 4, nul: 5 } as const;
const PARTS = new Uint8Array(256).fill(Part.word);
for (const plain of ' \t\r\n0123456789,:.-+eE') PARTS[plain.charCodeAt(0)] = Part.plain;
for (const open of '[{') PARTS[open.charCodeAt(0)] = Part.open;
for (const close of ']}') PARTS[close.charCodeAt(0)] = Part.close;
PARTS['"'.charCodeAt(0)] = Part.quote;
PARTS[0] = Part.nul;

/** Digits that always fit a 32-bit integer. */
const INT_DIGITS = 9;
const POWERS = Float64Array.from({ length: 16 }, (_, places) => 10 ** places);

/**
 * Reads JSON values from a window of bytes. Every method takes the position where the value begins and returns the
 * one after it, or INCOMPLETE or FAULT; what it read is in the fields. The window holds a 0 at `end`, so that loops
 * need no check of their own.
 */
export class ByteReader {
  bytes: Uint8Array = new Uint8Array(8);
  end = 0;
  /** Whether no bytes come after this window. */
  final = false;
  /** Whether there was a backslash in the last text. */
  escaped = false;
  /** Bare words met since it was last set to 0: N/A, NaN. */
  bareWords = 0;
  notNumbers = 0;
  /** The last number or time; `value[1]` is the nanoseconds after the last whole microsecond. */
  readonly value = new Float64Array(2);
  /** Whether the last time was too long for a double, and so is in `long`. */
  long: bigint | undefined;
  /** Whether there was a time where one was looked for. */
  timed = false;
  /** Whether the last time had a fraction. */
  fractional = false;

  space(p: number): number {
    const bytes = this.bytes;
    let c = bytes[p] ?? 0;
    while (c === 32 || c === 10 || c === 13 || c === 9) c = bytes[++p] ?? 0;
    return p;
  }

  /** From after the opening quote to the closing one, whose position is returned. */
  text(from: number): number {
    const bytes = this.bytes;
    let q = from;
    this.escaped = false;
    for (;;) {
      let c = bytes[q] ?? 0;
      while (c !== 34 && c !== 92 && q < this.end) c = bytes[++q] ?? 0;
      if (q >= this.end) return INCOMPLETE;
      if (c === 34) return q;
      this.escaped = true;
      q += 2;
    }
  }

  /** A JSON number, to `value[0]`. */
  number(p: number): number {
    const bytes = this.bytes;
    const negative = bytes[p] === 45;
    let q = negative ? p + 1 : p;
    const digits = q;
    let whole = 0;
    let c = bytes[q] ?? 0;
    while (c >= 48 && c <= 57 && q < digits + INT_DIGITS) {
      whole = (Math.imul(whole, 10) + c - 48) | 0;
      c = bytes[++q] ?? 0;
    }
    if (q === digits) return q >= this.end ? INCOMPLETE : FAULT;
    if (c === 46) return this.#decimal(p, q, whole, negative);
    if (c >= 48 && c <= 57) return this.#longNumber(p, q, whole, negative);
    if (c === 101 || c === 69) return this.#anyNumber(p);
    if (q >= this.end && !this.final) return INCOMPLETE;
    this.value[0] = negative ? -whole : whole;
    return q;
  }

  /** An integer of more than nine digits, from its tenth at `q` on. */
  #longNumber(p: number, q: number, high: number, negative: boolean): number {
    const bytes = this.bytes;
    let last = q;
    let whole = high;
    let c = bytes[last] ?? 0;
    while (c >= 48 && c <= 57) {
      whole = whole * 10 + (c - 48);
      c = bytes[++last] ?? 0;
    }
    if (c === 46 || c === 101 || c === 69 || whole > Number.MAX_SAFE_INTEGER) return this.#anyNumber(p);
    if (last >= this.end && !this.final) return INCOMPLETE;
    this.value[0] = negative ? -whole : whole;
    return last;
  }

  /**
   * A number with a fraction, from its point at `q` on. A quotient of two integers below 2^53 is rounded once, so with
   * up to 15 digits it is what Number gives.
   */
  #decimal(p: number, q: number, whole: number, negative: boolean): number {
    const bytes = this.bytes;
    const first = q + 1;
    let scaled = whole;
    let c = bytes[++q] ?? 0;
    while (c >= 48 && c <= 57) {
      scaled = scaled * 10 + (c - 48);
      c = bytes[++q] ?? 0;
    }
    if (c === 101 || c === 69 || q - first > 15 || scaled > Number.MAX_SAFE_INTEGER)
      return this.#anyNumber(p);
    if (q >= this.end && !this.final) return INCOMPLETE;
    const value = scaled / (POWERS[q - first] ?? 1);
    this.value[0] = negative ? -value : value;
    return q;
  }

  #anyNumber(p: number): number {
    const q = this.#numberEnd(p);
    if (q < 0) return q;
    const value = Number(decodeUtf8(this.bytes, p, q));
    if (Number.isNaN(value)) return FAULT;
    this.value[0] = value;
    return q;
  }

  #numberEnd(p: number): number {
    let q = p;
    let c = this.bytes[q] ?? 0;
    while ((c >= 48 && c <= 57) || c === 45 || c === 43 || c === 46 || c === 101 || c === 69)
      c = this.bytes[++q] ?? 0;
    return q >= this.end && !this.final ? INCOMPLETE : q;
  }

  /**
   * A time in microseconds without loss: whole microseconds to `value[0]` (or `long` where a double cannot hold them),
   * nanoseconds after them to `value[1]`.
   */
  time(p: number): number {
    const bytes = this.bytes;
    const negative = bytes[p] === 45;
    let q = negative ? p + 1 : p;
    const digits = q;
    let c = bytes[q] ?? 0;
    let high = 0;
    while (c >= 48 && c <= 57 && q < digits + INT_DIGITS) {
      high = (Math.imul(high, 10) + c - 48) | 0;
      c = bytes[++q] ?? 0;
    }
    if (q === digits) return q >= this.end ? INCOMPLETE : FAULT;
    const middle = q;
    let low = 0;
    while (c >= 48 && c <= 57 && q < middle + INT_DIGITS) {
      low = (Math.imul(low, 10) + c - 48) | 0;
      c = bytes[++q] ?? 0;
    }
    let whole = high * (POWERS[q - middle] ?? 1) + low;
    this.long = undefined;
    if ((c >= 48 && c <= 57) || whole > Number.MAX_SAFE_INTEGER) {
      while (c >= 48 && c <= 57) c = bytes[++q] ?? 0;
      this.long = BigInt(decodeUtf8(bytes, digits, q));
      whole = Number(this.long);
    }
    let nanoseconds = 0;
    this.fractional = c === 46;
    if (c === 46) {
      const point = ++q;
      c = bytes[q] ?? 0;
      let fraction = 0;
      while (c >= 48 && c <= 57 && q < point + INT_DIGITS) {
        fraction = (Math.imul(fraction, 10) + c - 48) | 0;
        c = bytes[++q] ?? 0;
      }
      const places = q - point;
      nanoseconds = places <= 3 ? fraction * (POWERS[3 - places] ?? 1) : fraction / (POWERS[places - 3] ?? 1);
      while (c >= 48 && c <= 57) c = bytes[++q] ?? 0;
    }
    if (c === 101 || c === 69) {
      q = this.#anyNumber(p);
      if (q < 0) return q;
      this.long = undefined;
      this.fractional = true;
      whole = Math.trunc(this.value[0] ?? 0);
      this.value[1] = ((this.value[0] ?? 0) - whole) * 1000;
      this.value[0] = whole;
      return q;
    }
    if (q >= this.end && !this.final) return INCOMPLETE;
    this.value[0] = negative ? -whole : whole;
    this.value[1] = negative ? -nanoseconds : nanoseconds;
    return q;
  }

  /** Any value, unread. Bare words (N/A, NaN) are passed over and counted. */
  skip(p: number): number {
    const c = this.bytes[p] ?? 0;
    if (c === 34) {
      const q = this.text(p + 1);
      return q < 0 ? q : q + 1;
    }
    if (c === 123 || c === 91) return this.container(p);
    return this.word(p);
  }

  /** A number, a literal, or a bare word: everything up to what can follow a value. */
  word(p: number): number {
    const bytes = this.bytes;
    let q = p;
    let c = bytes[q] ?? 0;
    while (c >= 48 && c <= 57) c = bytes[++q] ?? 0;
    if (q > p && (c === 44 || c === 125 || c === 93 || c === 10) && q < this.end) return q;
    const first = bytes[p] ?? 0;
    const number = first === 45 || (first >= 48 && first <= 57);
    while (c !== 44 && c !== 125 && c !== 93 && c > 32 && c !== 34 && c !== 58 && c !== 123 && c !== 91)
      c = bytes[++q] ?? 0;
    if (q >= this.end && !this.final) return INCOMPLETE;
    if (q === p) return q >= this.end ? INCOMPLETE : FAULT;
    if (!number || bytes[p + 1] === 73) this.#countWord(p, q);
    return q;
  }

  #countWord(p: number, q: number): void {
    const word = decodeUtf8(this.bytes, p, Math.min(q, p + 12));
    if (word === 'null' || word === 'true' || word === 'false') return;
    if (/^-?(nan|inf(inity)?)$/i.test(word)) this.notNumbers++;
    else this.bareWords++;
  }

  /** An object or array, unread; depth is counted, not recursed into. */
  container(p: number): number {
    const bytes = this.bytes;
    let depth = 0;
    let q = p;
    for (;;) {
      let part = PARTS[bytes[q] ?? 0] ?? Part.plain;
      while (part === Part.plain) part = PARTS[bytes[++q] ?? 0] ?? Part.plain;
      if (part === Part.quote) {
        let c = bytes[++q] ?? 0;
        while (c !== 34 && c !== 92 && c !== 0) c = bytes[++q] ?? 0;
        if (c !== 34) {
          q = this.text(q);
          if (q < 0) return q;
        }
      } else if (part === Part.open) depth++;
      else if (part === Part.close) {
        if (--depth === 0) return q + 1;
      } else if (q >= this.end) return INCOMPLETE;
      else if (part === Part.word) {
        q = this.word(q);
        if (q < 0) return q;
        continue;
      }
      q++;
    }
  }
}
