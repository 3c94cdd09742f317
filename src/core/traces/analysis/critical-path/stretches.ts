import { inSeconds } from '../selection';
import { type Bound, BOUNDS } from './bounds';

/** A stretch of the path: a row of `slices`, what bounds it, and when, in seconds after the origin. */
export interface Stretch {
  readonly row: number;
  readonly bound: Bound;
  readonly from: number;
  readonly to: number;
}

/** Stretches in parallel arrays: rows, places in `BOUNDS`, nanoseconds. */
export interface Stretches {
  readonly length: number;
  readonly row: Uint32Array;
  readonly bound: Uint8Array;
  readonly to: Float64Array;
  /** Places of those that do not begin where the one before ends, ascending, and when they begin. */
  readonly gap: Uint32Array;
  readonly gapFrom: Float64Array;
}

/** There may be millions: only those who read them one by one pay for objects. */
export const listStretches = ({ length, row, bound, to, gap, gapFrom }: Stretches): readonly Stretch[] => {
  let from = 0;
  let next = 0;
  return Array.from({ length }, (_, i) => {
    if (gap[next] === i) from = gapFrom[next++] ?? 0;
    const until = to[i] ?? 0;
    const stretch = {
      row: row[i] ?? 0,
      bound: BOUNDS[bound[i] ?? 0] ?? 'host',
      from: inSeconds(from),
      to: inSeconds(until),
    };
    from = until;
    return stretch;
  });
};
