import { launchersOf } from './launchers';
import { inOrderOfTime } from './order';
import { sortRows, sortRowsBy } from './rows';
import type { Selection } from './selection';

/** Launches and starts of device rows in order of time, in parallel arrays. */
export interface QueueChanges {
  /** The device row, and whether it is its launch. */
  readonly row: Uint32Array;
  readonly isLaunch: Uint8Array;
  /** Nanoseconds. */
  readonly time: Float64Array;
}

/** Of what happens at one moment, launches by their rows stand before starts; in the window "hta" as HTA has them. */
export const changesInOrder = (selection: Selection, rows: Uint32Array): QueueChanges => {
  const launchers = launchersOf(selection);
  const launched = new Float64Array(selection.trace.slices.length);
  for (let place = 0; place < rows.length; place++) {
    const row = rows[place] ?? 0;
    launched[row] = selection.start[launchers[row] ?? 0] ?? 0;
  }
  return selection.window === 'hta'
    ? changesAsHta(selection, rows, launched)
    : merged(
        byLaunch(rows, launched, launchers),
        launched,
        sortRowsBy(rows.slice(), selection.start),
        selection.start,
      );
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
  launches: Uint32Array,
  launched: Float64Array,
  starts: Uint32Array,
  start: Float64Array,
): QueueChanges => {
  const changes = newChanges(2 * launches.length);
  const { row, isLaunch, time } = changes;
  let launch = 0;
  let begun = 0;
  for (let place = 0; place < row.length; place++) {
    const next = launch < launches.length ? (launched[launches[launch] ?? 0] ?? 0) : Infinity;
    const begins = start[starts[begun] ?? 0] ?? 0;
    const isNext = launch < launches.length && (begun >= starts.length || next <= begins);
    row[place] = (isNext ? launches[launch++] : starts[begun++]) ?? 0;
    isLaunch[place] = isNext ? 1 : 0;
    time[place] = isNext ? next : begins;
  }
  return changes;
};

const changesAsHta = (selection: Selection, rows: Uint32Array, launched: Float64Array): QueueChanges => {
  const launchers = launchersOf(selection);
  const launches = sortRows(rows.slice(), (a, b) => (launchers[a] ?? 0) <= (launchers[b] ?? 0));
  const times = new Float64Array(2 * rows.length);
  rows.forEach((row, i) => {
    times[i] = launched[launches[i] ?? 0] ?? 0;
    times[rows.length + i] = selection.start[row] ?? 0;
  });
  const changes = newChanges(times.length);
  inOrderOfTime(selection, times).forEach((change, place) => {
    const isLaunch = change < rows.length;
    changes.row[place] = (isLaunch ? launches[change] : rows[change - rows.length]) ?? 0;
    changes.isLaunch[place] = isLaunch ? 1 : 0;
    changes.time[place] = times[change] ?? 0;
  });
  return changes;
};

const newChanges = (length: number): QueueChanges => ({
  row: new Uint32Array(length),
  isLaunch: new Uint8Array(length),
  time: new Float64Array(length),
});
