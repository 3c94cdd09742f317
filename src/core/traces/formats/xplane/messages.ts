import type { PbfReader } from 'pbf';
import type { WrittenValue } from '../../written/value';

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
  readonly events: number[];
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

/** Those of an XSpace. */
export const readPlanes = (pbf: PbfReader): readonly Plane[] =>
  pbf.readFields<Plane[]>((tag, all, reader) => {
    if (tag === 1) all.push(readPlane(reader));
  }, []);

const readPlane = (pbf: PbfReader): Plane =>
  pbf.readMessage<Plane>(
    (tag, plane, reader) => {
      if (tag === 2) plane.name = reader.readString();
      else if (tag === 3) plane.lines.push(mark(reader));
      else if (tag === 4)
        readEntry(reader, plane.events, () => ({ name: '', displayName: '', stats: [] }), eventName);
      else if (tag === 5) {
        const names = new Map<number, { name: string }>();
        readEntry(reader, names, () => ({ name: '' }), statName);
        for (const [id, { name }] of names) plane.stats.set(id, name);
      } else if (tag === 6) plane.values.push(readStat(reader));
    },
    { name: '', lines: [], events: new Map(), stats: new Map(), values: [] },
  );

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

export const readLine = (pbf: PbfReader): Line =>
  pbf.readMessage<Line>(
    (tag, line, reader) => {
      if (tag === 1) line.id = reader.readVarint(true);
      else if (tag === 2) line.name = reader.readString();
      else if (tag === 3) line.timestampNanoseconds = readLong(reader);
      else if (tag === 4) line.events.push(mark(reader));
      else if (tag === 11) line.displayName = reader.readString();
    },
    { id: 0, name: '', displayName: '', timestampNanoseconds: 0n, events: [] },
  );

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
