import type { Slices } from '../../columns';

/**
 * Start times from durations and dependencies, as the simulators do that such traces are made for: every track does one
 * thing at a time, in the order in which things become ready, and none begins before what it depends on has ended. Nodes
 * of a circle, which there should not be, follow at the end of their track.
 * @param edges rows of which the second waits for the first
 */
export const schedule = (slices: Slices, edges: readonly (readonly [from: number, to: number])[]): void => {
  const { length, start, duration, track } = slices;
  const waiting = new Uint32Array(length);
  const first = new Int32Array(length).fill(-1);
  const next = new Int32Array(edges.length).fill(-1);
  edges.forEach(([from, to], edge) => {
    waiting[to] = (waiting[to] ?? 0) + 1;
    next[edge] = first[from] ?? -1;
    first[from] = edge;
  });
  const earliest = new Float64Array(length);
  const free = new Map<number, number>();
  const place = (row: number): number => {
    const lane = track[row] ?? 0;
    const at = Math.max(earliest[row] ?? 0, free.get(lane) ?? 0);
    start[row] = at;
    const end = at + (duration[row] || 0);
    free.set(lane, end);
    return end;
  };
  const ready: number[] = [];
  for (let row = 0; row < length; row++) if (waiting[row] === 0) ready.push(row);
  for (const row of ready) {
    const end = place(row);
    for (let edge = first[row] ?? -1; edge >= 0; edge = next[edge] ?? -1) {
      const to = edges[edge]?.[1] ?? 0;
      earliest[to] = Math.max(earliest[to] ?? 0, end);
      const left = (waiting[to] ?? 0) - 1;
      waiting[to] = left;
      if (left === 0) ready.push(to);
    }
  }
  for (let row = 0; row < length; row++) if ((waiting[row] ?? 0) > 0) place(row);
};
