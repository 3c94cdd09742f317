import type { TimelineAnswers } from '../../core/traces/timeline/answers';
import type { Handlers } from '../../protocol/rpc';
import type { FileAnalysis } from '../analysis/file-analysis';

/** Hands the timeline's questions on to the thread that holds the trace. */
export const timelineHandlers = (analysis: FileAnalysis): Handlers<TimelineAnswers> => ({
  timelineLayout: () => analysis.ask((worker) => worker.timelineLayout()),
  timelineCancel: () => analysis.ask((worker) => worker.timelineCancel()),
  timelineOverview: (columns) => analysis.ask((worker) => worker.timelineOverview(columns)),
  timelineView: (query) => analysis.ask((worker) => worker.timelineView(query)),
  timelineSummary: (range) => analysis.ask((worker) => worker.timelineSummary(range)),
  timelineEventAt: (point) => analysis.ask((worker) => worker.timelineEventAt(point)),
  timelineNeighbour: (row, direction) => analysis.ask((worker) => worker.timelineNeighbour(row, direction)),
  timelineEvent: (row) => analysis.ask((worker) => worker.timelineEvent(row)),
  timelineArguments: (row) => analysis.ask((worker) => worker.timelineArguments(row)),
  timelineCancelArguments: () => analysis.ask((worker) => worker.timelineCancelArguments()),
  timelineSearch: (query) => analysis.ask((worker) => worker.timelineSearch(query)),
});
