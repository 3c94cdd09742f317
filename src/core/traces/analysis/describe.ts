import { sortedNumbers } from './sorted-numbers';

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
export const describe = (values: Float64Array, scale = 1): Description | undefined => {
  const count = values.length;
  if (count === 0) return undefined;
  const sorted = sortedNumbers(values);
  let sum = 0;
  for (let i = 0; i < count; i++) sum += sorted[i] ?? 0;
  const mean = sum / count;
  let squares = 0;
  for (let i = 0; i < count; i++) squares += ((sorted[i] ?? 0) - mean) ** 2;
  const quantile = (share: number): number => {
    const place = share * (count - 1);
    const below = Math.floor(place);
    const low = sorted[below] ?? 0;
    const high = sorted[Math.min(below + 1, count - 1)] ?? 0;
    return (low + (high - low) * (place - below)) * scale;
  };
  return {
    count,
    mean: mean * scale,
    ...(count > 1 ? { stddev: Math.sqrt(squares / (count - 1)) * scale } : {}),
    min: (sorted[0] ?? 0) * scale,
    p25: quantile(0.25),
    p50: quantile(0.5),
    p75: quantile(0.75),
    max: (sorted[count - 1] ?? 0) * scale,
  };
};
