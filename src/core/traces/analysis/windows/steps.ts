import type { Trace } from '../../columns';
import { launchersOf } from '../launchers';
import { profilerSteps } from '../profiler-steps';
import { filterRows } from '../rows';
import type { Selection } from '../selection';
import { wholeTrace } from './all';

/**
 * Whole profiler steps: host events that begin within a `ProfilerStep#N`, and the device events they launched.
 * The whole trace where it has no steps.
 */
export const wholeSteps = (trace: Trace): Selection => {
  const all = wholeTrace(trace);
  const steps = profilerSteps(all);
  if (steps.length === 0) return { ...all, window: 'steps' };
  const kept = new Uint8Array(trace.slices.length);
  let reach = -Infinity;
  const byTime = steps.map(({ row }) => ({
    from: all.start[row] ?? 0,
    to: (reach = Math.max(reach, all.end[row] ?? 0)),
  }));
  for (const row of all.host) {
    const time = all.start[row] ?? 0;
    if (isWithin(byTime, time)) kept[row] = 1;
  }
  const launchers = launchersOf(all);
  return {
    ...all,
    window: 'steps',
    host: filterRows(all.host, (row) => kept[row] === 1),
    device: filterRows(all.device, (row) => {
      const launcher = launchers[row] ?? -1;
      return launcher >= 0 && kept[launcher] === 1;
    }),
  };
};

/** Of a step the start, and the latest end of it and those before: several threads may have the same step. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/** @param spans in ascending order */
const isWithin = (spans: readonly Span[], time: number): boolean => {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.from ?? 0) <= time) low = middle + 1;
    else high = middle;
  }
  const last = spans[low - 1];
  return last !== undefined && time < last.to;
};
