import { filterRows, rowsUpTo, sortRowsBy } from '../analysis/rows';
import type { Trace } from '../columns';

/** A search in the names of events; upper and lower case are the same. */
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
export const createSearch = (trace: Trace): ((query: SearchQuery) => SearchMatch) => {
  let known: { readonly text: string; readonly rows: Uint32Array } | undefined;
  return ({ text, row, time, step }) => {
    const wanted = text.trim().toLowerCase();
    if (known?.text !== wanted) known = { text: wanted, rows: matching(trace, wanted) };
    const { rows } = known;
    if (rows.length === 0) return { total: 0, place: 0 };
    const index = next(trace, rows, row, time, step);
    return { total: rows.length, place: index + 1, row: rows[index] ?? 0 };
  };
};

/** Rows by start. */
const matching = ({ slices, strings }: Trace, text: string): Uint32Array => {
  if (text === '') return new Uint32Array(0);
  // 0 is not looked at yet.
  const verdicts = new Uint8Array(strings.size);
  const matches = (name: number): boolean => {
    if (verdicts[name] === 0) verdicts[name] = strings.text(name).toLowerCase().includes(text) ? 2 : 1;
    return verdicts[name] === 2;
  };
  const rows = filterRows(rowsUpTo(slices.length), (row) => matches(slices.name[row] ?? 0));
  return sortRowsBy(rows, slices.start);
};

const next = (
  { slices }: Trace,
  rows: Uint32Array,
  row: number | undefined,
  time: number,
  step: 1 | -1,
): number => {
  const startOf = (index: number): number => slices.start[rows[index] ?? 0] ?? 0;
  const firstFrom = (start: number): number => {
    let [low, high] = [0, rows.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (startOf(middle) < start) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const around = (index: number): number => (index + rows.length) % rows.length;
  const from = firstFrom(row === undefined ? time : (slices.start[row] ?? 0));
  for (
    let index = from;
    row !== undefined && index < rows.length && startOf(index) === slices.start[row];
    index++
  )
    if (rows[index] === row) return around(index + step);
  return around(step > 0 ? from : from - 1);
};
