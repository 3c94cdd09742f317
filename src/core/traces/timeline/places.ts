/** Where events stand among the lanes. */
import type { WantedRow } from '../written/event';
import { lengthOf, type TrackLanes } from './lanes';
import { showValue } from './layout';
import { durationAt, firstFrom, firstReaching, longestIn, startAt } from './pyramid';
import type { TimelineIndex } from './timeline';

/** A lane: a level of the track in place `track` of the layout. */
export interface EventPlace {
  readonly track: number;
  readonly depth: number;
}

export interface PointQuery extends EventPlace {
  /** Nanoseconds after the trace's origin. */
  readonly time: number;
  /** Nanoseconds to both sides: what a pixel cannot tell apart. */
  readonly within: number;
}

/** What is told of an event under the pointer. Nanoseconds. */
export interface EventHit {
  readonly row: number;
  readonly name: string;
  readonly start: number;
  readonly duration: number;
  /** Of a counter, with its unit. */
  readonly value?: string;
}

export const DIRECTIONS = ['previous', 'next', 'outwards', 'inwards'] as const;
export type Direction = (typeof DIRECTIONS)[number];

/** The lane of a level; undefined where the track is not that deep. */
const laneOf = ({ pyramid }: TimelineIndex, { track, depth }: EventPlace): number | undefined => {
  const lanes = pyramid.lanes.tracks[track];
  return lanes === undefined || depth < 0 || depth >= lanes.depth ? undefined : lanes.firstLane + depth;
};

interface Located extends EventPlace {
  /** Among the positions of the lanes. */
  readonly at: number;
}

/** Undefined for an event that nests too deep to be drawn, and for a row that is none. */
export const locate = (timeline: TimelineIndex, row: number): Located | undefined => {
  const { trace, extras } = timeline;
  if (row >= trace.slices.length + extras.length) return undefined;
  return row < trace.slices.length ? locateSlice(timeline, row) : locateExtra(timeline, row);
};

const locateSlice = ({ pyramid, trace }: TimelineIndex, row: number): Located | undefined => {
  const { lanes } = pyramid;
  const id = trace.slices.track[row];
  const track = lanes.tracks.findIndex((of) => of.kind === 'slices' && of.track === id);
  const of = lanes.tracks[track];
  const start = trace.slices.start[row];
  if (of === undefined || start === undefined) return undefined;
  for (let depth = 0; depth < of.depth; depth++) {
    const lane = of.firstLane + depth;
    const end = lanes.first[lane + 1] ?? 0;
    let at = firstFrom(pyramid, start, lanes.first[lane] ?? 0, end);
    for (; at < end && startAt(pyramid, at) === start; at++)
      if (lanes.rows[at] === row) return { track, depth, at };
  }
  return undefined;
};

/** Extra rows are numbered as they stand. */
const locateExtra = ({ pyramid, trace }: TimelineIndex, row: number): Located => {
  const { first, tracks, placed } = pyramid.lanes;
  const at = placed + row - trace.slices.length;
  const isBefore = ({ firstLane, depth }: TrackLanes): boolean => (first[firstLane + depth] ?? 0) <= at;
  const track = tracks.findIndex((of) => of.kind !== 'slices' && !isBefore(of));
  const { firstLane = 0 } = tracks[track] ?? {};
  let lane = firstLane;
  while ((first[lane + 1] ?? Infinity) <= at) lane++;
  return { track, depth: lane - firstLane, at };
};

/** Where the trace keeps the event; undefined for a row that there is not. */
export const tableRowOf = (timeline: TimelineIndex, row: number): WantedRow | undefined => {
  const { trace, extras, pyramid } = timeline;
  if (row < trace.slices.length) return { table: 'slices', row };
  const place = locate(timeline, row);
  const { first, tracks } = pyramid.lanes;
  const track = extras.tracks[(place?.track ?? 0) - (tracks.length - extras.tracks.length)];
  const lane = track?.lanes[place?.depth ?? 0];
  if (place === undefined || track === undefined || lane === undefined) return undefined;
  const at = place.at - (first[laneOf(timeline, place) ?? 0] ?? 0);
  const endRow = lane.endRow?.[at] ?? -1;
  return { table: track.table, row: lane.row[at] ?? 0, ...(endRow < 0 ? {} : { endRow }) };
};

/** Nanoseconds after the trace's origin. */
export const startOf = ({ trace, pyramid }: TimelineIndex, row: number): number =>
  row < trace.slices.length
    ? (trace.slices.start[row] ?? 0)
    : startAt(pyramid, pyramid.lanes.placed + row - trace.slices.length);

/** Nanoseconds; 0 where the file has none. */
export const durationOf = ({ trace, pyramid }: TimelineIndex, row: number): number =>
  row < trace.slices.length
    ? lengthOf(trace.slices, row)
    : durationAt(pyramid, pyramid.lanes.placed + row - trace.slices.length);

/** TextId of a row that is no value of a counter. */
export const nameIdOf = ({ trace, extras }: TimelineIndex, row: number): number =>
  (row < trace.slices.length ? trace.slices.name[row] : extras.name[row - trace.slices.length]) ?? 0;

