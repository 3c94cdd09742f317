import { PbfReader } from 'pbf';
import { TraceBuilder } from '../../build/trace-builder';
import type { DeviceProperties, Trace } from '../../columns';
import { Problem } from '../../../problem';
import { joined } from '../../scan/joined';
import { decodeLatin1 } from '../../scan/text';
import { adapt } from '../chrome/dialects';
import type { FormatReader, TraceFormat } from '../format';
import { addMemoryEvent } from './memory-event';
import { type Plane, readEvent, readLine, readPlanes, type Stat } from './messages';
import { XPlaneEvent } from './reread';

/** The field `planes` of XSpace, then within some bytes the name of a plane: "/device:TPU:0", "/host:CPU". */
const FIRST_PLANE = /^\n[^]{1,24}?\x12[^]{1,5}?(\/(device|host)|Task Environment)/;
/** What is left of a byte above 127 in a file that went through a text decoder: U+FFFD. */
const LOST_BYTE = '\xef\xbf\xbd';

/** Of a message (protobuf.dev, "Encoding: Size limits"). */
const MOST_BYTES = 2 ** 31 - 1;
const EXPECTED = 'expected an XSpace message (*.xplane.pb) as the TensorFlow or JAX profiler writes it';

/** XPlane protobufs of the TensorFlow and JAX profilers. They name things after using them, so they are read whole. */
class XPlaneReader implements FormatReader {
  readonly #chunks: Uint8Array[] = [];
  #bytes = 0;

  /** @throws Problem for more bytes than a message can have */
  feed(chunk: Uint8Array): void {
    this.#bytes += chunk.length;
    if (this.#bytes > MOST_BYTES)
      throw new Problem(`longer than 2 GB, which no protobuf message is; ${EXPECTED}`, { byte: MOST_BYTES });
    this.#chunks.push(chunk);
  }

  end(name: string): Trace {
    const whole = joined(this.#chunks);
    if (decodeLatin1(whole, 0, Math.min(whole.length, 64)).includes(LOST_BYTE)) {
      throw new Problem(
        'this XPlane protobuf was saved as text: its bytes above 127 are lost (replaced by U+FFFD); copy it as a binary file',
        { byte: 1 },
      );
    }
    return readSpace(whole, name);
  }
}

const readSpace = (whole: Uint8Array, name: string): Trace => {
  const pbf = new PbfReader(whole);
  const builder = new TraceBuilder();
  const devices = new Map<number, DeviceProperties>();
  let track = 0;
  try {
    const planes = readPlanes(pbf);
    if (planes.some(({ isCut }) => isCut)) builder.truncatedAt = whole.length;
    for (const [index, plane] of planes.entries()) {
      for (const position of plane.lines) addLine(builder, pbf, plane, index, track++, position);
      const device = deviceOf(plane);
      if (device !== undefined) devices.set(device.id, device);
    }
  } catch (error) {
    if (error instanceof Problem || !(error instanceof Error)) throw error;
    throw new Problem(`not a readable protobuf (${error.message}); ${EXPECTED}`, { byte: pbf.pos });
  }
  if (builder.events === 0)
    throw builder.truncatedAt === undefined
      ? new Problem(`no events in this protobuf; ${EXPECTED}`, { byte: 0 })
      : new Problem('the file is cut off before the names of its events; copy it again', {
          byte: whole.length,
        });
  const trace = adapt(builder.done(name, 'xplane', whole.length, { devices: [], values: new Map() }));
  const named = trace.metadata.devices.map((device) => devices.get(device.id) ?? device);
  return { ...trace, format: 'xplane', metadata: { ...trace.metadata, devices: named } };
};

const addLine = (
  builder: TraceBuilder,
  pbf: PbfReader,
  plane: Plane,
  process: number,
  thread: number,
  position: number,
): void => {
  const line = readLine(pbf, plane, position);
  const { texts, tracks, slices } = builder;
  const [pid, tid] = [texts.add(String(process)), texts.add(String(thread))];
  tracks.describe('process_name', pid, tid, { name: plane.name });
  tracks.describe('thread_name', pid, tid, { name: line.displayName === '' ? line.name : line.displayName });
  if (builder.origin === undefined) builder.setOrigin(line.timestampNanoseconds / 1000n);
  const from = Number(line.timestampNanoseconds - (builder.origin ?? 0n) * 1000n);
  for (const at of line.events) {
    pbf.pos = at;
    const event = readEvent(pbf);
    const named = plane.events.get(event.metadata);
    const { name: whole = '', displayName: shown = '' } = named ?? {};
    const name = texts.add(shown === '' ? whole : shown);
    const start = from + event.offsetPicoseconds / 1000;
    const duration = event.durationPicoseconds / 1000;
    const onTrack = tracks.of(pid, tid);
    const row = slices.push(start, duration, name, 0, onTrack);
    builder.events++;
    builder.reaches(start + duration);
    if (shown !== '' && shown !== whole) slices.args.operation.set(row, texts.add(whole));
    addMemoryEvent(builder, whole, start, onTrack, (name) => valueOf(plane, event.stats, name));
    addArguments(builder, plane, event.stats, row);
  }
};

/** Statistics that columns keep. */
const addArguments = (
  { slices: { args }, texts }: TraceBuilder,
  plane: Plane,
  stats: readonly Stat[],
  row: number,
): void => {
  for (const stat of stats) {
    const name = plane.stats.get(stat.metadata);
    if (name !== 'correlation_id' && name !== 'step_num' && name !== 'hlo_op') continue;
    const value = textOr(plane, stat);
    if (name === 'hlo_op') args.operation.set(row, texts.add(String(value)));
    else if (typeof value === 'number') args[name === 'step_num' ? 'step' : 'correlation'].set(row, value);
  }
};

const textOr = (plane: Plane, { value, reference }: Stat): Stat['value'] =>
  reference === undefined ? value : plane.stats.get(reference);

const valueOf = (plane: Plane, stats: readonly Stat[], name: string): Stat['value'] => {
  const stat = stats.find(({ metadata }) => plane.stats.get(metadata) === name);
  return stat === undefined ? undefined : textOr(plane, stat);
};

const deviceOf = (plane: Plane): DeviceProperties | undefined => {
  const index = /^\/device:[A-Z]+:(\d+)/.exec(plane.name)?.[1];
  const type = valueOf(plane, plane.values, 'device_type_string');
  return index === undefined || typeof type !== 'string' ? undefined : { id: Number(index), name: type };
};

export const format: TraceFormat = {
  id: 'xplane',
  title: 'XPlane protobuf (TensorFlow and JAX profilers)',
  sniff: (head) => head[0] === 10 && FIRST_PLANE.test(decodeLatin1(head, 0, Math.min(head.length, 96))),
  read: () => new XPlaneReader(),
  reread: (row) => new XPlaneEvent(row),
};
