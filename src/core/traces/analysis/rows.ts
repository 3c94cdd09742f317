import { FEWEST_FOR_RADIX, radixSort } from './radix';

/** Work on arrays of row numbers. Every index below is within its array, so `?? 0` never takes effect. */

/**
 * Sorts rows in place, stably. Traces are written almost in order of time, so this merges the runs it finds:
 * linear for a sorted array, O(n log runs) otherwise. `inOrder(a, b)` says that `a` may stand before `b`.
 */
export const sortRows = (rows: Uint32Array, inOrder: (a: number, b: number) => boolean): Uint32Array => {
  let bounds = runsOf(rows, inOrder);
  if (bounds.length <= 2) return rows;
  let source: Uint32Array = rows;
  let target: Uint32Array = new Uint32Array(rows.length);
  while (bounds.length > 2) {
    const next: number[] = [0];
    for (let run = 0; run + 1 < bounds.length; run += 2) {
      const from = bounds[run] ?? 0;
      const middle = bounds[run + 1] ?? 0;
      const to = bounds[run + 2] ?? middle;
      mergeRuns(source, target, from, middle, to, inOrder);
      next.push(to);
    }
    [source, target] = [target, source];
    bounds = next;
  }
  if (source !== rows) rows.set(source);
  return rows;
};

/** Sorts rows in place by a key that is indexed by row, stably. Few runs are merged, many sorted by their digits. */
export const sortRowsBy = (rows: Uint32Array, key: Float64Array): Uint32Array => {
  const inOrder = (a: number, b: number): boolean => (key[a] ?? 0) <= (key[b] ?? 0);
  let runs = rows.length === 0 ? 0 : 1;
  for (let i = 1; i < rows.length; i++) if ((key[rows[i - 1] ?? 0] ?? 0) > (key[rows[i] ?? 0] ?? 0)) runs++;
  if (runs < 2) return rows;
  const byDigits = runs > MOST_MERGED && rows.length >= FEWEST_FOR_RADIX && radixSort(rows, key);
  return byDigits ? rows : sortRows(rows, inOrder);
};

/** More runs take more than the passes of a radix sort to merge. */
const MOST_MERGED = 1 << 5;

const runsOf = (rows: Uint32Array, inOrder: (a: number, b: number) => boolean): number[] => {
  const bounds = [0];
  for (let i = 1; i < rows.length; i++) if (!inOrder(rows[i - 1] ?? 0, rows[i] ?? 0)) bounds.push(i);
  if (rows.length > 0) bounds.push(rows.length);
  return bounds;
};

const mergeRuns = (
  source: Uint32Array,
  target: Uint32Array,
  from: number,
  middle: number,
  to: number,
  inOrder: (a: number, b: number) => boolean,
): void => {
  let left = from;
  let right = middle;
  for (let out = from; out < to; out++) {
    const takeLeft = right >= to || (left < middle && inOrder(source[left] ?? 0, source[right] ?? 0));
    target[out] = source[takeLeft ? left++ : right++] ?? 0;
  }
};

/** The rows for which `keep` holds, in the same order. */
export const filterRows = (rows: Uint32Array, keep: (row: number) => boolean): Uint32Array => {
  const kept = new Uint32Array(rows.length);
  let count = 0;
  for (const row of rows) if (keep(row)) kept[count++] = row;
  return kept.slice(0, count);
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
  for (const row of rows) {
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
