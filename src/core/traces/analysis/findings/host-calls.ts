import { inSeconds } from '../selection';
import type { Selection } from '../selection';

/** Calls on the host by name: how many, and their summed duration in seconds. */
export const callsNamed = (
  selection: Selection,
  names: ReadonlySet<string>,
): { readonly count: number; readonly seconds: number } => {
  const { slices, strings } = selection.trace;
  const wanted = new Uint8Array(strings.size);
  for (const name of names) {
    const id = strings.find(name);
    if (id !== undefined) wanted[id] = 1;
  }
  let count = 0;
  let nanoseconds = 0;
  for (const row of selection.host) {
    if (wanted[slices.name[row] ?? 0] === 0) continue;
    count++;
    nanoseconds += (selection.end[row] ?? 0) - (selection.start[row] ?? 0);
  }
  return { count, seconds: inSeconds(nanoseconds) };
};
