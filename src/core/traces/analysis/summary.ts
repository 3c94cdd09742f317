import { profilerSpans } from '../ran';
import { isDeviceWork, SliceKind } from '../slice-kind';
import type { Analysis } from './analysis';
import { deviceBusy, deviceUnion, lengthOf } from './intervals';
import { once } from './once';
import { profilerSteps } from './profiler-steps';
import { filterRows } from './rows';
import { inSeconds, type Selection } from './selection';
import { streamsOf } from './streams';

export interface SummaryReport {
  /** From the first start to the last end of what ran in the window; absent where events have no times. */
  readonly spanSeconds?: number;
  readonly operators: number;
  /** Calls into the device's runtime and driver. */
  readonly runtimeCalls: number;
  readonly deviceEvents: number;
  readonly streams: number;
  readonly steps: number;
  /** Time in which any device event runs, and its share of the span. Absent without device events. */
  readonly deviceBusySeconds?: number;
  readonly deviceUtilization?: number;
}

/** The trace at a glance: what is in the window, and how busy the device was over its whole length. */
const run = (selection: Selection): SummaryReport | undefined => {
  const { kind } = selection.trace.slices;
  const isProfiler = profilerSpans(selection.trace);
  let first = Infinity;
  let last = -Infinity;
  const counts = new Uint32Array(256);
  for (const rows of [selection.host, selection.device]) {
    for (let place = 0; place < rows.length; place++) {
      const row = rows[place] ?? 0;
      if (isProfiler(row)) continue;
      const from = selection.start[row] ?? 0;
      const to = selection.end[row] ?? 0;
      if (from < first) first = from;
      if (to > last) last = to;
      const of = kind[row] ?? 0;
      counts[of] = (counts[of] ?? 0) + 1;
    }
  }
  if (first > last) return undefined;
  const isWork = (row: number): boolean => isDeviceWork(kind[row] ?? 0);
  const work = filterRows(selection.device, isWork);
  const isAll = work.length === selection.device.length;
  const busy = inSeconds(lengthOf(isAll ? deviceBusy(selection) : deviceUnion(selection, isWork)));
  const span = inSeconds(last - first);
  return {
    ...(selection.trace.metadata.untimed === undefined ? { spanSeconds: span } : {}),
    operators: counts[SliceKind.operator] ?? 0,
    runtimeCalls: counts[SliceKind.runtime] ?? 0,
    deviceEvents: work.length,
    streams: (isAll ? streamsOf(selection) : streamsOf(selection, work)).length,
    steps: profilerSteps(selection).length,
    ...(work.length > 0 && span > 0 ? { deviceBusySeconds: busy, deviceUtilization: busy / span } : {}),
  };
};

export const summary: Analysis<'summary', SummaryReport> = { id: 'summary', run: once(run) };
