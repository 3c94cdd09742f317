import { once } from './once';
import { groupRows, groupRowsBy } from './rows';
import type { Selection } from './selection';

export interface Stream {
  /** Absent in the window "hta", where streams of all devices with one number are one. */
  readonly device?: number;
  /** The device's own number of the stream; that of the track where the trace has none. */
  readonly stream: number;
  /** Device rows in file order. */
  readonly rows: Uint32Array;
}

/** Device rows by stream, in order of first appearance. */
export const streamsOf = (selection: Selection, rows?: Uint32Array): readonly Stream[] =>
  rows === undefined ? allStreams(selection) : streamsAmong(selection, rows);

const allStreams = once((selection: Selection) => streamsAmong(selection, selection.device));

const streamsAmong = (selection: Selection, rows: Uint32Array): readonly Stream[] => {
  const { args, track } = selection.trace.slices;
  if (selection.window === 'hta')
    return [...groupRows(rows, (row) => args.stream.or(row, -1))].map(([stream, group]) => ({
      stream,
      rows: group,
    }));
  return [...groupRowsBy(rows, track)].map(([id, group]) => {
    const first = group[0] ?? 0;
    const device = args.device.get(first);
    const stream = args.stream.get(first) ?? Number(selection.trace.tracks[id]?.tid ?? id);
    return {
      ...(device === undefined ? {} : { device }),
      stream: Number.isNaN(stream) ? id : stream,
      rows: group,
    };
  });
};
