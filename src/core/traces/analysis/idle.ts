import { isDeviceWork } from '../slice-kind';
import type { Analysis } from './analysis';
import { once } from './once';
import { launchersOf } from './launchers';
import { byStart } from './order';
import { filterRows } from './rows';
import { inSeconds } from './selection';
import type { Selection } from './selection';
import { streamsOf } from './streams';
import type { Stream } from './streams';
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
  const work = filterRows(selection.device, (row) => isDeviceWork(selection.trace.slices.kind[row] ?? 0));
  if (work.length === 0) return undefined;
  return streamsOf(selection, work).map((stream) => idleOf(selection, stream));
};

const idleOf = (selection: Selection, { rows, ...stream }: Stream): IdleReport => {
  const { start, end } = selection;
  const launchers = launchersOf(selection);
  const overlapping = selection.window === 'hta';
  const { correlation } = selection.trace.slices.args;
  const mistaken = mistakenRow(selection);
  let hostWait = 0;
  let kernelWait = 0;
  let other = 0;
  let lastEnd = NaN;
  const ordered = byStart(selection, rows);
  for (let place = 0; place < ordered.length; place++) {
    const row = ordered[place] ?? 0;
    const gap = (start[row] ?? 0) - lastEnd;
    const linked = launchers[row] ?? -1;
    const launcher = linked === -1 && mistaken >= 0 && correlation.has(row) ? mistaken : linked;
    if (gap === gap && (overlapping || gap > 0)) {
      if (launcher >= 0 && (start[launcher] ?? 0) > lastEnd) hostWait += gap;
      else if (gap < USUAL_GAP) kernelWait += gap;
      else other += gap;
    }
    const ended = end[row] ?? 0;
    if (overlapping || !(ended <= lastEnd)) lastEnd = ended;
  }
  return {
    ...stream,
    hostWait: inSeconds(hostWait),
    kernelWait: inSeconds(kernelWait),
    other: inSeconds(other),
  };
};

export const idle: Analysis<'idle', readonly IdleReport[]> = { id: 'idle', run: once(run) };
