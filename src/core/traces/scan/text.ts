/**
 * UTF-8 and JSON escapes, tolerant: what is not valid becomes U+FFFD, an escape that JSON does not know keeps its
 * backslash. Written out because core has neither Node's nor the browser's decoder.
 */

const REPLACEMENT = 0xfffd;
const CHUNK = 8192;

/** Length of the sequence a lead byte starts, or 0 where it starts none. */
const sequenceLength = (lead: number): number =>
  lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;

/** The text of bytes from `start` up to `end`. */
export const decodeUtf8 = (bytes: Uint8Array, start = 0, end = bytes.length): string => {
  let text = '';
  let units: number[] = [];
  let i = start;
  while (i < end) {
    const lead = bytes[i] ?? 0;
    const length = sequenceLength(lead);
    let point = length < 2 ? lead : lead & (0xff >> (length + 1));
    let taken = 1;
    while (taken < length && i + taken < end && ((bytes[i + taken] ?? 0) & 0xc0) === 0x80) {
      point = (point << 6) | ((bytes[i + taken] ?? 0) & 0x3f);
      taken++;
    }
    if (taken < length || length === 0 || point > 0x10ffff) point = REPLACEMENT;
    if (point > 0xffff) {
      units.push(0xd800 + ((point - 0x10000) >> 10), 0xdc00 + ((point - 0x10000) & 0x3ff));
    } else units.push(point);
    i += taken;
    if (units.length > CHUNK) {
      text += String.fromCharCode(...units);
      units = [];
    }
  }
  return text + String.fromCharCode(...units);
};

/** UTF-8 of a text; lone surrogates become U+FFFD. */
export const encodeUtf8 = (text: string): Uint8Array => {
  const bytes = new Uint8Array(text.length * 3);
  let n = 0;
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    const value = point >= 0xd800 && point < 0xe000 ? REPLACEMENT : point;
    if (value < 0x80) bytes[n++] = value;
    else if (value < 0x800) {
      bytes[n++] = 0xc0 | (value >> 6);
      bytes[n++] = 0x80 | (value & 0x3f);
    } else if (value < 0x10000) {
      bytes[n++] = 0xe0 | (value >> 12);
      bytes[n++] = 0x80 | ((value >> 6) & 0x3f);
      bytes[n++] = 0x80 | (value & 0x3f);
    } else {
      bytes[n++] = 0xf0 | (value >> 18);
      bytes[n++] = 0x80 | ((value >> 12) & 0x3f);
      bytes[n++] = 0x80 | ((value >> 6) & 0x3f);
      bytes[n++] = 0x80 | (value & 0x3f);
    }
  }
  return bytes.slice(0, n);
};

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/** Resolves JSON escapes; `bad` counts those that JSON does not have, which stand as they are. */
export const unescapeJson = (text: string): { readonly text: string; readonly bad: number } => {
  let bad = 0;
  const resolved = text.replace(
    /\\(?:u([0-9a-fA-F]{4})|([^]))/g,
    (whole: string, hex?: string, letter?: string) => {
      if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
      const plain = letter === undefined ? undefined : ESCAPES[letter];
      if (plain === undefined) bad++;
      return plain ?? whole;
    },
  );
  return { text: resolved, bad };
};

/** One character per byte, so that positions in the text are positions in the bytes. */
export const decodeLatin1 = (bytes: Uint8Array, start: number, end: number): string => {
  let text = '';
  for (let i = start; i < end; i += CHUNK)
    text += String.fromCharCode(...bytes.subarray(i, Math.min(end, i + CHUNK)));
  return text;
};

/** The inverse of `decodeLatin1`. */
export const encodeLatin1 = (text: string): Uint8Array =>
  Uint8Array.from(text, (character) => character.charCodeAt(0));
