import { SliceKind } from '../slice-kind';
import { once } from './once';
import { RowIndex } from './row-index';
import type { Selection } from './selection';

/**
 * For each row the host row that launched it, or -1: the row with the same correlation id. Of several the last in
 * the file counts, as where HTA writes its column `index_correlation`. The window "hta" takes any host event with
 * the correlation, the others calls into the runtime or driver.
 */
export const launchersOf = once((selection: Selection): Int32Array => {
  const { slices } = selection.trace;
  const { correlation } = slices.args;
  const any = selection.window === 'hta';
  const byCorrelation = new RowIndex(selection.host, (row) => correlation.or(row, -1));
  for (const row of selection.host) {
    const id = correlation.or(row, -1);
    if (id !== -1 && (any || slices.kind[row] === SliceKind.runtime)) byCorrelation.set(id, row);
  }
  const launchers = new Int32Array(slices.length).fill(-1);
  for (const row of selection.device) {
    const id = correlation.or(row, -1);
    if (id !== -1) launchers[row] = byCorrelation.get(id);
  }
  return launchers;
});
