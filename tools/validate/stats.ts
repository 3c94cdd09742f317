/** The value below which a share `q` of the values lies, by linear interpolation. NaN of nothing. */
export const quantile = (values: readonly number[], q: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  if (sorted.length === 0) return NaN;
  const at = (sorted.length - 1) * q;
  const [low, high] = [sorted[Math.floor(at)] ?? NaN, sorted[Math.ceil(at)] ?? NaN];
  return low + (high - low) * (at - Math.floor(at));
};

/** Error as a fraction: exp |ln(predicted / measured)| − 1 at the given quantile. */
export const logError = (ratios: readonly number[], q: number): number =>
  Math.expm1(
    quantile(
      ratios.map((ratio) => Math.abs(Math.log(ratio))),
      q,
    ),
  );

/** Pairs that differ by more than `least` in the measurement: how many, and those that stand the other way round in the prediction. */
export const pairsInOrder = <T extends { readonly measured: number; readonly predicted: number }>(
  points: readonly T[],
  least: number,
): { readonly pairs: number; readonly wrong: readonly (readonly [T, T])[] } => {
  const wrong: (readonly [T, T])[] = [];
  let pairs = 0;
  for (const [i, a] of points.entries())
    for (const b of points.slice(i + 1)) {
      const larger = Math.max(a.measured, b.measured) / Math.min(a.measured, b.measured);
      if (larger <= 1 + least) continue;
      pairs++;
      if (a.measured > b.measured !== a.predicted > b.predicted) wrong.push([a, b]);
    }
  return { pairs, wrong };
};
