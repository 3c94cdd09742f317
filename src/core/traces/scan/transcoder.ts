import { encodeUtf8 } from './text';

const UNITS = 4096;
/** What JSON begins with, after white space. */
const BEGINNING = /^[ \t\r\n]*[{[][\x01-\x7f]/;
const HEAD = 256;

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

/** The characters of UTF-16, as far as they are of one byte; the other one is 0. */
const asciiOf = (bytes: Uint8Array, low: 0 | 1): string => {
  let text = '';
  for (let i = 0; i + 1 < Math.min(bytes.length, HEAD) && bytes[i + 1 - low] === 0; i += 2)
    text += String.fromCharCode(bytes[i + low] ?? 0);
  return text;
};

/** By the mark that the text begins with; without one UTF-16 is JSON with a NUL in every second byte. */
const encodingOf = (bytes: Uint8Array): Encoding => {
  const [a, b] = bytes;
  if ((a === 0xff && b === 0xfe) || BEGINNING.test(asciiOf(bytes, 0))) return 'utf-16le';
  if ((a === 0xfe && b === 0xff) || BEGINNING.test(asciiOf(bytes, 1))) return 'utf-16be';
  return 'utf-8';
};

/** Makes UTF-16 (what PowerShell's `>` writes) into UTF-8; everything else passes through as it is. */
export class Transcoder {
  #encoding: Encoding | 'unknown' = 'unknown';
  #odd: number | undefined;
  #surrogate = '';

  /** Whether the text was not UTF-8. */
  get repaired(): boolean {
    return this.#encoding === 'utf-16le' || this.#encoding === 'utf-16be';
  }

  convert(chunk: Uint8Array): Uint8Array {
    if (this.#encoding === 'unknown' && chunk.length > 0) {
      this.#encoding = encodingOf(chunk);
      const isMarked = (chunk[0] ?? 0) >= 0xfe;
      if (this.repaired && isMarked) return this.#utf16(chunk.subarray(2));
    }
    return this.repaired ? this.#utf16(chunk) : chunk;
  }

  #utf16(chunk: Uint8Array): Uint8Array {
    let bytes = chunk;
    if (this.#odd !== undefined) {
      bytes = new Uint8Array(chunk.length + 1);
      bytes[0] = this.#odd;
      bytes.set(chunk, 1);
    }
    this.#odd = bytes.length % 2 === 1 ? bytes[bytes.length - 1] : undefined;
    const high = this.#encoding === 'utf-16le' ? 1 : 0;
    let text = this.#surrogate;
    let units: number[] = [];
    for (let i = 0; i + 1 < bytes.length; i += 2) {
      units.push(((bytes[i + high] ?? 0) << 8) | (bytes[i + 1 - high] ?? 0));
      if (units.length === UNITS) {
        text += String.fromCharCode(...units);
        units = [];
      }
    }
    text += String.fromCharCode(...units);
    const last = text.charCodeAt(text.length - 1);
    this.#surrogate = last >= 0xd800 && last < 0xdc00 ? text.slice(-1) : '';
    return encodeUtf8(this.#surrogate === '' ? text : text.slice(0, -1));
  }
}
