import { once } from './once';
import { filterRows } from './rows';
import type { Selection } from './selection';
import { inThreadOrder, threadOrder } from './thread-order';

/** Host rows thread by thread, by start, longer first: an event stands before those inside it. */
export const hostOrder = once((selection: Selection): Uint32Array => {
  const { trace, window, host, start, end } = selection;
  const anew = (): Uint32Array => inThreadOrder(host, trace.slices.track, start, (row) => end[row] ?? 0);
  if (start !== trace.slices.start) return anew();
  // Other windows take their host rows from the same ones.
  if (window !== 'hta' && host.length === threadOrder(trace).length) return threadOrder(trace);
  const isSelected = new Uint8Array(trace.slices.length);
  for (const row of host) isSelected[row] = 1;
  const rows = filterRows(threadOrder(trace), (row) => isSelected[row] === 1);
  return rows.length === host.length ? rows : anew();
});
