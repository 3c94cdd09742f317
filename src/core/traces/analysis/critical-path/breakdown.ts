import { kernelTypeColumn } from '../kernel-type';
import { inSeconds } from '../selection';
import type { Selection } from '../selection';
import { type Bound, boundOf, BOUNDS, UNBOUND } from './bounds';
import type { Edges } from './edges';
import { EdgeKind } from './graph';
import type { Stretches } from './stretches';

/** The stretches of one name and bound. */
export interface Total {
  /** TextId. */
  readonly name: number;
  readonly bound: Bound;
  nanoseconds: number;
  count: number;
}

export interface Breakdown {
  readonly stretches: Stretches;
  /** By place in `BOUNDS`. */
  readonly seconds: Float64Array;
  /** The longest first. */
  readonly totals: readonly Total[];
  /** Nanoseconds that HTA subtracts. */
  readonly lost: number;
}

/**
 * What bounds a path, edge by edge. An event shorter than a microsecond that crosses none ends one before it begins once HTA
 * has rounded it. HTA looks for the path as if such edges took no time, and then subtracts those on it
 * (critical_path_analysis.py:1511-1520 sets the graph's weight, get_critical_path_breakdown sums the edges' own).
 */
export const breakDown = (selection: Selection, edges: Edges, path: Int32Array): Breakdown => {
  const { kind: kinds, name } = selection.trace.slices;
  const types = kernelTypeColumn(selection);
  const { time } = edges.graph;
  const row = new Int32Array(path.length);
  const bound = new Uint8Array(path.length);
  const from = new Float64Array(path.length);
  const to = new Float64Array(path.length);
  const seconds = new Float64Array(BOUNDS.length);
  const totals: Total[] = [];
  const placeOf = new Int32Array(selection.trace.strings.size * BOUNDS.length);
  let length = 0;
  let lost = 0;
  for (let i = 0; i < path.length; i++) {
    const edge = path[i] ?? 0;
    const by = edges.row(edge);
    const kind = edges.kind(edge);
    const of = boundOf(kind, kinds[by] ?? 0, types[by] ?? 0);
    if (of === UNBOUND || by < 0) continue;
    const rounded = selection.window === 'hta' && kind === EdgeKind.work ? Math.max(0, -edges.span(edge)) : 0;
    lost += rounded;
    const weight = edges.weight(edge) - rounded;
    seconds[of] = (seconds[of] ?? 0) + inSeconds(weight);
    const id = name[by] ?? 0;
    const key = id * BOUNDS.length + of;
    let place = placeOf[key] ?? 0;
    if (place === 0)
      placeOf[key] = place = totals.push({ name: id, bound: BOUNDS[of] ?? 'host', nanoseconds: 0, count: 0 });
    const total = totals[place - 1];
    if (total !== undefined) {
      total.nanoseconds += weight;
      total.count++;
    }
    if (weight > 0) {
      row[length] = by;
      bound[length] = of;
      from[length] = time[edges.from(edge)] ?? 0;
      to[length++] = time[edges.to(edge)] ?? 0;
    }
  }
  return {
    stretches: { length, row, bound, from, to },
    seconds,
    totals: totals.sort((a, b) => b.nanoseconds - a.nanoseconds),
    lost,
  };
};
