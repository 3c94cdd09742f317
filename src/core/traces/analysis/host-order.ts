import { once } from './once';
import { sortRows } from './rows';
import type { Selection } from './selection';

/** Host rows thread by thread, by start, longer first: an event stands before those inside it. */
export const hostOrder = once((selection: Selection): Uint32Array => {
  const { track } = selection.trace.slices;
  const { start, end } = selection;
  return sortRows(selection.host.slice(), (a, b) => {
    const thread = (track[a] ?? 0) - (track[b] ?? 0);
    if (thread !== 0) return thread < 0;
    const time = (start[a] ?? 0) - (start[b] ?? 0);
    return time < 0 || (time === 0 && (end[a] ?? 0) >= (end[b] ?? 0));
  });
});
