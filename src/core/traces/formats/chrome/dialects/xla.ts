import type { Trace, Track } from '../../../columns';
import { SliceKind } from '../../../slice-kind';
import { type Dialect, withKinds } from './dialect';
import { hostKinds, isHost } from './xla-host';

/** XProf's process of a device: "/device:TPU:0", "/device:GPU:1 (…)". */
const DEVICE = /^\/device:([A-Z]+):(\d+)/;
/** The device's own streams on a GPU; lines derived from them stand beside. */
const STREAM = /^Stream #(\d+)/;
/** What runs on a TPU, where there are no streams. */
const OPERATIONS = /^(Async )?XLA Ops/;

const deviceOf = ({ processName = '' }: Track): number | undefined => {
  const index = DEVICE.exec(processName)?.[2];
  return index === undefined ? undefined : Number(index);
};

/**
 * Traces of JAX and TensorFlow (`trace.json.gz` of XProf): events have no category; what they are stands in the names of
 * their process and thread. On devices with streams these hold the kernels and other lines repeat them by module, by
 * operation and by step; on others the line "XLA Ops" holds the work. Without a device the host does it (`xla-host.ts`).
 */
export const xla: Dialect = {
  id: 'xla',
  knows: ({ tracks }) =>
    tracks.some(isHost) ||
    (tracks.some((track) => deviceOf(track) !== undefined) &&
      tracks.some(({ threadName = '' }) => STREAM.test(threadName) || OPERATIONS.test(threadName))),
  adapt: (trace) => {
    const { slices, strings } = trace;
    const kinds = trace.tracks.map((track) => (isHost(track) ? undefined : trackKind(trace, track)));
    const onHost = hostKinds(trace);
    const adapted = withKinds(trace, (row) => {
      const kind = kinds[slices.track[row] ?? 0] ?? onHost(row);
      if (kind !== SliceKind.kernel) return kind;
      const name = strings.text(slices.name[row] ?? 0);
      return /^memcpy/i.test(name) ? SliceKind.memcpy : /^memset/i.test(name) ? SliceKind.memset : kind;
    });
    placeOnDevices(adapted);
    return { ...adapted, metadata: { ...adapted.metadata, devices: devicesOf(trace.tracks) } };
  },
};

const trackKind = ({ tracks }: Trace, track: Track): number => {
  if (deviceOf(track) === undefined) return SliceKind.other;
  const { threadName = '' } = track;
  const streams = tracks.some(
    ({ processName, threadName: name = '' }) => processName === track.processName && STREAM.test(name),
  );
  return (streams ? STREAM : OPERATIONS).test(threadName) ? SliceKind.kernel : SliceKind.deviceAnnotation;
};

const placeOnDevices = ({ slices, tracks }: Trace): void => {
  for (let row = 0; row < slices.length; row++) {
    const track = tracks[slices.track[row] ?? 0];
    const device = track === undefined ? undefined : deviceOf(track);
    if (track === undefined || device === undefined) continue;
    slices.args.device.set(row, device);
    slices.args.stream.set(row, Number(STREAM.exec(track.threadName ?? '')?.[1] ?? track.tid));
  }
};

const devicesOf = (tracks: readonly Track[]): Trace['metadata']['devices'] => {
  const found = new Map<number, string>();
  for (const { processName = '' } of tracks) {
    const [, kind, index] = DEVICE.exec(processName) ?? [];
    if (kind !== undefined) found.set(Number(index), kind);
  }
  return [...found].map(([id, name]) => ({ id, name }));
};
