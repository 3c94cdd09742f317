import type { Trace } from '../columns';
import { isDeviceWork, SliceKind } from '../slice-kind';
import { groupRowsBy, sortRows, sortRowsBy } from './rows';

/** What is not drawn on a device. */
export const isHost = (kind: number): boolean =>
  !isDeviceWork(kind) && kind !== SliceKind.sync && kind !== SliceKind.deviceAnnotation;

/** The rows whose kind is wanted, in an array of their number: nothing of the trace's length is allocated. */
export const rowsOfKind = (kind: Uint8Array, isWanted: (kind: number) => boolean): Uint32Array => {
  const wanted = Uint8Array.from({ length: 256 }, (_, of) => (isWanted(of) ? 1 : 0));
  let count = 0;
  for (let row = 0; row < kind.length; row++) count += wanted[kind[row] ?? 0] ?? 0;
  const rows = new Uint32Array(count);
  for (let row = 0, place = 0; row < kind.length; row++)
    if (wanted[kind[row] ?? 0] === 1) rows[place++] = row;
  return rows;
};

/** Sorts rows in place, stably: by start, the longer first; `lengthOf` may be the end, for only equal starts are compared. */
export const byStartLongerFirst = (
  rows: Uint32Array,
  start: Float64Array,
  lengthOf: (row: number) => number,
): Uint32Array => {
  sortRowsBy(rows, start);
  for (let i = 1; i < rows.length; i++) {
    const time = start[rows[i] ?? 0];
    if (start[rows[i - 1] ?? 0] !== time || lengthOf(rows[i - 1] ?? 0) >= lengthOf(rows[i] ?? 0)) continue;
    let from = i - 1;
    while (from > 0 && start[rows[from - 1] ?? 0] === time) from--;
    while (i < rows.length && start[rows[i] ?? 0] === time) i++;
    sortRows(rows.subarray(from, i), (a, b) => lengthOf(a) >= lengthOf(b));
  }
  return rows;
};

/** Rows thread by thread (in order of track), by start, the longer first: an event stands before those inside it. */
export const inThreadOrder = (
  rows: Uint32Array,
  track: Uint32Array,
  start: Float64Array,
  lengthOf: (row: number) => number,
): Uint32Array => {
  const threads = [...groupRowsBy(rows, track)].sort(([a], [b]) => a - b);
  const ordered = new Uint32Array(rows.length);
  let length = 0;
  for (const [, own] of threads) {
    ordered.set(own, length);
    byStartLongerFirst(ordered.subarray(length, length + own.length), start, lengthOf);
    length += own.length;
  }
  return ordered;
};

const cache = new WeakMap<Trace, Uint32Array>();

/** The trace's rows on the host in thread order, sorted once for all that need them. */
export const threadOrder = (trace: Trace): Uint32Array => {
  let rows = cache.get(trace);
  if (rows === undefined) {
    const { kind, track, start, duration } = trace.slices;
    const host = rowsOfKind(kind, isHost);
    const lengthOf = (row: number): number => {
      const length = duration[row] ?? 0;
      return length > 0 ? length : 0;
    };
    cache.set(trace, (rows = inThreadOrder(host, track, start, lengthOf)));
  }
  return rows;
};
