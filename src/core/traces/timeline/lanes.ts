import { sortRows } from '../analysis/rows';
import type { Slices, Trace } from '../columns';
import type { ExtraKind, Extras } from './extras';
import { inStretches, part, type Work } from './work';

/**
 * Events laid out in lanes: one lane for each level of nesting of each track, in which events follow one another
 * without overlap. Positions number the events lane by lane and, within a lane, by start.
 */
export interface Lanes {
  /** The row at a position: a slice's, or its number and that of an extra one. */
  readonly rows: Uint32Array;
  /** How many positions the slices take; the extras follow in their order. */
  readonly placed: number;
  /** The first position of each lane, and at the end the number of positions. */
  readonly first: Uint32Array;
  /** Tracks that have events. */
  readonly tracks: readonly TrackLanes[];
}

export interface TrackLanes {
  readonly kind: 'slices' | ExtraKind;
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

/** Puts each slice one lane below the innermost of its track that it begins in; what else there is has its lanes already. */
export function* layLanes({ slices }: Trace, extras: Extras): Work<Lanes> {
  const { start } = slices;
  const rows = new Uint32Array(slices.length + extras.length);
  const first: number[] = [];
  const tracks: TrackLanes[] = [];
  const isInOrder = (a: number, b: number): boolean => {
    const [from, to] = [start[a] ?? 0, start[b] ?? 0];
    return from < to || (from === to && lengthOf(slices, a) >= lengthOf(slices, b));
  };
  const groups = yield* part(rowsOfTracks(slices), 0, 0.1);
  let placed = 0;
  let seen = 0;
  for (const [id, group] of groups) {
    const done = 0.1 + (0.9 * seen) / slices.length;
    yield done;
    sortRows(group, isInOrder);
    seen += group.length;
    const { depths, counts } = yield* part(depthsOf(slices, group), done, 0.1 + (0.9 * seen) / slices.length);
    const tooDeep = counts[DEEPEST] ?? 0;
    const depth = Math.min(counts.length, DEEPEST);
    const next = counts.slice(0, depth);
    tracks.push({ kind: 'slices', track: id, firstLane: first.length, depth, tooDeep });
    for (let lane = 0; lane < depth; lane++) {
      first.push(placed);
      placed += counts[lane] ?? 0;
      next[lane] = first.at(-1) ?? 0;
    }
    yield 0.1 + (0.9 * seen) / slices.length;
    for (let i = 0; i < group.length; i++) {
      const lane = depths[i] ?? 0;
      if (lane >= DEEPEST) continue;
      const at = next[lane] ?? 0;
      rows[at] = group[i] ?? 0;
      next[lane] = at + 1;
    }
  }
  let end = placed;
  for (const { kind, track: of, lanes, tooDeep } of extras.tracks) {
    tracks.push({ kind, track: of, firstLane: first.length, depth: lanes.length, tooDeep });
    for (const lane of lanes) {
      first.push(end);
      end += lane.start.length;
    }
  }
  for (let at = placed; at < end; at++) rows[at] = slices.length + at - placed;
  return { rows: rows.subarray(0, end), placed, first: Uint32Array.from([...first, end]), tracks };
}

/** The rows of each track, in the order of the file; tracks in the order of their first event. */
function* rowsOfTracks({ length, track }: Slices): Work<ReadonlyMap<number, Uint32Array>> {
  const counts: number[] = [];
  yield* part(
    inStretches(length, (from, to) => {
      for (let row = from; row < to; row++) {
        const id = track[row] ?? 0;
        counts[id] = (counts[id] ?? 0) + 1;
      }
    }),
    0,
    0.4,
  );
  const groups = new Map<number, Uint32Array>();
  const ofTrack: Uint32Array[] = [];
  const filled: number[] = [];
  yield* part(
    inStretches(length, (from, to) => {
      for (let row = from; row < to; row++) {
        const id = track[row] ?? 0;
        let group = ofTrack[id];
        if (group === undefined) {
          ofTrack[id] = group = new Uint32Array(counts[id] ?? 0);
          groups.set(id, group);
          filled[id] = 0;
        }
        const at = filled[id] ?? 0;
        group[at] = row;
        filled[id] = at + 1;
      }
    }),
    0.4,
    1,
  );
  return groups;
}

/** The level of each of a track's slices, which are in order of time, longer first; and how many each level has. */
function* depthsOf(
  slices: Slices,
  rows: Uint32Array,
): Work<{ readonly depths: Uint16Array; readonly counts: readonly number[] }> {
  const { start } = slices;
  const depths = new Uint16Array(rows.length);
  const counts: number[] = [];
  const open: number[] = [];
  const ends: number[] = [];
  yield* inStretches(rows.length, (begin, until) => {
    for (let i = begin; i < until; i++) {
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
      const depth = Math.min(ends.length, DEEPEST);
      depths[i] = depth;
      counts[depth] = (counts[depth] ?? 0) + 1;
      if (ends.length < DEEPEST) {
        open.push(row);
        ends.push(from + length);
      }
    }
  });
  return { depths, counts };
}
