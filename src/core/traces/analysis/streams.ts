import { withLoops } from '../loops/loops';
import { SliceKind } from '../slice-kind';
import { once } from './once';
import { groupRows } from './rows';
import type { Selection } from './selection';

export interface Stream {
  /** Absent in the window "hta", where streams of all devices with one number are one. */
  readonly device?: number;
  /** The device's own number of the stream; that of the track where the trace has none. */
  readonly stream: number;
  /** Device rows in file order. */
  readonly rows: Uint32Array;
}

/**
 * Device rows by stream, in order of first appearance.
 * @param wanted a byte for each of the selection's `device` rows, 0 for those that are left out
 */
export const streamsOf = (selection: Selection, wanted?: Uint8Array): readonly Stream[] =>
  wanted === undefined ? allStreams(selection) : streamsAmong(selection, wanted);

export interface DeviceWork {
  /** A byte for each of the selection's `device` rows: 1 for kernels, copies and sets. */
  readonly places: Uint8Array;
  readonly events: number;
}

/** What of the device's rows is work; the window "hta" has others too. */
export const deviceWork = once((selection: Selection): DeviceWork =>
  withLoops(selection, (loops) => {
    loops.useDevice();
    const places = loops.bytes(loops.calls.markKinds(WORK), selection.device.length).slice();
    return { places, events: loops.calls.keepMarked(loops.put(selection.device), loops.put(places), 1) };
  }),
);

/** A bit for each kind. */
const WORK = (1 << SliceKind.kernel) | (1 << SliceKind.memcpy) | (1 << SliceKind.memset);

const allStreams = once((selection: Selection) => streamsAmong(selection));

const streamsAmong = (selection: Selection, wanted?: Uint8Array): readonly Stream[] => {
  const { args, track } = selection.trace.slices;
  if (selection.window === 'hta') {
    const rows = selection.device.filter((_, place) => wanted?.[place] !== 0);
    return [...groupRows(rows, (row) => args.stream.or(row, -1))].map(([stream, group]) => ({
      stream,
      rows: group,
    }));
  }
  return rowsByTrack(selection, wanted).map((rows) => {
    const first = rows[0] ?? 0;
    const id = track[first] ?? 0;
    const device = args.device.get(first);
    const stream = args.stream.get(first) ?? Number(selection.trace.tracks[id]?.tid ?? id);
    return {
      ...(device === undefined ? {} : { device }),
      stream: Number.isNaN(stream) ? id : stream,
      rows,
    };
  });
};

const rowsByTrack = (selection: Selection, wanted?: Uint8Array): readonly Uint32Array[] =>
  withLoops(selection, (loops) => {
    loops.useDevice();
    const { calls } = loops;
    const { device, trace } = selection;
    const [track = 0] = loops.gather(device, [trace.slices.track]);
    const marks = wanted === undefined ? 0 : loops.put(wanted);
    const groups = calls.groupByTrack(loops.put(device), track, trace.tracks.length, marks);
    const ends = [...loops.rows(calls.streamEnds.value, groups)];
    const rows = loops.rows(calls.streamRows.value, ends.at(-1) ?? 0).slice();
    return ends.map((end, group) => rows.subarray(ends[group - 1] ?? 0, end));
  });
