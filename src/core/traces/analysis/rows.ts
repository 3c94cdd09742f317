import { FEWEST_FOR_RADIX, radixSort } from './radix';

/** Work on arrays of row numbers. Every index below is within its array, so `?? 0` never takes effect. */

/**
 * Sorts rows in place, stably. Traces are written almost in order of time, so this merges the runs it finds:
 * linear for a sorted array, O(n log runs) otherwise. `inOrder(a, b)` says that `a` may stand before `b`.
 */
export const sortRows = (rows: Uint32Array, inOrder: (a: number, b: number) => boolean): Uint32Array => {
  const bounds = [0];
  for (let i = 1; i < rows.length; i++) if (!inOrder(rows[i - 1] ?? 0, rows[i] ?? 0)) bounds.push(i);
  bounds.push(rows.length);
  return mergeRuns(rows, bounds, (source, target, from, middle, to) => {
    let left = from;
    let right = middle;
    for (let out = from; out < to; out++) {
      const takeLeft = right >= to || (left < middle && inOrder(source[left] ?? 0, source[right] ?? 0));
      target[out] = source[takeLeft ? left++ : right++] ?? 0;
    }
  });
};

/**
 * Sorts rows in place by a key that is indexed by row, stably. Few runs are merged, many sorted by their digits. The same
 * as `sortRows`, with the comparison in the loops: most sorts are by time.
 */
export const sortRowsBy = (rows: Uint32Array, key: Float64Array): Uint32Array => {
  const bounds = [0];
  let before = -Infinity;
  for (let i = 0; i < rows.length; i++) {
    const time = key[rows[i] ?? 0] ?? 0;
    if (before > time) bounds.push(i);
    before = time;
  }
  bounds.push(rows.length);
  if (bounds.length > MOST_MERGED && rows.length >= FEWEST_FOR_RADIX && radixSort(rows, key)) return rows;
  return mergeRuns(rows, bounds, (source, target, from, middle, to) => {
    let left = from;
    let right = middle;
    let leftTime = key[source[left] ?? 0] ?? 0;
    let rightTime = key[source[right] ?? 0] ?? 0;
    let out = from;
    while (left < middle && right < to) {
      if (leftTime <= rightTime) {
        target[out++] = source[left++] ?? 0;
        leftTime = key[source[left] ?? 0] ?? 0;
      } else {
        target[out++] = source[right++] ?? 0;
        rightTime = key[source[right] ?? 0] ?? 0;
      }
    }
    target.set(source.subarray(left, middle), out);
    target.set(source.subarray(right, to), out + middle - left);
  });
};

/** More runs take more than the passes of a radix sort to merge. */
const MOST_MERGED = 1 << 5;

/** Merges two neighbouring runs of `source`, which begin at `from` and `middle`, into `target`. */
type Merge = (source: Uint32Array, target: Uint32Array, from: number, middle: number, to: number) => void;

/** Merges sorted runs in pairs until there is one. @param bounds where each run begins, and the end of the last */
const mergeRuns = (rows: Uint32Array, bounds: readonly number[], merge: Merge): Uint32Array => {
  if (bounds.length <= 2) return rows;
  let source: Uint32Array = rows;
  let target: Uint32Array = new Uint32Array(rows.length);
  for (let runs = bounds; runs.length > 2;) {
    const next: number[] = [0];
    for (let run = 0; run + 1 < runs.length; run += 2) {
      const middle = runs[run + 1] ?? 0;
      const to = runs[run + 2] ?? middle;
      merge(source, target, runs[run] ?? 0, middle, to);
      next.push(to);
    }
    [source, target] = [target, source];
    runs = next;
  }
  if (source !== rows) rows.set(source);
  return rows;
};

/** The rows for which `keep` holds, in the same order. */
export const filterRows = (rows: Uint32Array, keep: (row: number) => boolean): Uint32Array => {
  const kept = new Uint32Array(rows.length);
  let count = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] ?? 0;
    if (keep(row)) kept[count++] = row;
  }
  return kept.slice(0, count);
};

/** How many rows stand before the first for which `holds` does not; behind that one it holds for none. */
export const countUntil = (rows: Uint32Array, holds: (row: number) => boolean): number => {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(rows[middle] ?? 0)) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** A number for each row. A loop, because `Float64Array.from` with a function is ten times slower. */
export const mapRows = (rows: Uint32Array, valueOf: (row: number) => number): Float64Array => {
  const values = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) values[i] = valueOf(rows[i] ?? 0);
  return values;
};

/** 0, 1, … length - 1. */
export const rowsUpTo = (length: number): Uint32Array => {
  const rows = new Uint32Array(length);
  for (let row = 0; row < length; row++) rows[row] = row;
  return rows;
};

/** Rows by the value of a key, each group in the same order, the groups in order of first appearance. */
export const groupRows = (rows: Uint32Array, key: (row: number) => number): Map<number, Uint32Array> => {
  const groups = new Map<number, { rows: Uint32Array; length: number }>();
  let last = NaN;
  let group: { rows: Uint32Array; length: number } = { rows: new Uint32Array(0), length: 0 };
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] ?? 0;
    const id = key(row);
    if (id !== last) {
      last = id;
      const known = groups.get(id);
      if (known === undefined) groups.set(id, (group = { rows: new Uint32Array(16), length: 0 }));
      else group = known;
    }
    if (group.length === group.rows.length) {
      const larger = new Uint32Array(2 * group.length);
      larger.set(group.rows);
      group.rows = larger;
    }
    group.rows[group.length++] = row;
  }
  return new Map([...groups].map(([id, group]) => [id, group.rows.subarray(0, group.length)]));
};

/** The same by a column of indices, with the look-up in the loops: most groups are threads or streams. */
export const groupRowsBy = (rows: Uint32Array, key: Uint32Array): Map<number, Uint32Array> => {
  let highest = -1;
  for (let i = 0; i < rows.length; i++) {
    const id = key[rows[i] ?? 0] ?? 0;
    if (id > highest) highest = id;
  }
  const counts = new Uint32Array(highest + 1);
  const ids: number[] = [];
  for (let i = 0; i < rows.length; i++) {
    const id = key[rows[i] ?? 0] ?? 0;
    const count = counts[id] ?? 0;
    if (count === 0) ids.push(id);
    counts[id] = count + 1;
  }
  const ends = new Uint32Array(highest + 1);
  let length = 0;
  for (const id of ids) {
    ends[id] = length;
    length += counts[id] ?? 0;
  }
  const grouped = new Uint32Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] ?? 0;
    const id = key[row] ?? 0;
    const end = ends[id] ?? 0;
    grouped[end] = row;
    ends[id] = end + 1;
  }
  return new Map(ids.map((id) => [id, grouped.subarray((ends[id] ?? 0) - (counts[id] ?? 0), ends[id] ?? 0)]));
};
