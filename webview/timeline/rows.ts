/** What stands below what: the heads of processes, and under them tracks with a lane for each level. Pixels. */
import type { TimelineLayout } from '../../src/core/traces/timeline/layout';
import type { EventPlace } from '../../src/core/traces/timeline/places';
import type { LaneRange } from '../../src/core/traces/timeline/view';

export const LANE = 18;
/** Of a counter, whose height tells its value. */
const AREA = 34;
const HEAD = 24;
const GAP = 6;

export interface ProcessRow {
  readonly kind: 'process';
  readonly process: number;
  readonly top: number;
  readonly height: number;
}

export interface TrackRow {
  readonly kind: 'track';
  readonly track: number;
  readonly top: number;
  readonly height: number;
  /** Levels shown. */
  readonly depth: number;
  readonly laneHeight: number;
}

export type TimelineRow = ProcessRow | TrackRow;

/** What the reader has closed; the rest is open. */
export interface Closed {
  readonly processes: ReadonlySet<number>;
  readonly tracks: ReadonlySet<number>;
}

export interface Rows {
  readonly rows: readonly TimelineRow[];
  readonly height: number;
}

export const rowsOf = ({ processes, tracks }: TimelineLayout, closed: Closed): Rows => {
  const rows: TimelineRow[] = [];
  let top = 0;
  processes.forEach((process, index) => {
    rows.push({ kind: 'process', process: index, top, height: HEAD });
    top += HEAD;
    if (closed.processes.has(index)) return;
    for (const track of process.tracks) {
      const { kind, depth: levels } = tracks[track] ?? { kind: 'slices', depth: 1 };
      const depth = closed.tracks.has(track) ? 1 : levels;
      const laneHeight = kind === 'counter' ? AREA : LANE;
      rows.push({ kind: 'track', track, top, height: depth * laneHeight, depth, laneHeight });
      top += depth * laneHeight + GAP;
    }
  });
  return { rows, height: top };
};

export const rowsWithin = ({ rows }: Rows, top: number, bottom: number): readonly TimelineRow[] =>
  rows.filter((row) => row.top < bottom && row.top + row.height > top);

/** The lanes that stand between two heights. */
export const lanesWithin = (rows: Rows, top: number, bottom: number): readonly LaneRange[] =>
  rowsWithin(rows, top, bottom).flatMap((row) => {
    if (row.kind === 'process') return [];
    const firstDepth = Math.max(0, Math.floor((top - row.top) / row.laneHeight));
    const endDepth = Math.min(row.depth, Math.ceil((bottom - row.top) / row.laneHeight));
    return firstDepth < endDepth ? [{ track: row.track, firstDepth, endDepth }] : [];
  });

/** The lane at a height; undefined between tracks. */
export const placeAt = ({ rows }: Rows, y: number): EventPlace | undefined => {
  const row = rows.find(({ top, height }) => y >= top && y < top + height);
  return row?.kind === 'track'
    ? { track: row.track, depth: Math.floor((y - row.top) / row.laneHeight) }
    : undefined;
};

export interface LaneBox {
  readonly top: number;
  readonly height: number;
}

/** An event's lane; of what is closed, the row that stands for it. */
export const laneBox = (layout: TimelineLayout, { rows }: Rows, place: EventPlace): LaneBox | undefined => {
  const own = rows.find((row): row is TrackRow => row.kind === 'track' && row.track === place.track);
  if (own !== undefined)
    return {
      top: own.top + Math.min(place.depth, own.depth - 1) * own.laneHeight,
      height: own.laneHeight,
    };
  const process = layout.processes.findIndex(({ tracks }) => tracks.includes(place.track));
  const head = rows.find((row) => row.kind === 'process' && row.process === process);
  return head && { top: head.top, height: LANE };
};
