import { busyAt, busySum, durationAt, firstFrom, firstReaching, longestIn, startAt } from './pyramid';
import type { Pyramid } from './pyramid';
import { shortKernelName } from '../kernel-name';
import { counterColumns } from './counter-levels';
import { nameIdOf } from './places';
import type { TimelineIndex } from './timeline';

/** What the pixels of a timeline show; times in nanoseconds after the trace's origin. */
export interface ViewQuery {
  readonly from: number;
  readonly to: number;
  /** Pixels across. */
  readonly columns: number;
  readonly lanes: readonly LaneRange[];
}

/** Levels `firstDepth` to before `endDepth` of the track in place `track` of the layout. */
export interface LaneRange {
  readonly track: number;
  readonly firstDepth: number;
  readonly endDepth: number;
}

/**
 * Events at least a column long one by one, those of lane i from `first[i]` to before `first[i + 1]`; and for what is
 * shorter, by lane and column, how much of the column is busy and with what.
 */
export interface View {
  readonly query: ViewQuery;
  readonly first: Uint32Array;
  /** Slice rows. */
  readonly row: Uint32Array;
  readonly start: Float64Array;
  readonly end: Float64Array;
  /** See `eventColours`. */
  readonly colour: Uint8Array;
  /** Place in `names` of an event wide enough for its name; -1 for others. */
  readonly label: Int32Array;
  readonly names: readonly string[];
  /** Which stripe of columns belongs to a lane; -1 where nothing is shorter than a column. */
  readonly stripe: Int32Array;
  /** Busy share of each column, stripe by stripe: 0 none, 255 all of it. What is busy at all is at least 1. */
  readonly fill: Uint8Array;
  /** Of the longest event in the column. */
  readonly fillColour: Uint8Array;
  /** Which area belongs to a lane; -1 where it is no counter's. */
  readonly area: Int32Array;
  /**
   * Least and greatest value of a counter in each column, area by area, as a share of its track's range: 0 … 255. Both
   * are 0 before its first value.
   */
  readonly areaLeast: Uint8Array;
  readonly areaMost: Uint8Array;
}

/** Narrower events than these have no room for a name. */
const NAMED_COLUMNS = 24;
const LONGEST_LABEL = 200;

/** O(lanes × columns × log events), whatever is in view. */
export const viewOf = (timeline: TimelineIndex, query: ViewQuery): View => {
  const { trace, pyramid, colourOf } = timeline;
  const events: ViewEvents = { row: [], start: [], end: [] };
  const first = [0];
  const stripe: number[] = [];
  const stripes: Stripe[] = [];
  const area: number[] = [];
  const areas: CounterArea[] = [];
  for (const { track, firstDepth, endDepth } of query.lanes) {
    const lanes = pyramid.lanes.tracks[track];
    for (let depth = firstDepth; depth < endDepth; depth++) {
      const lane = lanes === undefined || depth >= lanes.depth ? undefined : lanes.firstLane + depth;
      const isCounter = lanes?.kind === 'counter';
      const columns = lane === undefined || isCounter ? undefined : columnsOf(pyramid, lane, query, events);
      area.push(lane === undefined || !isCounter ? -1 : areas.push(areaOf(timeline, track, lane, query)) - 1);
      stripe.push(columns === undefined ? -1 : stripes.push(columns) - 1);
      first.push(events.row.length);
    }
  }
  const column = (query.to - query.from) / query.columns;
  const names: string[] = [];
  const known = new Map<number, number>();
  const { most: areaMost, least: areaLeast } = joined(areas, query.columns);
  const labelOf = (row: number, i: number): number => {
    if ((events.end[i] ?? 0) - (events.start[i] ?? 0) < NAMED_COLUMNS * column) return -1;
    const name = nameIdOf(timeline, row);
    let label = known.get(name);
    if (label === undefined) {
      label = names.push(shortKernelName(trace.strings.text(name)).slice(0, LONGEST_LABEL)) - 1;
      known.set(name, label);
    }
    return label;
  };
  const fill = new Uint8Array(stripes.length * query.columns);
  const fillColour = new Uint8Array(fill.length);
  stripes.forEach(({ busy, longest }, index) => {
    for (let c = 0; c < query.columns; c++) {
      const at = longest[c] ?? 0;
      if (at === 0) continue;
      const pixel = index * query.columns + c;
      fill[pixel] = Math.max(1, Math.min(255, Math.round((255 * (busy[c] ?? 0)) / column)));
      fillColour[pixel] = colourOf(pyramid.lanes.rows[at - 1] ?? 0);
    }
  });
  return {
    query,
    first: Uint32Array.from(first),
    row: Uint32Array.from(events.row),
    start: Float64Array.from(events.start),
    end: Float64Array.from(events.end),
    colour: Uint8Array.from(events.row, colourOf),
    label: Int32Array.from(events.row, labelOf),
    names,
    stripe: Int32Array.from(stripe),
    fill,
    fillColour,
    area: Int32Array.from(area),
    areaLeast,
    areaMost,
  };
};

