import { filterRows } from '../rows';
import { inSeconds } from '../selection';
import type { Selection } from '../selection';

/** Calls on the host by name. */
export const rowsNamed = (selection: Selection, names: ReadonlySet<string>): Uint32Array => {
  const { slices, strings } = selection.trace;
  const wanted = new Uint8Array(strings.size);
  for (const name of names) {
    const id = strings.find(name);
    if (id !== undefined) wanted[id] = 1;
  }
  return filterRows(selection.host, (row) => wanted[slices.name[row] ?? 0] === 1);
};

/** How many calls of these names there are, and their summed duration in seconds. */
export const callsNamed = (
  selection: Selection,
  names: ReadonlySet<string>,
): { readonly count: number; readonly seconds: number } => {
  const rows = rowsNamed(selection, names);
  let nanoseconds = 0;
  for (const row of rows) nanoseconds += (selection.end[row] ?? 0) - (selection.start[row] ?? 0);
  return { count: rows.length, seconds: inSeconds(nanoseconds) };
};
