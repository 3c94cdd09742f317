import { isDeviceWork, SliceKind } from '../../slice-kind';
import type { Analysis } from '../analysis';
import { hostOrder } from '../host-order';
import { kernelTypes, KernelType } from '../kernel-type';
import { launchersOf } from '../launchers';
import { filterRows } from '../rows';
import { inSeconds } from '../selection';
import type { Selection } from '../selection';
import { connectDevice } from './device';
import { EdgeKind, EventGraph } from './graph';
import type { Edges } from './graph';
import { connectHost } from './host';
import { inTopologicalOrder, lengthsWithout, longestPath } from './longest';

/** What bounds a stretch of the critical path. */
export const BOUNDS = ['host', 'computation', 'communication', 'copy', 'launchDelay', 'kernelGap'] as const;
export type Bound = (typeof BOUNDS)[number];

/** One event's time on the path, in seconds. */
export interface CriticalEvent {
  readonly name: string;
  readonly bound: Bound;
  readonly seconds: number;
  /** Stretches of the path. */
  readonly count: number;
}

export interface CriticalPathReport {
  /** Length of the path. */
  readonly seconds: number;
  readonly byBound: Readonly<Record<Bound, number>>;
  /** The longest first. */
  readonly events: readonly CriticalEvent[];
  /** How much shorter the path would be if all events of a name took no time; another path may then be the longest. */
  readonly whatIf: readonly { readonly name: string; readonly savedSeconds: number }[];
  /** The path itself, in order: rows of `slices` with the stretch of each, in seconds after the origin. */
  readonly path: readonly {
    readonly row: number;
    readonly bound: Bound;
    readonly from: number;
    readonly to: number;
  }[];
}

/** A part of the trace, in nanoseconds; host events that begin in it and what they launched. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

const WHAT_IF_NAMES = 5;

/**
 * The longest chain of host calls, launches, kernels and waits, each of which could only begin when the one before
 * was done (HTA, hta/analyzers/critical_path_analysis.py). Without `cuda_sync` events in the trace the host's waits are not seen.
 */
export const criticalPathOf = (selection: Selection, span: Span): CriticalPathReport | undefined => {
  const graph = graphOf(selection, span);
  const edges = graph.edges();
  const ordered = inTopologicalOrder(edges, graph.nodes);
  if (ordered === undefined || ordered.edge.length === 0) return undefined;
  const longest = longestPath(ordered);
  const boundOf = bounds(selection, edges);
  const { name } = selection.trace.slices;
  const byBound: Record<Bound, number> = {
    host: 0,
    computation: 0,
    communication: 0,
    copy: 0,
    launchDelay: 0,
    kernelGap: 0,
  };
  const events = new Map<number, { name: number; bound: Bound; nanoseconds: number; count: number }>();
  const path: CriticalPathReport['path'][number][] = [];
  let roundedAway = 0;
  for (const edge of longest.edges) {
    const bound = boundOf(edge);
    const row = edges.row[edge] ?? -1;
    if (bound === undefined || row < 0) continue;
    const lost = selection.window === 'hta' ? lostInRounding(graph, edges, edge) : 0;
    roundedAway += lost;
    const weight = (edges.weight[edge] ?? 0) - lost;
    byBound[bound] += inSeconds(weight);
    const id = name[row] ?? 0;
    const key = id * BOUNDS.length + BOUNDS.indexOf(bound);
    const event = events.get(key) ?? { name: id, bound, nanoseconds: 0, count: 0 };
    if (event.count === 0) events.set(key, event);
    event.nanoseconds += weight;
    event.count++;
    if (weight > 0)
      path.push({
        row,
        bound,
        from: inSeconds(graph.timeOf(edges.from[edge] ?? 0)),
        to: inSeconds(graph.timeOf(edges.to[edge] ?? 0)),
      });
  }
  const worker = new Int32Array(ordered.edge.length).fill(-1);
  for (let place = 0; place < worker.length; place++) {
    const edge = ordered.edge[place] ?? 0;
    if (edges.kind[edge] === EdgeKind.work) worker[place] = name[edges.row[edge] ?? -1] ?? -1;
  }
  const ranked = [...events.values()].sort((a, b) => b.nanoseconds - a.nanoseconds);
  const names = new Set(ranked.filter(({ nanoseconds }) => nanoseconds > 0).map((event) => event.name));
  const without = [...names].slice(0, WHAT_IF_NAMES);
  const lengths = lengthsWithout(ordered, worker, without);
  return {
    seconds: inSeconds(longest.length - roundedAway),
    byBound,
    events: ranked.map(({ name: id, bound, nanoseconds, count }) => ({
      name: selection.trace.strings.text(id),
      bound,
      seconds: inSeconds(nanoseconds),
      count,
    })),
    whatIf: without.map((id, place) => ({
      name: selection.trace.strings.text(id),
      savedSeconds: inSeconds(longest.length - (lengths[place] ?? 0)),
    })),
    path,
  };
};