interface CounterArea {
  readonly least: Uint8Array;
  readonly most: Uint8Array;
}

const areaOf = (timeline: TimelineIndex, track: number, lane: number, query: ViewQuery): CounterArea => {
  const { from = 0, to = 0 } = timeline.layout.tracks[track]?.range ?? {};
  const { least, most } = counterColumns(timeline, lane, query);
  const scale = to > from ? 255 / (to - from) : 0;
  // NaN, before the first value, becomes 0.
  const share = (value: number): number => Math.round((value - from) * scale);
  return { least: Uint8Array.from(least, share), most: Uint8Array.from(most, share) };
};

const joined = (areas: readonly CounterArea[], columns: number): CounterArea => {
  const least = new Uint8Array(areas.length * columns);
  const most = new Uint8Array(least.length);
  areas.forEach((area, index) => {
    least.set(area.least, index * columns);
    most.set(area.most, index * columns);
  });
  return { least, most };
};

interface ViewEvents {
  readonly row: number[];
  readonly start: number[];
  readonly end: number[];
}

/** Of the events of a lane that are shorter than a column. */
export interface Stripe {
  /** Nanoseconds in which the column is busy with them. */
  readonly busy: Float64Array;
  /** Position of the longest, counted from 1; 0 where the column has none. */
  readonly longest: Uint32Array;
}

/** Adds the long events of a lane to `events`, and sums up the others; undefined where there are none. */
export const columnsOf = (
  pyramid: Pyramid,
  lane: number,
  { from, to, columns }: Pick<ViewQuery, 'from' | 'to' | 'columns'>,
  events: ViewEvents,
): Stripe | undefined => {
  const { rows, first } = pyramid.lanes;
  const laneEnd = first[lane + 1] ?? 0;
  const width = (to - from) / columns;
  let stripe: Stripe | undefined;
  const add = (column: number, busy: number, longest: number): void => {
    if (column < 0 || column >= columns) return;
    stripe ??= { busy: new Float64Array(columns), longest: new Uint32Array(columns) };
    stripe.busy[column] = (stripe.busy[column] ?? 0) + busy;
    const known = stripe.longest[column] ?? 0;
    if (known === 0 || durationAt(pyramid, longest) > durationAt(pyramid, known - 1))
      stripe.longest[column] = longest + 1;
  };
  let at = firstReaching(pyramid, from, lane);
  while (at < laneEnd && startAt(pyramid, at) < to) {
    const start = startAt(pyramid, at);
    if (durationAt(pyramid, at) >= width) {
      events.row.push(rows[at] ?? 0);
      events.start.push(start);
      events.end.push(start + durationAt(pyramid, at));
      at++;
      continue;
    }
    const column = Math.floor((start - from) / width);
    const columnEnd = from + (column + 1) * width;
    const next = Math.max(at + 1, firstFrom(pyramid, columnEnd, at, laneEnd));
    // Only the last that starts in a column can be longer than it: it is drawn by itself.
    const end = next - 1 > at && durationAt(pyramid, next - 1) >= width ? next - 1 : next;
    const longest = longestIn(pyramid, at, end);
    const lastEnd = startAt(pyramid, end - 1) + busyAt(pyramid, end - 1, laneEnd);
    const over = Math.max(0, lastEnd - columnEnd);
    const busy = busySum(pyramid, at, end, laneEnd) - over;
    add(column, busy, longest);
    if (over > 0) add(column + 1, over, end - 1);
    at = end;
  }
  return stripe;
};
