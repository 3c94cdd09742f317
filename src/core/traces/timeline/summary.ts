import { EVENT_CLASSES } from './event-class';
import type { TrackLanes } from './lanes';
import { extremesOf, valuePlace } from './counter-levels';
import { showValue, type TimelineTrack } from './layout';
import { nameOf } from './places';
import { busyAt, busySum, durationAt, firstFrom, firstReaching, longestIn, startAt } from './pyramid';
import type { Pyramid } from './pyramid';
import type { TimelineIndex } from './timeline';
import { columnsOf, type ViewQuery } from './view';

/** Nanoseconds after the trace's origin. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

/** What a stretch of time holds, in words and numbers; tracks without an event in it are left out. */
export interface RangeSummary extends TimeRange {
  readonly events: number;
  readonly tracks: readonly TrackSummary[];
  readonly counters: readonly CounterSummary[];
}

export interface TrackSummary {
  /** Place in the layout. */
  readonly track: number;
  readonly events: number;
  /** Nanoseconds in which the track has any event: of its busiest lane, which is the outermost where events nest. */
  readonly busy: number;
  readonly longest: { readonly row: number; readonly name: string; readonly duration: number };
}

/** Of a counter, the value in effect when the stretch begins included. */
export interface CounterSummary {
  /** Place in the layout. */
  readonly track: number;
  readonly values: number;
  readonly least: CounterValue;
  readonly most: CounterValue;
  readonly last: CounterValue;
}

export interface CounterValue {
  readonly value: number;
  /** With its unit. */
  readonly text: string;
}

export const summarizeRange = (timeline: TimelineIndex, range: TimeRange): RangeSummary => {
  const tracks: TrackSummary[] = [];
  const counters: CounterSummary[] = [];
  let events = 0;
  timeline.pyramid.lanes.tracks.forEach((lanes, track) => {
    if (lanes.kind === 'counter') counters.push(...counterSummary(timeline, lanes, track, range));
    else {
      const summary = trackSummary(timeline, lanes, track, range);
      events += summary.events;
      if (summary.longest !== undefined) tracks.push({ ...summary, longest: summary.longest });
    }
  });
  return { ...range, events, tracks, counters };
};

type MaybeEmpty = Omit<TrackSummary, 'longest'> & { readonly longest?: TrackSummary['longest'] };

const trackSummary = (
  timeline: TimelineIndex,
  { firstLane, depth }: TrackLanes,
  track: number,
  range: TimeRange,
): MaybeEmpty => {
  const { pyramid } = timeline;
  let events = 0;
  let longest: number | undefined;
  let busy = 0;
  // Not the outermost lane alone: spans that begin before the one above ends stand a lane lower without being inside.
  for (let lane = firstLane; lane < firstLane + depth; lane++) {
    const [from, to] = positionsIn(pyramid, lane, range);
    if (from >= to) continue;
    events += to - from;
    const at = longestIn(pyramid, from, to);
    if (longest === undefined || durationAt(pyramid, at) > durationAt(pyramid, longest)) longest = at;
    busy = Math.max(busy, busyIn(pyramid, lane, range));
  }
  if (longest === undefined) return { track, events, busy };
  const row = pyramid.lanes.rows[longest] ?? 0;
  return {
    track,
    events,
    busy,
    longest: { row, name: nameOf(timeline, row), duration: durationAt(pyramid, longest) },
  };
};

const counterSummary = (
  timeline: TimelineIndex,
  { firstLane }: TrackLanes,
  track: number,
  range: TimeRange,
): readonly CounterSummary[] => {
  const { pyramid, extras, counters } = timeline;
  const [from, to] = positionsIn(pyramid, firstLane, range);
  if (from >= to) return [];
  const { unit } = extras.tracks[track - (pyramid.lanes.tracks.length - extras.tracks.length)] ?? {};
  const value = (of: number): CounterValue => ({ value: of, text: showValue(of, unit) });
  const { least, most } = extremesOf(extras, counters, valuePlace(timeline, from), valuePlace(timeline, to));
  const last = extras.value[valuePlace(timeline, to - 1)] ?? NaN;
  return [{ track, values: to - from, least: value(least), most: value(most), last: value(last) }];
};

/** The positions of a lane that reach into a stretch of time: from the first to before the second. */
const positionsIn = (pyramid: Pyramid, lane: number, { from, to }: TimeRange): readonly [number, number] => {
  const { first } = pyramid.lanes;
  const begin = firstReaching(pyramid, from, lane);
  return [begin, firstFrom(pyramid, to, begin, first[lane + 1] ?? 0)];
};

