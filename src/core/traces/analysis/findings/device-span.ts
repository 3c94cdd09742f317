import { withLoops } from '../../loops/loops';
import { deviceBusy } from '../intervals';
import { ALL_KINDS } from '../names';
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
  const streams = streamsOf(selection);
  const { start, end } = deviceBusy(selection);
  const span = (end.at(-1) ?? 0) - (start[0] ?? 0);
  const busy = withLoops(selection, (loops) => {
    loops.useTimes();
    return streams.map(({ rows }) => loops.calls.sumDurations(loops.put(rows), rows.length, ALL_KINDS));
  });
  const busiest = streams[busy.indexOf(Math.max(...busy))];
  return busiest === undefined || span <= 0 ? undefined : { seconds: inSeconds(span), busiest };
});
