import { launchersOf } from './launchers';
import { inOrderOfTime } from './order';
import { sortRows, sortRowsBy } from './rows';
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
 * By stream what happens to some device rows. Of what happens at one moment, launches by their rows stand before starts; in the
 * window "hta" it is as HTA has it.
 */
export const changesByStream = (selection: Selection, rows: Uint32Array): readonly QueueChanges[] => {
  const { start } = selection;
  const launchers = launchersOf(selection);
  const launched = new Float64Array(selection.trace.slices.length);
  for (let place = 0; place < rows.length; place++) {
    const row = rows[place] ?? 0;
    launched[row] = start[launchers[row] ?? 0] ?? 0;
  }
  const streams = streamsOf(selection, rows);
  if (selection.window === 'hta') return changesAsHta(selection, streams, rows, launched);
  return streams.map((stream) => {
    const launches = byLaunch(stream.rows, launched, launchers);
    return merged(stream, launches, launched, sortRowsBy(stream.rows.slice(), start), start);
  });
};

const byLaunch = (rows: Uint32Array, launched: Float64Array, launchers: Int32Array): Uint32Array => {
  const sorted = sortRowsBy(rows.slice(), launched);
  for (let from = 0, to = 0; from < sorted.length; from = to) {
    const time = launched[sorted[from] ?? 0];
    do to++;
    while (to < sorted.length && launched[sorted[to] ?? 0] === time);
    if (to - from > 1)
      sortRows(sorted.subarray(from, to), (a, b) => (launchers[a] ?? 0) <= (launchers[b] ?? 0));
  }
  return sorted;
};

/** The launches before the starts of the same moment. */
const merged = (
  stream: Stream,
  launches: Uint32Array,
  launched: Float64Array,
  starts: Uint32Array,
  start: Float64Array,
): QueueChanges => {
  const changes = changesOf(stream);
  const { row, isLaunch, time } = changes;
  let launch = 0;
  let begun = 0;
  for (let place = 0; place < row.length; place++) {
    const next = launched[launches[launch] ?? 0] ?? 0;
    const begins = start[starts[begun] ?? 0] ?? 0;
    const isNext = launch < launches.length && (begun >= starts.length || next <= begins);
    row[place] = (isNext ? launches[launch++] : starts[begun++]) ?? 0;
    isLaunch[place] = isNext ? 1 : 0;
    time[place] = isNext ? next : begins;
  }
  return changes;
};

const changesOf = (stream: Stream): QueueChanges => ({
  ...stream,
  row: new Uint32Array(2 * stream.rows.length),
  isLaunch: new Uint8Array(2 * stream.rows.length),
  time: new Float64Array(2 * stream.rows.length),
});

/** HTA orders the changes of all streams at once. */
const changesAsHta = (
  selection: Selection,
  streams: readonly Stream[],
  rows: Uint32Array,
  launched: Float64Array,
): readonly QueueChanges[] => {
  const launchers = launchersOf(selection);
  const launches = sortRows(rows.slice(), (a, b) => (launchers[a] ?? 0) <= (launchers[b] ?? 0));
  const times = new Float64Array(2 * rows.length);
  rows.forEach((row, i) => {
    times[i] = launched[launches[i] ?? 0] ?? 0;
    times[rows.length + i] = selection.start[row] ?? 0;
  });
  const series = streams.map((stream) => ({ ...changesOf(stream), filled: 0 }));
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
