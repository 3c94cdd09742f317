/**
 * The points that no other point beats on both counts (less is better on each), sorted by the first. O(n log n).
 * Of equal points the first given is kept.
 */
export const paretoFront = <P>(
  points: readonly P[],
  first: (point: P) => number,
  second: (point: P) => number,
): readonly P[] => {
  const sorted = [...points].sort((a, b) => first(a) - first(b) || second(a) - second(b));
  const front: P[] = [];
  let least = Infinity;
  for (const point of sorted)
    if (second(point) < least) {
      least = second(point);
      front.push(point);
    }
  return front;
};
