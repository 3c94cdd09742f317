import type { Trace } from '../columns';
import { isDeviceWork, SliceKind } from '../slice-kind';
import { filterRows, groupRows, rowsUpTo, sortRows, sortRowsBy } from './rows';

/** What is not drawn on a device. */
export const isHost = (kind: number): boolean =>
  !isDeviceWork(kind) && kind !== SliceKind.sync && kind !== SliceKind.deviceAnnotation;

/** Sorts rows in place, stably: by start, the longer first. */
export const byStartLongerFirst = (
  rows: Uint32Array,
  start: Float64Array,
  end: Float64Array,
): Uint32Array => {
  sortRowsBy(rows, start);
  for (let from = 0, to = 0; from < rows.length; from = to) {
    const time = start[rows[from] ?? 0];
    do to++;
    while (to < rows.length && start[rows[to] ?? 0] === time);
    if (to - from > 1) sortRows(rows.subarray(from, to), (a, b) => (end[a] ?? 0) >= (end[b] ?? 0));
  }
  return rows;
};

/** Rows thread by thread (in order of track), by start, the longer first: an event stands before those inside it. */
export const inThreadOrder = (
  rows: Uint32Array,
  track: Uint32Array,
  start: Float64Array,
  end: Float64Array,
): Uint32Array => {
  const threads = [...groupRows(rows, (row) => track[row] ?? 0)].sort(([a], [b]) => a - b);
  const ordered = new Uint32Array(rows.length);
  let length = 0;
  for (const [, own] of threads) {
    ordered.set(own, length);
    byStartLongerFirst(ordered.subarray(length, length + own.length), start, end);
    length += own.length;
  }
  return ordered;
};

const cache = new WeakMap<Trace, Uint32Array>();

/** The trace's rows on the host in thread order, sorted once for all that need them. */
export const threadOrder = (trace: Trace): Uint32Array => {
  let rows = cache.get(trace);
  if (rows === undefined) {
    const { slices } = trace;
    const end = new Float64Array(slices.length);
    for (let row = 0; row < end.length; row++) {
      const duration = slices.duration[row] ?? 0;
      end[row] = (slices.start[row] ?? 0) + (duration > 0 ? duration : 0);
    }
    const host = filterRows(rowsUpTo(slices.length), (row) => isHost(slices.kind[row] ?? 0));
    cache.set(trace, (rows = inThreadOrder(host, slices.track, slices.start, end)));
  }
  return rows;
};
