import { Problem } from '../core/problem';
import type { Trace } from '../core/traces/columns';
import { createTimeline, type Timeline, type TimelineAnswers } from '../core/traces/timeline/answers';
import type { Outcome, WithOutcome } from '../protocol/analysis';
import type { Handlers } from '../protocol/rpc';
import type { OpenFile, OpenTrace } from './open-file';
import { attempt } from './outcome';

/** Until the messages that wait are handled. */
const rest = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Progress is told this often at most. Milliseconds. */
const TOLD_EVERY = 100;

const sparing = (report: (fraction: number) => void): ((fraction: number) => void) => {
  let last = -Infinity;
  return (fraction) => {
    const now = performance.now();
    if (now - last < TOLD_EVERY) return;
    last = now;
    report(fraction);
  };
};

/** Answers the timeline's questions about the trace that is open. */
export const timelineHandlers = (
  file: () => OpenFile,
  report: (fraction: number) => void,
  reportArguments: (fraction: number) => void,
): Handlers<WithOutcome<TimelineAnswers>> => {
  const made = new WeakMap<Trace, Timeline>();
  const timelineOf = ({ trace, reopen }: OpenTrace): Timeline => {
    const known =
      made.get(trace) ??
      createTimeline(trace, { rest, report }, { reopen, report: sparing(reportArguments) });
    made.set(trace, known);
    return known;
  };
  const ask = <T>(question: (timeline: Timeline) => Promise<T>): Promise<Outcome<T>> =>
    attempt(() => {
      const opened = file();
      if (opened.kind === 'model')
        throw new Problem('a model config has no timeline; expected a profiler trace');
      return question(timelineOf(opened));
    });
  return {
    timelineLayout: () => ask((timeline) => timeline.timelineLayout()),
    timelineCancel: () => ask((timeline) => timeline.timelineCancel()),
    timelineOverview: (columns) => ask((timeline) => timeline.timelineOverview(columns)),
    timelineView: (query) => ask((timeline) => timeline.timelineView(query)),
    timelineSummary: (range) => ask((timeline) => timeline.timelineSummary(range)),
    timelineEventAt: (point) => ask((timeline) => timeline.timelineEventAt(point)),
    timelineNeighbour: (row, direction) => ask((timeline) => timeline.timelineNeighbour(row, direction)),
    timelineEvent: (row) => ask((timeline) => timeline.timelineEvent(row)),
    timelineArguments: (row) => ask((timeline) => timeline.timelineArguments(row)),
    timelineCancelArguments: () => ask((timeline) => timeline.timelineCancelArguments()),
    timelineSearch: (query) => ask((timeline) => timeline.timelineSearch(query)),
  };
};
