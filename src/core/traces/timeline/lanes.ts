import { groupRows, rowsUpTo, sortRows } from '../analysis/rows';
import type { Slices, Trace } from '../columns';

/**
 * Events laid out in lanes: one lane for each level of nesting of each track, in which events follow one another
 * without overlap. Positions number the events lane by lane and, within a lane, by start.
 */
export interface Lanes {
  /** The slice row at a position. */
  readonly rows: Uint32Array;
  /** The first position of each lane, and at the end the number of positions. */
  readonly first: Uint32Array;
  /** Tracks that have events. */
  readonly tracks: readonly TrackLanes[];
}

export interface TrackLanes {
  /** Index into the trace's tracks. */
  readonly track: number;
  /** The lane of its outermost events; the lanes of its deeper ones follow. */
  readonly firstLane: number;
  readonly depth: number;
  /** Events nested deeper than is drawn. */
  readonly tooDeep: number;
}

/** Python's own limit of recursion; a broken trace can nest without end. */
export const DEEPEST = 1000;

/**
 * Writers round, so that an event may seem to begin before the one before it has ended. Overlaps of at most this many
 * nanoseconds, and of at most a quarter of the shorter event, are none.
 */
const ROUNDING = 1000;
const ROUNDING_SHARE = 0.25;

/** Nanoseconds; 0 where the file has no duration. */
export const lengthOf = ({ duration }: Slices, row: number): number => {
  const length = duration[row] ?? 0;
  return length > 0 ? length : 0;
};

/** Puts each event one lane below the innermost event of its track that it begins in. */
export const layLanes = ({ slices }: Trace): Lanes => {
  const { start, track } = slices;
  const rows = new Uint32Array(slices.length);
  const first: number[] = [];
  const tracks: TrackLanes[] = [];
  const isInOrder = (a: number, b: number): boolean => {
    const [from, to] = [start[a] ?? 0, start[b] ?? 0];
    return from < to || (from === to && lengthOf(slices, a) >= lengthOf(slices, b));
  };
  const groups = groupRows(rowsUpTo(slices.length), (row) => track[row] ?? 0);
  let placed = 0;
  for (const [id, group] of groups) {
    const depths = depthsOf(slices, sortRows(group, isInOrder));
    const counts: number[] = [];
    for (const depth of depths) counts[depth] = (counts[depth] ?? 0) + 1;
    const tooDeep = counts[DEEPEST] ?? 0;
    const depth = Math.min(counts.length, DEEPEST);
    const next = counts.slice(0, depth);
    tracks.push({ track: id, firstLane: first.length, depth, tooDeep });
    for (let lane = 0; lane < depth; lane++) {
      first.push(placed);
      placed += counts[lane] ?? 0;
      next[lane] = first.at(-1) ?? 0;
    }
    for (let i = 0; i < group.length; i++) {
      const lane = depths[i] ?? 0;
      if (lane >= DEEPEST) continue;
      const at = next[lane] ?? 0;
      rows[at] = group[i] ?? 0;
      next[lane] = at + 1;
    }
  }
  return { rows: rows.subarray(0, placed), first: Uint32Array.from([...first, placed]), tracks };
};

/** The level of each of a track's events, which are in order of time, longer first. */
const depthsOf = (slices: Slices, rows: Uint32Array): Uint16Array => {
  const { start } = slices;
  const depths = new Uint16Array(rows.length);
  const open: number[] = [];
  const ends: number[] = [];
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] ?? 0;
    const from = start[row] ?? 0;
    const length = lengthOf(slices, row);
    for (let top = ends.at(-1); top !== undefined; top = ends.at(-1)) {
      const overlap = top - from;
      const shorter = Math.min(length, lengthOf(slices, open.at(-1) ?? 0));
      const isRounding = overlap <= ROUNDING && overlap <= ROUNDING_SHARE * shorter && from + length > top;
      if (overlap > 0 && !isRounding) break;
      open.pop();
      ends.pop();
    }
    depths[i] = Math.min(ends.length, DEEPEST);
    if (ends.length < DEEPEST) {
      open.push(row);
      ends.push(from + length);
    }
  }
  return depths;
};