/** Nanoseconds of a stretch of time in which a lane has an event. */
export const busyIn = (pyramid: Pyramid, lane: number, range: TimeRange): number => {
  const laneEnd = pyramid.lanes.first[lane + 1] ?? 0;
  const [from, to] = positionsIn(pyramid, lane, range);
  if (from >= to) return 0;
  const before = Math.max(0, range.from - startAt(pyramid, from));
  const after = Math.max(0, startAt(pyramid, to - 1) + busyAt(pyramid, to - 1, laneEnd) - range.to);
  return Math.max(0, busySum(pyramid, from, to, laneEnd) - before - after);
};

/**
 * Busy shares of the columns of a picture of all that ran: of the busiest track of each kind, 0 … 1. Of each track that
 * level counts that tells most: the busiest that is not busy throughout, as steps and stacks are.
 */
export interface Overview {
  /** Absent where no device is drawn. */
  readonly device?: Float64Array;
  readonly host?: Float64Array;
  /** Of asynchronous spans, in a trace that has neither. */
  readonly spans?: Float64Array;
}

export const overviewOf = (timeline: TimelineIndex, columns: number): Overview => {
  const { layout, pyramid } = timeline;
  const { from, to } = layout.ran;
  // The profiler is on throughout, whatever runs.
  const isProfiler = ({ firstLane }: TrackLanes): boolean => {
    const row = pyramid.lanes.rows[pyramid.lanes.first[firstLane] ?? 0] ?? 0;
    return EVENT_CLASSES[timeline.classOf(row)] === 'profiler';
  };
  const busiest = (wanted: (track: TimelineTrack) => boolean): Float64Array | undefined => {
    const tracks = pyramid.lanes.tracks.filter((lanes, place) => {
      const track = layout.tracks[place];
      return track !== undefined && wanted(track) && !isProfiler(lanes);
    });
    if (tracks.length === 0) return undefined;
    const most = new Float64Array(columns);
    for (const track of tracks) {
      const busy = busyColumns(pyramid, tellingLane(pyramid, track, layout.ran), { from, to, columns });
      for (let i = 0; i < columns; i++) most[i] = Math.max(most[i] ?? 0, busy[i] ?? 0);
    }
    return most;
  };
  const device = busiest(({ kind, isDevice }) => kind === 'slices' && isDevice);
  const host = busiest(({ kind, isDevice }) => kind === 'slices' && !isDevice);
  const spans =
    device === undefined && host === undefined ? busiest(({ kind }) => kind === 'async') : undefined;
  return {
    ...(device === undefined ? {} : { device }),
    ...(host === undefined ? {} : { host }),
    ...(spans === undefined ? {} : { spans }),
  };
};

const THROUGHOUT = 0.9;

const tellingLane = (pyramid: Pyramid, { firstLane, depth }: TrackLanes, whole: TimeRange): number => {
  const throughout = THROUGHOUT * (whole.to - whole.from);
  let [telling, most] = [firstLane, 0];
  for (let lane = firstLane; lane < firstLane + depth; lane++) {
    const busy = busyIn(pyramid, lane, whole);
    if (busy < throughout && busy > most) [telling, most] = [lane, busy];
  }
  return telling;
};

/** The share of each column in which a lane has an event, 0 … 1. */
const busyColumns = (
  pyramid: Pyramid,
  lane: number,
  query: Pick<ViewQuery, 'from' | 'to' | 'columns'>,
): Float64Array => {
  const { from, to, columns } = query;
  const width = (to - from) / columns;
  const busy = new Float64Array(columns);
  if (!(width > 0)) return busy;
  const events = { row: [] as number[], start: [] as number[], end: [] as number[] };
  const stripe = columnsOf(pyramid, lane, query, events);
  if (stripe !== undefined) busy.set(stripe.busy);
  for (let i = 0; i < events.row.length; i++) {
    const start = (events.start[i] ?? 0) - from;
    const end = (events.end[i] ?? 0) - from;
    const last = Math.min(columns - 1, Math.floor(end / width));
    for (let c = Math.max(0, Math.floor(start / width)); c <= last; c++)
      busy[c] = (busy[c] ?? 0) + Math.max(0, Math.min(end, (c + 1) * width) - Math.max(start, c * width));
  }
  for (let c = 0; c < columns; c++) busy[c] = Math.min(1, (busy[c] ?? 0) / width);
  return busy;
};