/**
 * How far an edge leads back in time: an event shorter than a microsecond that crosses none ends one before it begins
 * once HTA has rounded it. HTA looks for the path as if such edges took no time, and then subtracts those on it
 * (critical_path_analysis.py:1511-1520 sets the graph's weight, get_critical_path_breakdown sums the edges' own).
 */
const lostInRounding = (graph: EventGraph, { from, to, kind }: Edges, edge: number): number =>
  kind[edge] === EdgeKind.work ? Math.max(0, graph.timeOf(from[edge] ?? 0) - graph.timeOf(to[edge] ?? 0)) : 0;

/** Exported for the tests, which compare its size with HTA's. */
export const graphOf = (selection: Selection, span: Span): EventGraph => {
  const { kind } = selection.trace.slices;
  const { start, end } = selection;
  const launchers = launchersOf(selection);
  const begins = (row: number): boolean =>
    (start[row] ?? 0) >= span.from && (start[row] ?? 0) <= span.to && (end[row] ?? 0) > (start[row] ?? 0);
  const host = filterRows(hostOrder(selection), begins);
  const linked = filterRows(selection.device, (row) => {
    const launcher = launchers[row] ?? -1;
    return launcher >= 0 && begins(launcher) && isDeviceWork(kind[row] ?? 0);
  });
  const device = selection.window === 'hta' ? lastOfEachLaunch(linked, launchers) : linked;
  const nodes = filterRows(
    host,
    (row) => kind[row] === SliceKind.operator || kind[row] === SliceKind.runtime,
  );
  const rows = new Uint32Array(nodes.length + device.length);
  rows.set(nodes);
  rows.set(device, nodes.length);
  const graph = new EventGraph(rows, start, end);
  connectHost(selection, graph, host);
  connectDevice(selection, graph, device);
  return graph;
};

/** HTA links a launch to one device event, the last of its correlation in the file; the others of a graph are not seen. */
const lastOfEachLaunch = (rows: Uint32Array, launchers: Int32Array): Uint32Array => {
  const last = new Map<number, number>();
  for (const row of rows) last.set(launchers[row] ?? -1, row);
  return filterRows(Uint32Array.from(new Set(rows)), (row) => last.get(launchers[row] ?? -1) === row);
};

const bounds = (selection: Selection, graph: Edges): ((edge: number) => Bound | undefined) => {
  const { kind } = selection.trace.slices;
  const typeOf = kernelTypes(selection);
  return (edge) => {
    switch (graph.kind[edge]) {
      case EdgeKind.launchDelay:
        return 'launchDelay';
      case EdgeKind.kernelGap:
        return 'kernelGap';
      case EdgeKind.work: {
        const row = graph.row[edge] ?? -1;
        if (!isDeviceWork(kind[row] ?? 0)) return 'host';
        if (kind[row] !== SliceKind.kernel) return 'copy';
        return typeOf(row) === KernelType.communication ? 'communication' : 'computation';
      }
      default:
        return undefined;
    }
  };
};

/** Over everything in the window. */
const run = (selection: Selection): CriticalPathReport | undefined =>
  criticalPathOf(selection, { from: -Infinity, to: Infinity });

export const criticalPath: Analysis<'criticalPath', CriticalPathReport> = { id: 'criticalPath', run };
