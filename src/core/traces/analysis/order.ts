import { type Address, type Loops, withLoops } from '../loops/loops';
import { mapRows, rowsUpTo } from './rows';
import type { Selection } from './selection';
import { numpyOrder } from './windows/numpy-order';

/** Places of `times` in ascending order; equal times as they stand, in the window "hta" as HTA has them. */
export const inOrderOfTime = (selection: Selection, times: Float64Array): Uint32Array =>
  selection.window === 'hta'
    ? numpyOrder(times)
    : withLoops(selection, (loops) => {
        const places = loops.put(rowsUpTo(times.length));
        loops.calls.sortBy(places, times.length, loops.put(times));
        return loops.rows(places, times.length).slice();
      });

/** Puts rows in ascending order of their start; see `inOrderOfTime`. The loops use times. */
export const putByStart = (selection: Selection, loops: Loops, rows: Uint32Array): Address => {
  const { start } = selection;
  if (selection.window === 'hta') {
    const times = mapRows(rows, (row) => start[row] ?? 0);
    return loops.put(numpyOrder(times).map((place) => rows[place] ?? 0));
  }
  const ordered = loops.put(rows);
  loops.calls.sortBy(ordered, rows.length, loops.calls.start.value);
  return ordered;
};
