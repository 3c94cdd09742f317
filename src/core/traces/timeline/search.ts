import { filterRows, rowsUpTo, sortRows, sortRowsBy } from '../analysis/rows';
import { nameIdOf, startOf } from './places';
import type { TimelineIndex } from './timeline';

/** A search in the names of events and counters; upper and lower case are the same. */
export interface SearchQuery {
  readonly text: string;
  /** The event from which to go on; the first match from `time` on where there is none or it does not match. */
  readonly row?: number;
  /** Nanoseconds after the trace's origin. */
  readonly time: number;
  readonly step: 1 | -1;
}

export interface SearchMatch {
  readonly total: number;
  /** Of the match among all, in order of time, from 1; 0 where nothing matches. */
  readonly place: number;
  readonly row?: number;
}

/** Searches one trace, and keeps the matches of the last text, so that going on costs nothing. */
export const createSearch = (timeline: TimelineIndex): ((query: SearchQuery) => SearchMatch) => {
  let known: { readonly text: string; readonly rows: Uint32Array } | undefined;
  return ({ text, row, time, step }) => {
    const wanted = text.trim().toLowerCase();
    if (known?.text !== wanted) known = { text: wanted, rows: matching(timeline, wanted) };
    const { rows } = known;
    if (rows.length === 0) return { total: 0, place: 0 };
    const index = next(timeline, rows, row, time, step);
    return { total: rows.length, place: index + 1, row: rows[index] ?? 0 };
  };
};

/** Rows by start. */
const matching = (timeline: TimelineIndex, text: string): Uint32Array => {
  if (text === '') return new Uint32Array(0);
  const { slices, strings } = timeline.trace;
  // 0 is not looked at yet.
  const verdicts = new Uint8Array(strings.size);
  const matches = (row: number): boolean => {
    const name = nameIdOf(timeline, row);
    if (verdicts[name] === 0) verdicts[name] = strings.text(name).toLowerCase().includes(text) ? 2 : 1;
    return verdicts[name] === 2;
  };
  const rows = sortRowsBy(filterRows(rowsUpTo(slices.length), matches), slices.start);
  const others = [...namedExtras(timeline).filter(matches), ...matchingCounters(timeline, text)];
  if (others.length === 0) return rows;
  const inOrder = (a: number, b: number): boolean => startOf(timeline, a) <= startOf(timeline, b);
  return sortRows(Uint32Array.from([...rows, ...sortRows(Uint32Array.from(others), inOrder)]), inOrder);
};

const namedExtras = ({ trace, extras }: TimelineIndex): Uint32Array =>
  rowsUpTo(extras.firstValue).map((row) => row + trace.slices.length);

/** A counter is found once, at its first value. */
const matchingCounters = ({ pyramid, layout }: TimelineIndex, text: string): readonly number[] =>
  pyramid.lanes.tracks.flatMap(({ kind, firstLane }, track) =>
    kind === 'counter' && (layout.tracks[track]?.title ?? '').toLowerCase().includes(text)
      ? [pyramid.lanes.rows[pyramid.lanes.first[firstLane] ?? 0] ?? 0]
      : [],
  );

const next = (
  timeline: TimelineIndex,
  rows: Uint32Array,
  row: number | undefined,
  time: number,
  step: 1 | -1,
): number => {
  const startAt = (index: number): number => startOf(timeline, rows[index] ?? 0);
  const firstFrom = (start: number): number => {
    let [low, high] = [0, rows.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (startAt(middle) < start) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const around = (index: number): number => (index + rows.length) % rows.length;
  const from = firstFrom(row === undefined ? time : startOf(timeline, row));
  for (
    let index = from;
    row !== undefined && index < rows.length && startAt(index) === startOf(timeline, row);
    index++
  )
    if (rows[index] === row) return around(index + step);
  return around(step > 0 ? from : from - 1);
};
