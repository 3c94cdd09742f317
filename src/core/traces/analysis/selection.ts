import type { Trace } from '../columns';
import type { TraceWindow } from './analysis';

/**
 * The part of a trace that an analysis looks at. Row numbers are those of `trace.slices`; times are nanoseconds
 * after the trace's origin, indexed by row.
 */
export interface Selection {
  readonly trace: Trace;
  readonly window: TraceWindow;
  readonly start: Float64Array;
  /** Start plus duration; equal to the start where the file has no duration. */
  readonly end: Float64Array;
  /** Rows on the host, in file order. */
  readonly host: Uint32Array;
  /**
   * Rows on a device, in file order. A row stands here once for each launch with its correlation in the window
   * "hta", which joins the two; elsewhere once.
   */
  readonly device: Uint32Array;
}

/** Nanoseconds as seconds. */
export const inSeconds = (nanoseconds: number): number => nanoseconds / 1e9;
