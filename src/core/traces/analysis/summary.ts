import { withLoops } from '../loops/loops';
import { profilerTracks } from '../ran';
import { SliceKind } from '../slice-kind';
import type { Analysis } from './analysis';
import { deviceBusy, deviceUnion } from './intervals';
import { once } from './once';
import { profilerSteps } from './profiler-steps';
import { inSeconds, type Selection } from './selection';
import { deviceWork, streamsOf } from './streams';

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
  const { first, last, counts } = extentOf(selection);
  if (first > last) return undefined;
  const work = deviceWork(selection);
  const isAll = work.events === selection.device.length;
  const busy = inSeconds(
    (isAll ? deviceBusy(selection) : deviceUnion(selection, { of: work.places, is: 1 })).length,
  );
  const span = inSeconds(last - first);
  const isTimed = selection.trace.metadata.untimed === undefined;
  return {
    ...(isTimed ? { spanSeconds: span } : {}),
    operators: counts[SliceKind.operator] ?? 0,
    runtimeCalls: counts[SliceKind.runtime] ?? 0,
    deviceEvents: work.events,
    streams: (isAll ? streamsOf(selection) : streamsOf(selection, work.places)).length,
    steps: profilerSteps(selection).length,
    ...(isTimed && work.events > 0 && span > 0
      ? { deviceBusySeconds: busy, deviceUtilization: busy / span }
      : {}),
  };
};

interface Extent {
  /** Nanoseconds. */
  readonly first: number;
  readonly last: number;
  /** By kind. */
  readonly counts: Uint32Array;
}

/** When rows that are not the profiler's ran, and of what kinds they are. */
const extentOf = (selection: Selection): Extent => {
  const { start, end, trace } = selection;
  const { kind, category, track } = trace.slices;
  const profiler = profilerTracks(trace);
  return withLoops(selection, (loops) => {
    const { calls } = loops;
    calls.beginExtent();
    const tracks = loops.put(profiler.tracks);
    for (const rows of [selection.host, selection.device])
      loops.eachPart(rows, [start, end, kind, category, track], (_, part, length, columns) =>
        calls.extend(part, length, ...columns, profiler.category, tracks),
      );
    return {
      first: calls.extentFrom.value,
      last: calls.extentTo.value,
      counts: loops.rows(calls.extentKinds.value, 256).slice(),
    };
  });
};

export const summary: Analysis<'summary', SummaryReport> = { id: 'summary', run: once(run) };
