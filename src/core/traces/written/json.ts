import type { ByteReader } from '../scan/reader';
import { FAULT, INCOMPLETE } from '../scan/reader';
import { decodeUtf8, unescapeJson } from '../scan/text';
import type { WrittenMember, WrittenValue } from './value';

const [QUOTE, COMMA, COLON, OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = [...'",:{}[]'].map((c) =>
  c.charCodeAt(0),
);

/** Where a member of an object stands: its key between the quotes, and its value. */
export interface Member {
  readonly key: number;
  readonly keyEnd: number;
  readonly value: number;
  readonly end: number;
}

/**
 * Appends the members of the object whose brace is at `p`; returns the position behind it, or INCOMPLETE or FAULT. As
 * tolerant as the reader of events: values are only passed over.
 */
export const readMembers = (reader: ByteReader, p: number, into: Member[]): number => {
  const { bytes } = reader;
  const missing = (at: number): number => (at >= reader.end ? INCOMPLETE : FAULT);
  let q = reader.space(p + 1);
  if (bytes[q] === CLOSE_BRACE) return q + 1;
  for (;;) {
    if (bytes[q] !== QUOTE) return missing(q);
    const key = q + 1;
    const keyEnd = reader.text(key);
    if (keyEnd < 0) return keyEnd;
    q = reader.space(keyEnd + 1);
    if (bytes[q] !== COLON) return missing(q);
    const value = reader.space(q + 1);
    if (value >= reader.end) return INCOMPLETE;
    const end = reader.skip(value);
    if (end < 0) return end;
    into.push({ key, keyEnd, value, end });
    q = reader.space(end);
    if (bytes[q] === CLOSE_BRACE) return q + 1;
    if (bytes[q] !== COMMA) return missing(q);
    q = reader.space(q + 1);
  }
};

/** Deeper values stay as they are written; what is nested so deep is not meant for people. */
const DEEPEST = 64;

const textAt = (bytes: Uint8Array, from: number, to: number): string => {
  const text = decodeUtf8(bytes, from, to);
  return text.includes('\\') ? unescapeJson(text).text : text;
};

const keyOf = ({ bytes }: ByteReader, { key, keyEnd }: Member): string => textAt(bytes, key, keyEnd);

/** A text without its quotes, anything else as it stands, as a TextId of it would read. */
export const plainText = ({ bytes }: ByteReader, { value, end }: Member): string => {
  if (bytes[value] === QUOTE) return textAt(bytes, value + 1, end - 1);
  const text = decodeUtf8(bytes, value, end);
  return text === 'null' ? '' : text;
};

/** The value from `p` to before `end`, which was passed over before. */
export const readWritten = (reader: ByteReader, p: number, end: number, depth = 0): WrittenValue => {
  const { bytes } = reader;
  const c = bytes[p];
  if (c === QUOTE) return { kind: 'text', text: textAt(bytes, p + 1, end - 1) };
  const found =
    depth === DEEPEST
      ? undefined
      : c === OPEN_BRACE
        ? writtenObject(reader, p, end, depth)
        : c === OPEN_BRACKET
          ? writtenList(reader, p, end, depth)
          : undefined;
  return found ?? { kind: 'word', text: decodeUtf8(bytes, p, end) };
};

export const writtenMember = (reader: ByteReader, member: Member, depth = 0): WrittenMember => [
  keyOf(reader, member),
  readWritten(reader, member.value, member.end, depth),
];

const writtenObject = (
  reader: ByteReader,
  p: number,
  end: number,
  depth: number,
): WrittenValue | undefined => {
  const members: Member[] = [];
  if (readMembers(reader, p, members) !== end) return undefined;
  return { kind: 'object', members: members.map((member) => writtenMember(reader, member, depth + 1)) };
};

const writtenList = (reader: ByteReader, p: number, end: number, depth: number): WrittenValue | undefined => {
  const { bytes } = reader;
  const items: WrittenValue[] = [];
  let q = reader.space(p + 1);
  while (bytes[q] !== CLOSE_BRACKET) {
    const itemEnd = reader.skip(q);
    if (itemEnd < 0) return undefined;
    items.push(readWritten(reader, q, itemEnd, depth + 1));
    q = reader.space(itemEnd);
    if (bytes[q] === COMMA) q = reader.space(q + 1);
    else if (bytes[q] !== CLOSE_BRACKET) return undefined;
  }
  return q + 1 === end ? { kind: 'list', items } : undefined;
};
