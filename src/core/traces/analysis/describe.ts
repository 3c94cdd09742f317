import { type Address, type Loops, withLoops } from '../loops/loops';
import type { Selection } from './selection';

/** What a set of numbers looks like; quantiles by linear interpolation, `stddev` of a sample (as pandas' describe). */
export interface Description {
  readonly count: number;
  readonly mean: number;
  /** Absent for a single value. */
  readonly stddev?: number;
  readonly min: number;
  readonly p25: number;
  readonly p50: number;
  readonly p75: number;
  readonly max: number;
}

/** `undefined` for no values. `scale` multiplies every result but the count. */
export const describe = (selection: Selection, values: Float64Array, scale = 1): Description | undefined =>
  withLoops(selection, (loops) => describeAt(loops, loops.put(values), values.length, scale));

/** The same of numbers in the memory of the loops. */
export const describeAt = (
  loops: Loops,
  values: Address,
  count: number,
  scale = 1,
): Description | undefined => {
  if (count === 0) return undefined;
  const { calls } = loops;
  const sorted = loops.doubles(calls.describe(values, count), count);
  const quantile = (share: number): number => {
    const place = share * (count - 1);
    const below = Math.floor(place);
    const low = sorted[below] ?? 0;
    const high = sorted[Math.min(below + 1, count - 1)] ?? 0;
    return (low + (high - low) * (place - below)) * scale;
  };
  return {
    count,
    mean: calls.mean.value * scale,
    ...(count > 1 ? { stddev: Math.sqrt(calls.squares.value / (count - 1)) * scale } : {}),
    min: (sorted[0] ?? 0) * scale,
    p25: quantile(0.25),
    p50: quantile(0.5),
    p75: quantile(0.75),
    max: (sorted[count - 1] ?? 0) * scale,
  };
};
