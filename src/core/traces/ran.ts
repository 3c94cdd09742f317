import type { Trace } from './columns';

/** Nanoseconds after the trace's origin. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * A test for slices that tell how long the profiler itself was on, not what ran: Kineto's of category "Trace" in its
 * process "Spans" (older: "Traces"). Holistic Trace Analysis leaves that category out too (hta/common/trace_parser.py).
 */
export const profilerSpans = ({ slices, strings, tracks }: Trace): ((row: number) => boolean) => {
  const category = strings.find('Trace');
  if (category === undefined) return () => false;
  const own = tracks.map(({ pid }) => pid === 'Spans' || pid === 'Traces');
  return (row) => slices.category[row] === category && own[slices.track[row] ?? 0] === true;
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

/** Nanoseconds from the first start to the last end of what ran; of a trace without times, of its recording where known. */
export const ranNanoseconds = (trace: Trace): number => {
  const { untimed } = trace.metadata;
  if (untimed !== undefined) return untimed.recordedNanoseconds ?? 0;
  const { from, to } = ranSpan(trace);
  return to - from;
};
