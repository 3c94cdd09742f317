import { Problem } from '../core/problem';
import { eventDocument } from '../core/report/documents/event';
import { renderMarkdown } from '../core/report/render-markdown';
import type { Trace } from '../core/traces/columns';
import type { EventArguments } from '../core/traces/timeline/argument-reader';
import { createTimeline, type Timeline, type TimelineAnswers } from '../core/traces/timeline/answers';
import type { AnalysisMethods, Outcome } from '../protocol/analysis';
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
): Handlers<Pick<AnalysisMethods, keyof TimelineAnswers | 'eventMarkdown'>> => {
  const made = new WeakMap<Trace, Timeline>();
  /** What was read last of an event. */
  const read = new WeakMap<Timeline, EventArguments>();
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
  const argumentsOf = async (timeline: Timeline, row: number): Promise<EventArguments | undefined> => {
    const answer = await timeline.timelineArguments(row);
    if (answer !== undefined) read.set(timeline, answer);
    return answer;
  };
  const markdownOf = async (timeline: Timeline, row: number): Promise<string> => {
    const details = await timeline.timelineEvent(row);
    if (details === undefined) throw new Problem('the trace has no such event');
    const known = read.get(timeline);
    const layout = await timeline.timelineLayout();
    return renderMarkdown(eventDocument(details, layout, known?.row === row ? known : undefined));
  };
  return {
    timelineLayout: () => ask((timeline) => timeline.timelineLayout()),
    timelineCancel: () => ask((timeline) => timeline.timelineCancel()),
    timelineOverview: (columns) => ask((timeline) => timeline.timelineOverview(columns)),
    timelineView: (query) => ask((timeline) => timeline.timelineView(query)),
    timelineSummary: (range) => ask((timeline) => timeline.timelineSummary(range)),
    timelineEventAt: (point) => ask((timeline) => timeline.timelineEventAt(point)),
    timelineNeighbour: (row, direction) => ask((timeline) => timeline.timelineNeighbour(row, direction)),
    timelineEvent: (row) => ask((timeline) => timeline.timelineEvent(row)),
    timelineArguments: (row) => ask((timeline) => argumentsOf(timeline, row)),
    timelineCancelArguments: () => ask((timeline) => timeline.timelineCancelArguments()),
    timelineSearch: (query) => ask((timeline) => timeline.timelineSearch(query)),
    eventMarkdown: (row) => ask((timeline) => markdownOf(timeline, row)),
  };
};
