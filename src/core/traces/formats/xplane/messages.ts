import type { PbfReader } from 'pbf';
import type { WrittenValue } from '../../written/value';
import { type Field, fieldAt } from './fields';

/**
 * The messages of XSpace (tsl/profiler/protobuf/xplane.proto) that are read. Names stand in tables behind the lines that
 * refer to them, so a plane's lines are only marked and read afterwards.
 */
export interface Plane {
  name: string;
  /** Byte positions of the plane's lines. */
  readonly lines: number[];
  readonly events: Map<number, EventName>;
  readonly stats: Map<number, string>;
  readonly values: Stat[];
  /** Whether the file ends within it. */
  isCut: boolean;
}

interface EventName {
  name: string;
  displayName: string;
  /** Byte positions of what it says of all events of its name. */
  readonly stats: number[];
}

export interface Line {
  id: number;
  name: string;
  displayName: string;
  timestampNanoseconds: bigint;
  /** Byte positions of its events. */
  events: readonly number[];
}

export interface Event {
  metadata: number;
  offsetPicoseconds: number;
  durationPicoseconds: number;
  readonly stats: Stat[];
}

export interface Stat {
  metadata: number;
  value: number | string | undefined;
  /** Id of the stat whose name is the value. */
  reference?: number;
}

export interface WrittenStat {
  metadata: number;
  value: WrittenValue | undefined;
  /** Id of the stat whose name is the value. */
  reference?: number;
}

/** A varint without loss; the library's are doubles. */
const readLong = (pbf: PbfReader): bigint => {
  let value = 0n;
  for (let shift = 0n; ; shift += 7n) {
    const byte = pbf.buf[pbf.pos++] ?? 0;
    value |= BigInt(byte & 0x7f) << shift;
    if (byte < 0x80) return value;
  }
};

/** The position of a message, which is passed over. */
const mark = (pbf: PbfReader): number => {
  const { pos } = pbf;
  pbf.pos = pbf.readVarint() + pbf.pos;
  return pos;
};

const readEntry = <T>(
  pbf: PbfReader,
  into: Map<number, T>,
  empty: () => T,
  field: (tag: number, value: T, pbf: PbfReader) => void,
): void => {
  const entry = pbf.readMessage(
    (tag, of: { key: number; value: T }, reader) => {
      if (tag === 1) of.key = reader.readVarint();
      else if (tag === 2) of.value = reader.readMessage(field, empty());
    },
    { key: 0, value: empty() },
  );
  into.set(entry.key, entry.value);
};

/** The planes of an XSpace; where the file is cut off, what of them stands before. */
export const readPlanes = (pbf: PbfReader): readonly Plane[] => {
  const planes: Plane[] = [];
  const { buf } = pbf;
  for (let at = 0; at < buf.length;) {
    const field = fieldAt(buf, at);
    if (field?.tag === 1) planes.push(readPlane(pbf, field));
    at = field?.end ?? buf.length;
  }
  return planes;
};

const readPlane = (pbf: PbfReader, { from, end }: Field): Plane => {
  const { buf } = pbf;
  const plane: Plane = {
    name: '',
    lines: [],
    events: new Map(),
    stats: new Map(),
    values: [],
    isCut: end > buf.length,
  };
  pbf.pos = from;
  pbf.readVarint();
  for (let at = pbf.pos; at < end;) {
    const field = fieldAt(buf, at);
    if (field === undefined || field.end > buf.length) break;
    pbf.pos = field.from;
    readPlaneField(field.tag, plane, pbf);
    at = field.end;
  }
  return plane;
};

const readPlaneField = (tag: number, plane: Plane, pbf: PbfReader): void => {
  if (tag === 2) plane.name = pbf.readString();
  else if (tag === 3) plane.lines.push(mark(pbf));
  else if (tag === 4)
    readEntry(pbf, plane.events, () => ({ name: '', displayName: '', stats: [] }), eventName);
  else if (tag === 5) {
    const names = new Map<number, { name: string }>();
    readEntry(pbf, names, () => ({ name: '' }), statName);
    for (const [id, { name }] of names) plane.stats.set(id, name);
  } else if (tag === 6) plane.values.push(readStat(pbf));
};