/** Of a counter's value, the counter's. */
export const nameOf = (timeline: TimelineIndex, row: number): string => {
  const { trace, layout } = timeline;
  if (!isValue(timeline, row)) return trace.strings.text(nameIdOf(timeline, row));
  return layout.tracks[locate(timeline, row)?.track ?? -1]?.title ?? '';
};

/** Whether a row is a value of a counter. */
export const isValue = ({ trace, extras }: TimelineIndex, row: number): boolean =>
  row >= trace.slices.length + extras.firstValue;

/** A counter's value, with its unit. */
export const valueOf = (timeline: TimelineIndex, row: number): string => {
  const { trace, extras, pyramid } = timeline;
  const extraTracks = pyramid.lanes.tracks.length - extras.tracks.length;
  const track = extras.tracks[(locate(timeline, row)?.track ?? -1) - extraTracks];
  return showValue(extras.value[row - trace.slices.length - extras.firstValue] ?? NaN, track?.unit);
};

/** The event under a point. */
export const eventAt = (timeline: TimelineIndex, point: PointQuery): EventHit | undefined => {
  const row = rowAt(timeline, point);
  if (row === undefined) return undefined;
  return {
    row,
    name: nameOf(timeline, row),
    start: startOf(timeline, row),
    duration: durationOf(timeline, row),
    ...(isValue(timeline, row) ? { value: valueOf(timeline, row) } : {}),
  };
};

/** What covers a point or, where that is too short to be told apart, the longest near it. */
const rowAt = (timeline: TimelineIndex, { time, within, ...place }: PointQuery): number | undefined => {
  const { pyramid } = timeline;
  const lane = laneOf(timeline, place);
  if (lane === undefined) return undefined;
  const { first, rows } = pyramid.lanes;
  const covering = firstReaching(pyramid, time, lane);
  const laneEnd = first[lane + 1] ?? 0;
  if (covering < laneEnd && startAt(pyramid, covering) <= time && durationAt(pyramid, covering) >= 2 * within)
    return rows[covering];
  const from = firstReaching(pyramid, time - within, lane);
  const to = firstFrom(pyramid, time + within, from, laneEnd);
  return from < to ? rows[longestIn(pyramid, from, to)] : undefined;
};

/** The row beside an event in its lane, or the one around it, or the first inside it; undefined where there is none. */
export const neighbour = (timeline: TimelineIndex, row: number, direction: Direction): number | undefined => {
  const { pyramid } = timeline;
  const { first, rows } = pyramid.lanes;
  const place = locate(timeline, row);
  if (place === undefined) return undefined;
  const lane = laneOf(timeline, place) ?? 0;
  switch (direction) {
    case 'previous':
      return place.at > (first[lane] ?? 0) ? rows[place.at - 1] : undefined;
    case 'next':
      return place.at + 1 < (first[lane + 1] ?? 0) ? rows[place.at + 1] : undefined;
    case 'outwards':
      return place.depth === 0 ? undefined : around(timeline, lane - 1, startAt(pyramid, place.at));
    case 'inwards': {
      const inner = laneOf(timeline, { track: place.track, depth: place.depth + 1 });
      if (inner === undefined) return undefined;
      const [from, to] = [first[inner] ?? 0, first[inner + 1] ?? 0];
      const at = firstFrom(pyramid, startAt(pyramid, place.at), from, to);
      const end = startAt(pyramid, place.at) + durationAt(pyramid, place.at);
      return at < to && startAt(pyramid, at) < end ? rows[at] : undefined;
    }
  }
};

/** The last row of a lane that starts at or before a time. */
const around = ({ pyramid }: TimelineIndex, lane: number, time: number): number | undefined => {
  const { first, rows } = pyramid.lanes;
  const [from, to] = [first[lane] ?? 0, first[lane + 1] ?? 0];
  let at = firstFrom(pyramid, time, from, to);
  while (at < to && startAt(pyramid, at) === time) at++;
  return at > from ? rows[at - 1] : undefined;
};

/** Rows around an event, the outermost first. */
export const rowsAround = (timeline: TimelineIndex, row: number): readonly number[] => {
  const place = locate(timeline, row);
  if (place === undefined) return [];
  const lane = laneOf(timeline, place) ?? 0;
  const rows: number[] = [];
  for (let depth = 0; depth < place.depth; depth++) {
    const outer = around(timeline, lane - place.depth + depth, startAt(timeline.pyramid, place.at));
    if (outer !== undefined) rows.push(outer);
  }
  return rows;
};

/** The innermost row that covers a time on a track; else the next that starts there, outermost level first. */
export const rowCovering = (timeline: TimelineIndex, track: number, time: number): number | undefined => {
  const { pyramid } = timeline;
  const { first, rows, tracks } = pyramid.lanes;
  const of = tracks.find((lanes) => lanes.kind === 'slices' && lanes.track === track);
  if (of === undefined) return undefined;
  for (let depth = of.depth - 1; depth >= 0; depth--) {
    const at = firstReaching(pyramid, time, of.firstLane + depth);
    if (at < (first[of.firstLane + depth + 1] ?? 0) && startAt(pyramid, at) <= time) return rows[at];
  }
  const next = firstFrom(pyramid, time, first[of.firstLane] ?? 0, first[of.firstLane + 1] ?? 0);
  return next < (first[of.firstLane + 1] ?? 0) ? rows[next] : undefined;
};
