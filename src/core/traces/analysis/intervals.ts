import type { Selection } from './selection';
import { streamsOf } from './streams';
import { once } from './once';
import { type KernelType, kernelTypeColumn } from './kernel-type';
import { filterRows, sortRowsBy } from './rows';

/** Disjoint intervals in ascending order, in nanoseconds. */
export interface Intervals {
  readonly start: Float64Array;
  readonly end: Float64Array;
}

/**
 * The union of the rows' time spans. Spans that touch become one, as in HTA's `merge_kernel_intervals`
 * (hta/utils/utils.py): a new interval begins where a start lies after every end so far.
 */
export const union = (selection: Selection, rows: Uint32Array): Intervals =>
  unionInOrder(selection, sortRowsBy(rows.slice(), selection.start));

/** The union of the device rows of one type of kernel. */
export const typeUnion = (selection: Selection, type: KernelType): Intervals => {
  const known = typeUnions(selection);
  let union = known.get(type);
  if (union === undefined) known.set(type, (union = unionOfType(selection, type)));
  return union;
};

const typeUnions = once((_: Selection) => new Map<KernelType, Intervals>());

const unionOfType = (selection: Selection, type: KernelType): Intervals => {
  const types = kernelTypeColumn(selection);
  const all = deviceInOrder(selection);
  const rows = new Uint32Array(all.length);
  let count = 0;
  for (let place = 0; place < all.length; place++) {
    const row = all[place] ?? 0;
    if (types[row] === type) rows[count++] = row;
  }
  return unionInOrder(selection, rows.subarray(0, count));
};

/** The union of those device rows for which `keep` holds. */
export const deviceUnion = (selection: Selection, keep: (row: number) => boolean): Intervals =>
  unionInOrder(selection, filterRows(deviceInOrder(selection), keep));

/**
 * Device rows by start, equal ones as in the file; sorted once for all, for a part of them is in order too. Streams are mostly
 * in order each, and are merged.
 */
export const deviceInOrder = once((selection: Selection): Uint32Array => {
  const { start } = selection;
  const sorted = streamsOf(selection).map(({ rows }) => sortRowsBy(rows.slice(), start));
  for (let next = 0; next + 1 < sorted.length; next += 2) {
    const [a, b] = sorted.slice(next, next + 2);
    if (a !== undefined && b !== undefined) sorted.push(merged(a, b, start));
  }
  return sorted.at(-1) ?? new Uint32Array(0);
});

/** Two lists of rows by start as one. */
const merged = (a: Uint32Array, b: Uint32Array, start: Float64Array): Uint32Array => {
  const rows = new Uint32Array(a.length + b.length);
  let left = 0;
  let right = 0;
  for (let place = 0; place < rows.length; place++) {
    const one = a[left] ?? 0;
    const other = b[right] ?? 0;
    const first = start[one] ?? 0;
    const second = start[other] ?? 0;
    const isLeft =
      right >= b.length || (left < a.length && (first < second || (first === second && one < other)));
    rows[place] = isLeft ? one : other;
    if (isLeft) left++;
    else right++;
  }
  return rows;
};

const unionInOrder = (selection: Selection, sorted: Uint32Array): Intervals => {
  const start = new Float64Array(sorted.length);
  const end = new Float64Array(sorted.length);
  const { start: starts, end: ends } = selection;
  let count = 0;
  let until = -Infinity;
  for (let place = 0; place < sorted.length; place++) {
    const row = sorted[place] ?? 0;
    const from = starts[row] ?? 0;
    const to = ends[row] ?? 0;
    if (count > 0 && from <= until) {
      if (to > until) end[count - 1] = until = to;
    } else {
      start[count] = from;
      end[count++] = until = to;
    }
  }
  return { start: start.slice(0, count), end: end.slice(0, count) };
};

/** When any device event runs. */
export const deviceBusy = once((selection: Selection): Intervals =>
  unionInOrder(selection, deviceInOrder(selection)),
);

/** Summed length, in nanoseconds. */
export const lengthOf = ({ start, end }: Intervals): number => {
  let sum = 0;
  for (let i = 0; i < start.length; i++) sum += (end[i] ?? 0) - (start[i] ?? 0);
  return sum;
};

/** What lies in both. */
export const intersection = (a: Intervals, b: Intervals): Intervals => {
  const start: number[] = [];
  const end: number[] = [];
  for (let i = 0, j = 0; i < a.start.length && j < b.start.length;) {
    const from = Math.max(a.start[i] ?? 0, b.start[j] ?? 0);
    const to = Math.min(a.end[i] ?? 0, b.end[j] ?? 0);
    if (from < to) {
      start.push(from);
      end.push(to);
    }
    if ((a.end[i] ?? 0) < (b.end[j] ?? 0)) i++;
    else j++;
  }
  return { start: Float64Array.from(start), end: Float64Array.from(end) };
};
