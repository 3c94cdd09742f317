import type { Slices } from '../columns';
import type { Extras } from './extras';
import { type Lanes, lengthOf } from './lanes';
import { inStretches, part, type Work } from './work';

/** Positions under one entry of the next level. */
const FANOUT_BITS = 4;
const FANOUT = 1 << FANOUT_BITS;

/**
 * Sums and maxima over the positions of lanes, so that a stretch of any length is summed up in a few steps. `total[b]` is
 * the busy time of all positions before block `b`; `longest[k][b]` is the position of the longest event in block `b`
 * of 16^(k+1) positions. Blocks run on over the ends of lanes; what asks stays within one.
 */
export interface Pyramid {
  readonly lanes: Lanes;
  /** Nanoseconds, by position: beside each other in memory, because most of a query's time is waiting for that. */
  readonly start: Float64Array;
  /** Nanoseconds; 0 where the file has none. */
  readonly duration: Float64Array;
  readonly total: Float64Array;
  readonly longest: readonly Uint32Array[];
}

export function* buildPyramid(slices: Slices, extras: Extras, lanes: Lanes): Work<Pyramid> {
  const { rows, placed } = lanes;
  const start = new Float64Array(rows.length);
  const duration = new Float64Array(rows.length);
  const gather = (from: number, to: number): void => {
    for (let at = from; at < to; at++) {
      const row = rows[at] ?? 0;
      start[at] = slices.start[row] ?? 0;
      duration[at] = lengthOf(slices, row);
    }
  };
  yield* part(inStretches(placed, gather), 0, 0.4);
  let at = placed;
  for (const lane of extras.tracks.flatMap((track) => track.lanes)) {
    start.set(lane.start, at);
    duration.set(lane.duration, at);
    at += lane.start.length;
  }
  const blocks = Math.ceil(rows.length / FANOUT);
  const total = new Float64Array(blocks + 1);
  const pyramid = { lanes, start, duration, total, longest: [] as Uint32Array[] };
  const lower = new Uint32Array(blocks);
  let sum = 0;
  let lane = 0;
  const addUp = (begin: number, end: number): void => {
    // Stretches are whole blocks long.
    for (let block = begin / FANOUT; block < Math.ceil(end / FANOUT); block++) {
      const from = block * FANOUT;
      const to = Math.min(from + FANOUT, rows.length);
      total[block] = sum;
      let best = from;
      for (let i = from; i < to; i++) {
        while (i >= (lanes.first[lane + 1] ?? Infinity)) lane++;
        sum += busyAt(pyramid, i, lanes.first[lane + 1] ?? 0);
        if (durationAt(pyramid, i) > durationAt(pyramid, best)) best = i;
      }
      lower[block] = best;
    }
  };
  yield* part(inStretches(rows.length, addUp), 0.4, 1);
  total[blocks] = sum;
  for (let level: Uint32Array = lower; level.length > 0; level = levelAbove(pyramid, level)) {
    pyramid.longest.push(level);
    if (level.length === 1) break;
  }
  return pyramid;
}

const levelAbove = (pyramid: Pyramid, below: Uint32Array): Uint32Array => {
  const level = new Uint32Array(Math.ceil(below.length / FANOUT));
  for (let block = 0; block < level.length; block++) {
    let best = below[block * FANOUT] ?? 0;
    const to = Math.min((block + 1) * FANOUT, below.length);
    for (let i = block * FANOUT + 1; i < to; i++) {
      const at = below[i] ?? 0;
      if (durationAt(pyramid, at) > durationAt(pyramid, best)) best = at;
    }
    level[block] = best;
  }
  return level;
};

/** Nanoseconds. */
export const startAt = ({ start }: Pyramid, at: number): number => start[at] ?? 0;

/** Nanoseconds, as the file has it. */
export const durationAt = ({ duration }: Pyramid, at: number): number => duration[at] ?? 0;

/** Nanoseconds from a position's start to its end, or to the next event of its lane, which ends at position `laneEnd`. */
export const busyAt = (pyramid: Pyramid, at: number, laneEnd: number): number => {
  const length = durationAt(pyramid, at);
  if (at + 1 >= laneEnd) return length;
  return Math.min(length, startAt(pyramid, at + 1) - startAt(pyramid, at));
};

/** Sum of `busyAt` over the positions from `from` to before `to` of one lane. */
export const busySum = (pyramid: Pyramid, from: number, to: number, laneEnd: number): number => {
  const firstBlock = Math.ceil(from / FANOUT);
  const lastBlock = to >>> FANOUT_BITS;
  if (firstBlock >= lastBlock) return busyOf(pyramid, from, to, laneEnd);
  return (
    busyOf(pyramid, from, firstBlock * FANOUT, laneEnd) +
    (pyramid.total[lastBlock] ?? 0) -
    (pyramid.total[firstBlock] ?? 0) +
    busyOf(pyramid, lastBlock * FANOUT, to, laneEnd)
  );
};

/** The same, event by event. */
const busyOf = (pyramid: Pyramid, from: number, to: number, laneEnd: number): number => {
  let sum = 0;
  for (let at = from; at < to; at++) sum += busyAt(pyramid, at, laneEnd);
  return sum;
};

/** The position of the longest event from `from` to before `to`, which is after it; of equal ones, the first. */
export const longestIn = (pyramid: Pyramid, from: number, to: number): number => {
  let best = from;
  let low = from;
  let high = to;
  for (let level = -1; ; level++) {
    const entries = pyramid.longest[level];
    const inner = Math.min(high, (low + FANOUT - 1) & ~(FANOUT - 1));
    const outer = Math.max(inner, high & ~(FANOUT - 1));
    best = longestOf(pyramid, entries, low, inner, best);
    best = longestOf(pyramid, entries, outer, high, best);
    if (inner === outer) return best;
    low = inner >>> FANOUT_BITS;
    high = outer >>> FANOUT_BITS;
  }
};

/** Of some entries of a level, or positions themselves where `entries` is undefined, and the best so far. */
const longestOf = (
  { duration }: Pyramid,
  entries: Uint32Array | undefined,
  from: number,
  to: number,
  known: number,
): number => {
  let best = known;
  let most = duration[best] ?? 0;
  for (let i = from; i < to; i++) {
    const at = entries === undefined ? i : (entries[i] ?? 0);
    const length = duration[at] ?? 0;
    if (length > most || (length === most && at < best)) {
      best = at;
      most = length;
    }
  }
  return best;
};

/** The first position from `from` to before `to` of one lane that starts at or after a time; `to` where none does. */
export const firstFrom = (pyramid: Pyramid, time: number, from: number, to: number): number => {
  // Doubling steps first: what is sought is most often near.
  let low = from;
  let step = 1;
  while (low + step < to && startAt(pyramid, low + step) < time) {
    low += step;
    step *= 2;
  }
  let high = Math.min(low + step, to);
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (startAt(pyramid, middle) < time) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** The first position of a lane that ends after a time, or starts at or after it; the lane's end where none does. */
export const firstReaching = (pyramid: Pyramid, time: number, lane: number): number => {
  const { first } = pyramid.lanes;
  const [from, to] = [first[lane] ?? 0, first[lane + 1] ?? 0];
  const after = firstFrom(pyramid, time, from, to);
  const before = after - 1;
  return before >= from && startAt(pyramid, before) + durationAt(pyramid, before) > time ? before : after;
};
