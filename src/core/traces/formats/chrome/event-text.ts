import type { PlacedTable } from '../../columns/event-places';
import type { ByteReader } from '../../scan/reader';
import { encodeUtf8 } from '../../scan/text';
import type { FieldPart, WrittenField } from '../../written/event';
import { type Member, plainText, readMembers, writtenMember } from '../../written/json';
import { ARGUMENT_KEYS, findArgumentKey } from './argument-keys';
import { counterValues, parseArguments } from './counter-values';
import { isArgs } from './event-keys';
import { Table, TABLE_OF_PHASE } from './event-phases';

const QUOTE = '"'.charCodeAt(0);
const OPEN_BRACE = '{'.charCodeAt(0);
const MEMORY_NAME = '[memory]';

/** Of keys of at most four bytes. */
const LONGEST_KEPT = 4;
const codeOf = (bytes: Uint8Array, from: number, to: number): number => {
  let code = 0;
  for (let p = from; p < to; p++) code = (code << 8) | (bytes[p] ?? 0);
  return code;
};
/** Fields beside `args` that columns keep and panels show. */
const KEPT: ReadonlyMap<number, string> = new Map(
  ['ph', 'name', 'cat', 'ts', 'dur', 'pid', 'tid'].map((key) => [
    codeOf(encodeUtf8(key), 0, key.length),
    key,
  ]),
);

/** One event as it stands in the text, with the rows that the reader made of it. */
export class EventText {
  /** Beside `args`. */
  readonly #top: Member[] = [];
  readonly #args: Member[] = [];
  readonly #fields = new Map<string, Member>();
  /** The last `args` that is an object. */
  #lastArgs: Member | undefined;
  #phase = 0;
  #timed = false;
  /** As the reader has them. */
  #microseconds: number | bigint = 0;
  #nanoseconds = 0;

  constructor(private readonly reader: ByteReader) {}

  /** Reads the event whose brace is at `p`; returns the position behind it, or INCOMPLETE or FAULT. */
  read(p: number): number {
    const { reader } = this;
    this.#top.length = 0;
    this.#args.length = 0;
    this.#fields.clear();
    this.#lastArgs = undefined;
    this.#phase = 0;
    this.#timed = false;
    const end = readMembers(reader, p, this.#top);
    if (end < 0) return end;
    for (const member of this.#top) {
      if (!this.#isArguments(member)) this.#field(member);
      else {
        this.#lastArgs = member;
        const argsEnd = readMembers(reader, member.value, this.#args);
        if (argsEnd < 0) return argsEnd;
      }
    }
    return end;
  }

  #isArguments({ key, keyEnd, value }: Member): boolean {
    const { bytes } = this.reader;
    return isArgs(bytes, key, keyEnd) && bytes[value] === OPEN_BRACE;
  }

  /** Its key where it is one of those that are kept. */
  #keptKey({ key, keyEnd }: Member): string | undefined {
    return keyEnd - key > LONGEST_KEPT ? undefined : KEPT.get(codeOf(this.reader.bytes, key, keyEnd));
  }

  #field(member: Member): void {
    const { bytes } = this.reader;
    const key = this.#keptKey(member);
    if (key === undefined) return;
    this.#fields.set(key, member);
    if (key === 'ph' && bytes[member.value] === QUOTE) this.#phase = bytes[member.value + 1] ?? 0;
    else if (key === 'ts') this.#timed = this.#isTime(member) || this.#timed;
  }

  /** As the reader of events takes it. */
  #isTime({ value }: Member): boolean {
    const { reader } = this;
    const { bytes } = reader;
    const quoted = bytes[value] === QUOTE;
    const from = quoted ? value + 1 : value;
    const first = bytes[from] ?? 0;
    if (!((first >= 48 && first <= 57) || (first === 45 && bytes[from + 1] !== 73))) return false;
    const end = reader.time(from);
    if (end < 0 || (quoted && bytes[end] !== QUOTE)) return false;
    this.#microseconds = reader.long ?? reader.value[0] ?? 0;
    this.#nanoseconds = reader.value[1] ?? 0;
    return true;
  }

  /** Nanoseconds after the trace's origin, and the same where the file counts nanoseconds as if they were microseconds. */
  times(originNanoseconds: bigint): readonly [number, number] {
    const micros = this.#microseconds;
    const after = (origin: bigint): number =>
      typeof micros === 'bigint' ? Number(micros - origin) : micros - Number(origin);
    return [
      after(originNanoseconds / 1000n) * 1000 + this.#nanoseconds,
      after(originNanoseconds) + this.#nanoseconds / 1000,
    ];
  }

  /** A field beside `args` as the text that columns have of it. */
  text(key: 'name' | 'pid' | 'tid'): string {
    const member = this.#fields.get(key);
    return member === undefined ? '' : plainText(this.reader, member);
  }

  get begins(): boolean {
    return this.#timed && TABLE_OF_PHASE[this.#phase] === Table.begin;
  }

  get ends(): boolean {
    return this.#timed && TABLE_OF_PHASE[this.#phase] === Table.end;
  }

  /** The table that it is in, and how many rows it has there. */
  rows(): { readonly table: PlacedTable; readonly count: number } | undefined {
    if (!this.#timed) return undefined;
    switch (TABLE_OF_PHASE[this.#phase]) {
      case Table.slice:
      case Table.begin:
        return { table: 'slices', count: 1 };
      case Table.flow:
        return { table: 'flows', count: 1 };
      case Table.instant:
        return { table: this.text('name') === MEMORY_NAME ? 'memory' : 'instants', count: 1 };
      case Table.counter:
        return { table: 'counters', count: this.#counted() };
      default:
        return undefined;
    }
  }

  #counted(): number {
    const member = this.#lastArgs;
    if (member === undefined) return 0;
    const { args } = parseArguments(this.reader.bytes, member.value, member.end);
    return args === undefined ? 0 : counterValues(args).length;
  }

  /** What it says beside its name, times and thread. @param part of the arguments */
  fields(part: FieldPart): readonly WrittenField[] {
    const field = (member: Member, of: FieldPart): WrittenField => {
      const [key, value] = writtenMember(this.reader, member);
      const known = of === 'arguments' ? findArgumentKey(this.reader.bytes, member.key, member.keyEnd) : -1;
      const column = ARGUMENT_KEYS[known]?.slice;
      return { part: of, key, value, ...(column === undefined ? {} : { column }) };
    };
    const others = this.#top.filter(
      (member) => !this.#isArguments(member) && this.#keptKey(member) === undefined,
    );
    return [
      ...this.#args.map((member) => field(member, part)),
      ...others.map((member) => field(member, part === 'end' ? 'end' : 'event')),
    ];
  }
}
