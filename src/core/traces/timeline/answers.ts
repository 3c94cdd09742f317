import type { Trace } from '../columns';
import { type EventDetails, eventDetails } from './event';
import type { TimelineLayout } from './layout';
import { type Direction, eventAt, type EventHit, neighbour, type PointQuery } from './places';
import { createSearch, type SearchMatch, type SearchQuery } from './search';
import { type Overview, overviewOf, type RangeSummary, summarizeRange, type TimeRange } from './summary';
import { indexTimeline, type TimelineIndex } from './timeline';
import { type View, viewOf, type ViewQuery } from './view';

/** What can be asked of a trace's timeline. Rows that are not there, or nest too deep to be drawn, have no answer. */
export interface TimelineAnswers {
  timelineLayout(): TimelineLayout;
  timelineOverview(columns: number): Overview;
  timelineView(query: ViewQuery): View;
  timelineSummary(range: TimeRange): RangeSummary;
  timelineEventAt(point: PointQuery): EventHit | undefined;
  timelineNeighbour(row: number, direction: Direction): number | undefined;
  timelineEvent(row: number): EventDetails | undefined;
  timelineSearch(query: SearchQuery): SearchMatch;
}

/** The timeline is made ready with the first question. */
export const timelineAnswers = (trace: Trace): TimelineAnswers => {
  let made: TimelineIndex | undefined;
  const timeline = (): TimelineIndex => (made ??= indexTimeline(trace));
  return {
    timelineLayout: () => timeline().layout,
    timelineOverview: (columns) => overviewOf(timeline(), columns),
    timelineView: (query) => viewOf(timeline(), query),
    timelineSummary: (range) => summarizeRange(timeline(), range),
    timelineEventAt: (point) => eventAt(timeline(), point),
    timelineNeighbour: (row, direction) => neighbour(timeline(), row, direction),
    timelineEvent: (row) => eventDetails(timeline(), row),
    timelineSearch: createSearch(trace),
  };
};
