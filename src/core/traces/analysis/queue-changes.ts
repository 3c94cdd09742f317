import { type Loops, withLoops } from '../loops/loops';
import { launchersOf } from './launchers';
import { inOrderOfTime } from './order';
import { sortRows } from './rows';
import type { Selection } from './selection';
import { type Stream, streamsOf } from './streams';

/** Launches and starts of one stream's rows in order of time, in parallel arrays. */
export interface QueueChanges extends Stream {
  /** The device row, and whether it is its launch. */
  readonly row: Uint32Array;
  readonly isLaunch: Uint8Array;
  /** Nanoseconds. */
  readonly time: Float64Array;
}

/**
 * By stream what happens to some device rows (a byte for each place). Of what happens at one moment, launches by their rows
 * stand before starts; in the window "hta" it is as HTA has it.
 */
export const changesByStream = (selection: Selection, wanted: Uint8Array): readonly QueueChanges[] => {
  const launchers = launchersOf(selection);
  const streams = streamsOf(selection, wanted);
  if (selection.window === 'hta') {
    const rows = selection.device.filter((_, place) => wanted[place] === 1);
    return changesAsHta(selection, streams, rows, launchers);
  }
  return withLoops(selection, (loops) => {
    loops.useTimes();
    const linked = loops.keep(launchers);
    return streams.map((stream) => {
      loops.calls.orderChanges(loops.put(stream.rows), stream.rows.length, linked);
      return { ...stream, ...orderedIn(loops, 2 * stream.rows.length) };
    });
  });
};

const orderedIn = (loops: Loops, length: number): Omit<QueueChanges, keyof Stream> => {
  const { changeRow, changeIsLaunch, changeTime } = loops.calls;
  return {
    row: loops.rows(changeRow.value, length).slice(),
    isLaunch: loops.bytes(changeIsLaunch.value, length).slice(),
    time: loops.doubles(changeTime.value, length).slice(),
  };
};

/** HTA orders the changes of all streams at once. */
const changesAsHta = (
  selection: Selection,
  streams: readonly Stream[],
  rows: Uint32Array,
  launchers: Int32Array,
): readonly QueueChanges[] => {
  const { start } = selection;
  const launches = sortRows(rows.slice(), (a, b) => (launchers[a] ?? 0) <= (launchers[b] ?? 0));
  const times = new Float64Array(2 * rows.length);
  rows.forEach((row, i) => {
    times[i] = start[launchers[launches[i] ?? 0] ?? 0] ?? 0;
    times[rows.length + i] = start[row] ?? 0;
  });
  const series = streams.map((stream) => ({
    ...stream,
    row: new Uint32Array(2 * stream.rows.length),
    isLaunch: new Uint8Array(2 * stream.rows.length),
    time: new Float64Array(2 * stream.rows.length),
    filled: 0,
  }));
  const streamOf = new Map(
    streams.flatMap((stream, place) => Array.from(stream.rows, (row) => [row, place] as const)),
  );
  for (const change of inOrderOfTime(selection, times)) {
    const isLaunch = change < rows.length;
    const row = (isLaunch ? launches[change] : rows[change - rows.length]) ?? 0;
    const own = series[streamOf.get(row) ?? -1];
    if (own === undefined) continue;
    own.row[own.filled] = row;
    own.isLaunch[own.filled] = isLaunch ? 1 : 0;
    own.time[own.filled++] = times[change] ?? 0;
  }
  return series;
};
