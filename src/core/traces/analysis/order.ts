import { mapRows, rowsUpTo, sortRowsBy } from './rows';
import type { Selection } from './selection';
import { numpyOrder } from './windows/numpy-order';

/** Places of `times` in ascending order; equal times as they stand, in the window "hta" as HTA has them. */
export const inOrderOfTime = (selection: Selection, times: Float64Array): Uint32Array =>
  selection.window === 'hta' ? numpyOrder(times) : sortRowsBy(rowsUpTo(times.length), times);

/** Rows in ascending order of their start; see `inOrderOfTime`. */
export const byStart = (selection: Selection, rows: Uint32Array): Uint32Array => {
  if (selection.window !== 'hta') return sortRowsBy(rows.slice(), selection.start);
  const times = mapRows(rows, (row) => selection.start[row] ?? 0);
  return numpyOrder(times).map((place) => rows[place] ?? 0);
};
