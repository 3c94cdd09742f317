import { Problem } from '../core/problem';
import type { TimelineAnswers } from '../core/traces/timeline/answers';
import type { Outcome, WithOutcome } from '../protocol/analysis';
import type { Handlers } from '../protocol/rpc';
import type { OpenFile } from './open-file';
import { attempt } from './outcome';

/** Answers the timeline's questions about the trace that is open. */
export const timelineHandlers = (file: () => OpenFile): Handlers<WithOutcome<TimelineAnswers>> => {
  const ask = <T>(question: (timeline: TimelineAnswers) => T): Promise<Outcome<T>> =>
    attempt(() => {
      const opened = file();
      if (opened.kind === 'model')
        throw new Problem('a model config has no timeline; expected a profiler trace');
      return question(opened.timeline);
    });
  return {
    timelineLayout: () => ask((timeline) => timeline.timelineLayout()),
    timelineOverview: (columns) => ask((timeline) => timeline.timelineOverview(columns)),
    timelineView: (query) => ask((timeline) => timeline.timelineView(query)),
    timelineSummary: (range) => ask((timeline) => timeline.timelineSummary(range)),
    timelineEventAt: (point) => ask((timeline) => timeline.timelineEventAt(point)),
    timelineNeighbour: (row, direction) => ask((timeline) => timeline.timelineNeighbour(row, direction)),
    timelineEvent: (row) => ask((timeline) => timeline.timelineEvent(row)),
    timelineSearch: (query) => ask((timeline) => timeline.timelineSearch(query)),
  };
};
