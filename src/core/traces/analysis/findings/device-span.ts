import { once } from '../once';
import { inSeconds } from '../selection';
import type { Selection } from '../selection';
import { streamsOf } from '../streams';
import type { Stream } from '../streams';

/** From the first start to the last end on the device, and the stream with the most work. */
export interface DeviceSpan {
  readonly seconds: number;
  readonly busiest: Stream;
}

/** Undefined without device events. */
export const deviceSpan = once((selection: Selection): DeviceSpan | undefined => {
  const { start, end } = selection;
  let busiest: Stream | undefined;
  let most = -1;
  let first = Infinity;
  let last = -Infinity;
  for (const stream of streamsOf(selection)) {
    let busy = 0;
    for (const row of stream.rows) {
      busy += (end[row] ?? 0) - (start[row] ?? 0);
      first = Math.min(first, start[row] ?? 0);
      last = Math.max(last, end[row] ?? 0);
    }
    if (busy > most) [busiest, most] = [stream, busy];
  }
  return busiest === undefined || last <= first ? undefined : { seconds: inSeconds(last - first), busiest };
});
