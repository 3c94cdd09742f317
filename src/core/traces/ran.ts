import type { Trace } from './columns';

/** Nanoseconds after the trace's origin. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** What tells slices of the profiler itself: see `profilerSpans`. */
export interface ProfilerTracks {
  /** TextId, or -1 where the trace has none. */
  readonly category: number;
  /** A byte for each track. */
  readonly tracks: Uint8Array;
}

export const profilerTracks = ({ strings, tracks }: Trace): ProfilerTracks => ({
  category: strings.find('Trace') ?? -1,
  tracks: Uint8Array.from(tracks, ({ pid }) => (pid === 'Spans' || pid === 'Traces' ? 1 : 0)),
});

/**
 * A test for slices that tell how long the profiler itself was on, not what ran: Kineto's of category "Trace" in its
 * process "Spans" (older: "Traces"). Holistic Trace Analysis leaves that category out too (hta/common/trace_parser.py).
 */
export const profilerSpans = (trace: Trace): ((row: number) => boolean) => {
  const { category, tracks } = profilerTracks(trace);
  const { slices } = trace;
  if (category < 0) return () => false;
  return (row) => slices.category[row] === category && tracks[slices.track[row] ?? 0] === 1;
};

/** From the first start to the last end of what ran; both 0 where nothing did. */
export const ranSpan = (trace: Trace): Span => {
  const { start, duration, length } = trace.slices;
  const isProfiler = profilerSpans(trace);
  let [from, to] = [Infinity, -Infinity];
  for (let row = 0; row < length; row++) {
    if (isProfiler(row)) continue;
    const at = start[row] ?? 0;
    if (at < from) from = at;
    const end = at + Math.max(0, duration[row] || 0);
    if (end > to) to = end;
  }
  return from <= to ? { from, to } : { from: 0, to: 0 };
};

/** When the first event is, of all that are drawn: the zero of a timeline. Nanoseconds after the trace's origin. */
export const firstMoment = ({ slices, instants, counters, memory }: Trace): number => {
  let first = Infinity;
  for (const times of [slices.start, instants.time, counters.time, memory.time])
    for (const time of times) if (time < first) first = time;
  return first === Infinity ? 0 : first;
};

/** Nanoseconds from the first start to the last end of what ran; of a trace without times, of its recording where known. */
export const ranNanoseconds = (trace: Trace): number => {
  const { untimed } = trace.metadata;
  if (untimed !== undefined) return untimed.recordedNanoseconds ?? 0;
  const { from, to } = ranSpan(trace);
  return to - from;
};
