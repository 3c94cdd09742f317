import type { Loops } from '../../loops/loops';
import type { Analysis } from '../analysis';
import { kernelTypeColumn } from '../kernel-type';
import { inSeconds } from '../selection';
import type { Selection } from '../selection';
import type { Bound } from './bounds';
import { type Breakdown, breakdownOf } from './breakdown';
import { type Span, withGraph } from './build';
import { listStretches, type Stretch } from './stretches';

export { type Bound, BOUNDS } from './bounds';
export { graphSize } from './build';

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
 * was done (HTA, hta/analyzers/critical_path_analysis.py). Without `cuda_sync` events in the trace HTA sees nothing wait but kernels for
 * their launch and stream; our windows infer what else did (implied-waits.ts).
 */
export const criticalPathOf = (selection: Selection, span: Span): CriticalPathReport | undefined => {
  const { strings } = selection.trace;
  const types = kernelTypeColumn(selection);
  const found = withGraph(selection, span, (loops) => measured(selection, loops, types));
  if (found === undefined) return undefined;
  const { length, breakdown, without } = found;
  let path: readonly Stretch[] | undefined;
  return {
    seconds: inSeconds(length - breakdown.lost),
    byBound: breakdown.byBound,
    events: breakdown.totals.map(({ name, bound, nanoseconds, count }) => ({
      name: strings.text(name),
      bound,
      seconds: inSeconds(nanoseconds),
      count,
    })),
    whatIf: without.map(({ name, length: left }) => ({
      name: strings.text(name),
      savedSeconds: inSeconds(length - left),
    })),
    get path() {
      return (path ??= listStretches(breakdown.stretches));
    },
  };
};

/** Lengths in nanoseconds. */
interface Measured {
  readonly length: number;
  readonly breakdown: Breakdown;
  /** The path without each of the names that take longest. */
  readonly without: readonly { readonly name: number; readonly length: number }[];
}

/** `undefined` where there is no edge, or edges lead around in a circle. */
const measured = (selection: Selection, loops: Loops, types: Uint8Array): Measured | undefined => {
  const { calls } = loops;
  if (calls.countEdges() === 0 || calls.findRuns() === 0) return undefined;
  const length = calls.findLongest();
  const breakdown = breakdownOf(selection, loops, types);
  const names = new Set(
    breakdown.totals.filter(({ nanoseconds }) => nanoseconds > 0).map(({ name }) => name),
  );
  const longest = [...names].slice(0, WHAT_IF_NAMES);
  const groups = new Uint8Array(selection.trace.strings.size);
  longest.forEach((name, place) => (groups[name] = place + 1));
  const lengths = loops.doubles(calls.lengthsWithout(loops.put(groups), longest.length), longest.length);
  return {
    length,
    breakdown,
    without: longest.map((name, place) => ({ name, length: lengths[place] ?? 0 })),
  };
};

/** Over everything in the window. */
const run = (selection: Selection): CriticalPathReport | undefined =>
  criticalPathOf(selection, { from: -Infinity, to: Infinity });

export const criticalPath: Analysis<'criticalPath', CriticalPathReport> = { id: 'criticalPath', run };
