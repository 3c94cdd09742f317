/**
 * The least of a function by J. Nelder and R. Mead's simplex (1965), from `start`, each coordinate first moved by `step`.
 * Stops after `evaluations`, or when the simplex has shrunk to 1e-4.
 */
export const minimise = (
  f: (x: readonly number[]) => number,
  start: readonly number[],
  step: number,
  evaluations: number,
): { readonly x: readonly number[]; readonly value: number } => {
  let used = 0;
  const at = (x: readonly number[]) => {
    used++;
    return { x, value: f(x) };
  };
  let simplex = [at(start), ...start.map((_, i) => at(start.map((v, j) => (i === j ? v + step : v))))];
  while (used < evaluations) {
    simplex.sort((a, b) => a.value - b.value);
    const best = simplex[0];
    const worst = simplex.at(-1);
    const second = simplex.at(-2);
    if (best === undefined || worst === undefined || second === undefined) break;
    if (Math.max(...worst.x.map((v, i) => Math.abs(v - (best.x[i] ?? v)))) < 1e-4) break;
    const others = simplex.slice(0, -1);
    const centre = start.map((_, i) => others.reduce((sum, { x }) => sum + (x[i] ?? 0), 0) / others.length);
    const along = (t: number) => at(centre.map((c, i) => c + t * ((worst.x[i] ?? c) - c)));
    const reflected = along(-1);
    if (reflected.value < best.value) {
      const expanded = along(-2);
      simplex = [...others, expanded.value < reflected.value ? expanded : reflected];
    } else if (reflected.value < second.value) simplex = [...others, reflected];
    else {
      const contracted = reflected.value < worst.value ? along(-0.5) : along(0.5);
      simplex =
        contracted.value < Math.min(worst.value, reflected.value)
          ? [...others, contracted]
          : simplex.map((point) =>
              point === best ? point : at(point.x.map((v, i) => ((best.x[i] ?? v) + v) / 2)),
            );
    }
  }
  return simplex.reduce((a, b) => (b.value < a.value ? b : a));
};
