import type { Analysis } from '../analysis';
import { inSeconds } from '../selection';
import type { Selection } from '../selection';
import { type Bound, BOUNDS } from './bounds';
import { breakDown } from './breakdown';
import { graphOf } from './build';
import type { Span } from './build';
import { Edges } from './edges';
import { NOBODY } from './graph';
import { lengthWithout, longestPath, measurable } from './longest';
import { listStretches, type Stretch } from './stretches';

export { type Bound, BOUNDS } from './bounds';
export { graphOf } from './build';

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
  /** The path itself, in order; made into objects when asked for. */
  readonly path: readonly Stretch[];
}

const WHAT_IF_NAMES = 5;

/**
 * The longest chain of host calls, launches, kernels and waits, each of which could only begin when the one before
 * was done (HTA, hta/analyzers/critical_path_analysis.py). Without `cuda_sync` events in the trace the host's waits are not seen.
 */
export const criticalPathOf = (selection: Selection, span: Span): CriticalPathReport | undefined => {
  const { strings } = selection.trace;
  const edges = new Edges(graphOf(selection, span));
  const graph = measurable(edges);
  if (graph === undefined || edges.count === 0) return undefined;
  const longest = longestPath(graph);
  const { seconds, totals, stretches, lost } = breakDown(selection, edges, longest.edges);
  const names = new Set(totals.filter(({ nanoseconds }) => nanoseconds > 0).map((total) => total.name));
  const without = [...names].slice(0, WHAT_IF_NAMES);
  const groups = groupsByName(selection, edges, without);
  let path: readonly Stretch[] | undefined;
  return {
    seconds: inSeconds(longest.length - lost),
    byBound: Object.fromEntries(BOUNDS.map((bound, place) => [bound, seconds[place] ?? 0])) as Record<
      Bound,
      number
    >,
    events: totals.map(({ name, bound, nanoseconds, count }) => ({
      name: strings.text(name),
      bound,
      seconds: inSeconds(nanoseconds),
      count,
    })),
    whatIf: without.map((name, place) => ({
      name: strings.text(name),
      savedSeconds: inSeconds(longest.length - lengthWithout(graph, groups, place + 1)),
    })),
    get path() {
      return (path ??= listStretches(stretches));
    },
  };
};

/** For each node the place in `names`, plus one, of the event that works until then; 0 of others. */
const groupsByName = (
  selection: Selection,
  { graph: { nodes, row } }: Edges,
  names: readonly number[],
): Uint8Array => {
  const { name } = selection.trace.slices;
  const places = new Uint8Array(selection.trace.strings.size);
  names.forEach((id, place) => (places[id] = place + 1));
  const groups = new Uint8Array(nodes);
  for (let node = 0; node < nodes; node++) {
    const by = row[node] ?? NOBODY;
    if (by !== NOBODY) groups[node] = places[name[by] ?? 0] ?? 0;
  }
  return groups;
};

/** Over everything in the window. */
const run = (selection: Selection): CriticalPathReport | undefined =>
  criticalPathOf(selection, { from: -Infinity, to: Infinity });

export const criticalPath: Analysis<'criticalPath', CriticalPathReport> = { id: 'criticalPath', run };
