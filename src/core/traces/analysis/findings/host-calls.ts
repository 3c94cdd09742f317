import { namesAmong, rowsNamed } from '../names';
import { inSeconds } from '../selection';
import type { Selection } from '../selection';

/** Calls on the host by name. */
export const hostCalls = (selection: Selection, names: ReadonlySet<string>): Uint32Array => {
  const wanted = namesAmong(selection, names);
  return wanted === undefined ? new Uint32Array(0) : rowsNamed(selection, selection.host, undefined, wanted);
};

/** How many calls there are, and their summed duration in seconds. */
export const timeOfCalls = (
  { start, end }: Selection,
  rows: Uint32Array,
): { readonly count: number; readonly seconds: number } => {
  let nanoseconds = 0;
  for (const row of rows) nanoseconds += (end[row] ?? 0) - (start[row] ?? 0);
  return { count: rows.length, seconds: inSeconds(nanoseconds) };
};
