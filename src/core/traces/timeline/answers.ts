import { Problem } from '../../problem';
import type { Trace } from '../columns';
import type { Reopen } from '../written/text-from';
import { createArgumentReader, type EventArguments } from './argument-reader';
import { type EventDetails, eventDetails } from './event';
import type { TimelineLayout } from './layout';
import { type Direction, eventAt, type EventHit, neighbour, type PointQuery } from './places';
import { createSearch, type SearchMatch, type SearchQuery } from './search';
import { type Overview, overviewOf, type RangeSummary, summarizeRange, type TimeRange } from './summary';
import { indexing, type TimelineIndex } from './timeline';
import { type View, viewOf, type ViewQuery } from './view';

/** What can be asked of a trace's timeline. Rows that are not there, or nest too deep to be drawn, have no answer. */
export interface TimelineAnswers {
  timelineLayout(): TimelineLayout;
  /** Ends the work of making the timeline ready, which the next question begins anew. */
  timelineCancel(): void;
  timelineOverview(columns: number): Overview;
  timelineView(query: ViewQuery): View;
  timelineSummary(range: TimeRange): RangeSummary;
  timelineEventAt(point: PointQuery): EventHit | undefined;
  timelineNeighbour(row: number, direction: Direction): number | undefined;
  timelineEvent(row: number): EventDetails | undefined;
  /**
   * All arguments of an event, read from its file again; a new question ends the one before, which then has no answer.
   */
  timelineArguments(row: number): EventArguments | undefined;
  /** Ends the reading of arguments, which then has no answer. */
  timelineCancelArguments(): void;
  timelineSearch(query: SearchQuery): SearchMatch;
}

/** The same, each answered when the timeline is ready. */
export type Timeline = {
  readonly [K in keyof TimelineAnswers]: (
    ...args: Parameters<TimelineAnswers[K]>
  ) => Promise<ReturnType<TimelineAnswers[K]>>;
};

/** How the work of making a timeline ready shares its thread. */
export interface Sharing {
  /** Lets what waits be done; resolves when the work may go on. */
  readonly rest: () => Promise<void>;
  /** Hears how much is done, 0 … 1. */
  readonly report: (fraction: number) => void;
}

/** How the trace's file is read again for one event. */
export interface Rereading {
  readonly reopen: Reopen;
  /** Hears how much of it is read, 0 … 1. */
  readonly report: (fraction: number) => void;
}

/** The first question makes the timeline ready. Answers reject with a Problem when that is cancelled. */
export const createTimeline = (trace: Trace, { rest, report }: Sharing, rereading: Rereading): Timeline => {
  let made: TimelineIndex | undefined;
  let making: Promise<TimelineIndex> | undefined;
  let isCancelled = false;
  const make = async (): Promise<TimelineIndex> => {
    isCancelled = false;
    const work = indexing(trace);
    for (;;) {
      const step = work.next();
      if (step.done === true) return (made = step.value);
      report(step.value);
      await rest();
      if (isCancelled) throw new Problem('the layout of the events was cancelled');
    }
  };
  const timeline = (): Promise<TimelineIndex> =>
    made === undefined ? (making ??= make().finally(() => (making = undefined))) : Promise.resolve(made);
  let search: ReturnType<typeof createSearch> | undefined;
  const reader = createArgumentReader(trace, rereading);
  return {
    timelineLayout: async () => (await timeline()).layout,
    timelineCancel: async () => {
      isCancelled = true;
      // Whoever asked hears of it.
      await making?.catch(() => undefined);
    },
    timelineOverview: async (columns) => overviewOf(await timeline(), columns),
    timelineView: async (query) => viewOf(await timeline(), query),
    timelineSummary: async (range) => summarizeRange(await timeline(), range),
    timelineEventAt: async (point) => eventAt(await timeline(), point),
    timelineNeighbour: async (row, direction) => neighbour(await timeline(), row, direction),
    timelineEvent: async (row) => eventDetails(await timeline(), row),
    timelineArguments: async (row) => reader.read(await timeline(), row),
    timelineCancelArguments: () => Promise.resolve(reader.cancel()),
    timelineSearch: async (query) => (search ??= createSearch(await timeline()))(query),
  };
};
