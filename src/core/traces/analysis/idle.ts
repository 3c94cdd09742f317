import { withLoops } from '../loops/loops';
import type { Analysis } from './analysis';
import { launchersOf } from './launchers';
import { once } from './once';
import { putByStart } from './order';
import { inSeconds } from './selection';
import type { Selection } from './selection';
import { deviceWork, streamsOf } from './streams';
import { mistakenRow } from './windows/hta';

/** Seconds a stream stood still, by reason. */
export interface IdleReport {
  readonly device?: number;
  readonly stream: number;
  /** The host had not launched the next kernel when the one before it ended. */
  readonly hostWait: number;
  /** It had, and the gap is the usual one between two kernels: below 30 µs. */
  readonly kernelWait: number;
  /** It had, and the stream waited for something else: an event, another stream. */
  readonly other: number;
}

const USUAL_GAP = 30_000;

/**
 * Idle time of each stream by reason (HTA, hta/analyzers/breakdown_analysis.py:746-935). Kernels, copies and sets in
 * order of time; a gap is a start less the last end before it. The window "hta" takes the end of the event just
 * before, so that events that overlap count negative gaps, and all events of one stream number.
 */
const run = (selection: Selection): readonly IdleReport[] | undefined => {
  const { places, events } = deviceWork(selection);
  if (events === 0) return undefined;
  // These have loops of their own.
  const streams = streamsOf(selection, events === selection.device.length ? undefined : places);
  const launchers = launchersOf(selection);
  const mistaken = mistakenRow(selection);
  return withLoops(selection, (loops) => {
    loops.useTimes();
    const { calls } = loops;
    const linked = loops.keep(launchers);
    const correlation = mistaken < 0 ? 0 : loops.putColumn(selection.trace.slices.args.correlation);
    return streams.map(({ rows, ...stream }) => {
      const ordered = putByStart(selection, loops, rows);
      const isHta = selection.window === 'hta';
      calls.sumWaits(ordered, rows.length, linked, USUAL_GAP, isHta, mistaken, correlation);
      return {
        ...stream,
        hostWait: inSeconds(calls.hostWait.value),
        kernelWait: inSeconds(calls.kernelWait.value),
        other: inSeconds(calls.otherWait.value),
      };
    });
  });
};

export const idle: Analysis<'idle', readonly IdleReport[]> = { id: 'idle', run: once(run) };
