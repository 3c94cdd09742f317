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
  readonly from: Float64Array;
  readonly to: Float64Array;
}

/** There may be millions: only those who read them one by one pay for objects. */
export const listStretches = ({ length, row, bound, from, to }: Stretches): readonly Stretch[] =>
  Array.from({ length }, (_, i) => ({
    row: row[i] ?? 0,
    bound: BOUNDS[bound[i] ?? 0] ?? 'host',
    from: inSeconds(from[i] ?? 0),
    to: inSeconds(to[i] ?? 0),
  }));
