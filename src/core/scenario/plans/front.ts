/**
 * The points that no other point beats or equals on every count (less is better on each), sorted by the first. Of equal
 * points the first given is kept. O(n · front).
 */
export const frontOf = <P>(points: readonly P[], counts: readonly ((point: P) => number)[]): readonly P[] => {
  const [first] = counts;
  if (first === undefined) return [];
  const sorted = [...points].sort(
    (a, b) => counts.map((of) => of(a) - of(b)).find((difference) => difference !== 0) ?? 0,
  );
  const front: P[] = [];
  for (const point of sorted) {
    if (!front.some((other) => counts.every((of) => of(other) <= of(point)))) front.push(point);
  }
  return front;
};