const eventName = (tag: number, event: EventName, pbf: PbfReader): void => {
  if (tag === 2) event.name = pbf.readString();
  else if (tag === 4) event.displayName = pbf.readString();
  else if (tag === 5) event.stats.push(mark(pbf));
};

const statName = (tag: number, stat: { name: string }, pbf: PbfReader): void => {
  if (tag === 2) stat.name = pbf.readString();
};

const readStat = (pbf: PbfReader): Stat =>
  pbf.readMessage<Stat>(
    (tag, stat, reader) => {
      if (tag === 1) stat.metadata = reader.readVarint();
      else if (tag === 2) stat.value = reader.readDouble();
      else if (tag === 3) stat.value = reader.readVarint();
      else if (tag === 4) stat.value = reader.readVarint(true);
      else if (tag === 5) stat.value = reader.readString();
      else if (tag === 7) stat.reference = reader.readVarint();
    },
    { metadata: 0, value: undefined },
  );

/** A statistic with its value as it is written: integers without loss. */
export const readWrittenStat = (pbf: PbfReader): WrittenStat =>
  pbf.readMessage<WrittenStat>(
    (tag, stat, reader) => {
      if (tag === 1) stat.metadata = reader.readVarint();
      else if (tag === 2) stat.value = word(reader.readDouble());
      else if (tag === 3) stat.value = word(readLong(reader));
      else if (tag === 4) stat.value = word(BigInt.asIntN(64, readLong(reader)));
      else if (tag === 5) stat.value = { kind: 'text', text: reader.readString() };
      else if (tag === 6) stat.value = word(`${reader.readBytes().length} bytes`);
      else if (tag === 7) stat.reference = reader.readVarint();
    },
    { metadata: 0, value: undefined },
  );

const word = (value: number | bigint | string): WrittenValue => ({ kind: 'word', text: String(value) });

/** A line of a plane, whose position it is. Of a plane that is cut off, events whose name is lost are left out. */
export const readLine = (pbf: PbfReader, plane: Plane, position: number): Line => {
  pbf.pos = position;
  const events: number[] = [];
  const line = pbf.readMessage<Line>(
    (tag, into, reader) => {
      if (tag === 1) into.id = reader.readVarint(true);
      else if (tag === 2) into.name = reader.readString();
      else if (tag === 3) into.timestampNanoseconds = readLong(reader);
      else if (tag === 4) events.push(mark(reader));
      else if (tag === 11) into.displayName = reader.readString();
    },
    { id: 0, name: '', displayName: '', timestampNanoseconds: 0n, events },
  );
  if (!plane.isCut) return line;
  const named = events.filter((at) => {
    pbf.pos = at;
    return plane.events.has(readEvent(pbf).metadata);
  });
  return { ...line, events: named };
};

export const readEvent = (pbf: PbfReader): Event =>
  pbf.readMessage<Event>(
    (tag, event, reader) => {
      if (tag === 1) event.metadata = reader.readVarint();
      else if (tag === 2) event.offsetPicoseconds = reader.readVarint(true);
      else if (tag === 3) event.durationPicoseconds = reader.readVarint(true);
      else if (tag === 4) event.stats.push(readStat(reader));
    },
    { metadata: 0, offsetPicoseconds: 0, durationPicoseconds: 0, stats: [] },
  );

/** An event with its statistics as they are written. */
export const readWrittenEvent = (pbf: PbfReader): { metadata: number; readonly stats: WrittenStat[] } =>
  pbf.readMessage<{ metadata: number; readonly stats: WrittenStat[] }>(
    (tag, event, reader) => {
      if (tag === 1) event.metadata = reader.readVarint();
      else if (tag === 4) event.stats.push(readWrittenStat(reader));
    },
    { metadata: 0, stats: [] },
  );
