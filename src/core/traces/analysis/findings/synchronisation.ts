import { formatCount, formatShare } from '../../../units/format';
import { SYNCHRONISING_CALLS } from '../critical-path/blocking-calls';
import { deviceBusy } from '../intervals';
import { inSeconds, type Selection } from '../selection';
import { deviceSpan } from './device-span';
import type { FindingRule } from './finding';
import { hostCalls, timeOfCalls } from './host-calls';

const SHARE = 0.05;
const SCALARS: ReadonlySet<string> = new Set(['aten::_local_scalar_dense']);

/**
 * How long the device stands still, in nanoseconds, because the host was in one of these calls when its work ran out: from
 * then to its next work. A wait while the device works costs nothing.
 */
const drained = (selection: Selection, waits: Uint32Array): number => {
  const { start, end } = selection;
  const busy = deviceBusy(selection);
  const calls = [...waits].sort((a, b) => (start[a] ?? 0) - (start[b] ?? 0));
  let lost = 0;
  let next = 0;
  let latestEnd = -Infinity;
  for (let i = 0; i + 1 < busy.start.length; i++) {
    const empty = busy.end[i] ?? 0;
    for (; next < calls.length && (start[calls[next] ?? 0] ?? 0) <= empty; next++)
      latestEnd = Math.max(latestEnd, end[calls[next] ?? 0] ?? 0);
    if (latestEnd >= empty) lost += (busy.start[i + 1] ?? 0) - empty;
  }
  return lost;
};

/** The host waits until the device has nothing left to do, which then waits for the host. */
export const synchronisation: FindingRule = {
  id: 'synchronisation',
  find: (selection) => {
    const span = deviceSpan(selection);
    if (span === undefined) return undefined;
    const calls = hostCalls(selection, SYNCHRONISING_CALLS);
    const idle = inSeconds(drained(selection, calls));
    const share = Math.min(1, idle / span.seconds);
    if (share < SHARE) return undefined;
    const waits = timeOfCalls(selection, calls);
    const scalars = hostCalls(selection, SCALARS).length;
    const times = scalars === 1 ? 'once' : `${formatCount(scalars)} times`;
    const advice =
      scalars > 0
        ? `values are read ${times} (.item()); try to keep them on the GPU or read them less often`
        : 'try to synchronise less often';
    return {
      rule: 'synchronisation',
      sentence: `${formatShare(share)} of the time the GPU stands still because the host waited for all of its work, in ${waits.count === 1 ? 'one synchronising call' : `${formatCount(waits.count)} synchronising calls`}; ${advice}`,
      share,
      evidence: {
        idleSeconds: idle,
        waitSeconds: waits.seconds,
        calls: waits.count,
        scalarReads: scalars,
        deviceSpanSeconds: span.seconds,
      },
      because: `the device is idle for at least ${formatShare(SHARE)} of its time after its work ran out during such a call`,
    };
  },
};
