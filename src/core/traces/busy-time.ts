import { deviceInOrder } from './analysis/intervals';
import { wholeTrace } from './analysis/windows/all';
import type { Trace } from './columns';
import { deviceOf } from './used-devices';

/** Nanoseconds in which a device ran anything, summed over the devices: what runs side by side on one counts once. */
export const busyNanoseconds = (trace: Trace): number => {
  if (trace.metadata.untimed !== undefined) return 0;
  const selection = wholeTrace(trace);
  const { start, end } = selection;
  const reached = new Map<string, number>();
  let busy = 0;
  for (const row of deviceInOrder(selection)) {
    const device = deviceOf(trace, row);
    const before = reached.get(device) ?? -Infinity;
    const until = end[row] ?? 0;
    if (until <= before) continue;
    busy += until - Math.max(before, start[row] ?? 0);
    reached.set(device, until);
  }
  return busy;
};
