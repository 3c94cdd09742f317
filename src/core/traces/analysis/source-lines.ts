import { SliceKind } from '../slice-kind';
import type { CodePlace } from '../source-places';
import type { Analysis } from './analysis';
import { type CallTree, callTree, ROOT } from './call-tree';
import { codePlaces } from './code-places';
import { type LaunchSites, launchSites } from './launch-sites';
import { type LineSums, lineSums } from './line-sums';
import { deviceDuration } from './names';
import { once } from './once';
import { tellsPython } from './operator-stacks';
import { profilerSteps } from './profiler-steps';
import { inSeconds } from './selection';
import type { Selection } from './selection';

/** Sums over the whole selection, in seconds. */
export interface PlaceTimes {
  readonly calls: number;
  /** Without what counts for a place further inside. */
  readonly hostSelf: number;
  readonly hostTotal: number;
  readonly deviceSelf: number;
  readonly deviceTotal: number;
}

export interface PlaceOperator {
  readonly name: string;
  readonly calls: number;
  readonly hostTotal: number;
  readonly deviceTotal: number;
}

/**
 * What a line takes: the function that begins there, where `function` is given; otherwise the calls made from there. A
 * line can have both.
 */
export interface SourceLineTimes extends CodePlace, PlaceTimes {
  readonly function?: string;
  /** The operators that Python called below it, the most time first; at most `MOST_OPERATORS`. */
  readonly operators: readonly PlaceOperator[];
}

export interface SourceLinesReport extends LaunchSites {
  /** Profiler steps in the selection; absent where it has none. */
  readonly steps?: number;
  /** Of all Python functions, each moment of a thread once. */
  readonly hostSeconds: number;
  /** All work of the devices, and the part that was launched under Python functions. */
  readonly deviceSeconds: number;
  readonly deviceUnderPython: number;
  /** The most device time first. */
  readonly lines: readonly SourceLineTimes[];
}

export const MOST_OPERATORS = 5;

/**
 * Host and device time of each source line, from `python_function` events nested by time. A function counts for the line
 * where it begins, its calls for the line that makes them (the profiler's "CallFrom", which older ones do not write; before 1.11 the lines
 * are those of the operators' "Call stack", and their host time that of the operators). Of
 * calls inside themselves only the outermost counts in totals. A moment, or a launch, is "self" at the innermost function
 * around it, and among calls at the innermost call: over all functions the selves sum to the totals of the outermost ones.
 */
const run = (selection: Selection): SourceLinesReport | undefined => {
  if (!tellsPython(selection)) return undefined;
  const tree = callTree(selection, true);
  const steps = new Set(profilerSteps(selection).map(({ number }) => number)).size;
  const python = outermostPython(tree);
  const sum = (of: Float64Array): number => python.reduce((all, node) => all + (of[node] ?? 0), 0);
  return {
    ...(steps === 0 ? {} : { steps }),
    hostSeconds: inSeconds(sum(tree.host)),
    deviceSeconds: inSeconds(deviceDuration(selection)),
    deviceUnderPython: inSeconds(sum(tree.deviceTotal)),
    lines: linesOf(selection, tree),
    ...launchSites(selection, tree),
  };
};

const outermostPython = (tree: CallTree): readonly number[] => {
  const found: number[] = [];
  const look = (node: number): void => {
    const to = tree.firstChild[node + 1] ?? 0;
    for (let place = tree.firstChild[node] ?? 0; place < to; place++) {
      const child = tree.children[place] ?? 0;
      if (tree.kind[child] === SliceKind.python) found.push(child);
      else look(child);
    }
  };
  look(ROOT);
  return found;
};

const linesOf = (selection: Selection, tree: CallTree): readonly SourceLineTimes[] => {
  const { functionAt, callAt } = codePlaces(selection);
  return lineSums(selection, tree)
    .flatMap((sums) => {
      const place = sums.isSite ? callAt(sums.text) : functionAt(sums.text);
      return place === undefined ? [] : { ...place, ...timesOf(sums, tree) };
    })
    .sort((a, b) => b.deviceTotal - a.deviceTotal || b.hostTotal - a.hostTotal);
};

const timesOf = (
  { calls, hostSelf, hostTotal, deviceSelf, deviceTotal, operators }: LineSums,
  tree: CallTree,
): Omit<SourceLineTimes, keyof CodePlace | 'function'> => ({
  calls,
  // Children may outlive their parents by the clock's resolution.
  hostSelf: inSeconds(Math.max(0, hostSelf)),
  hostTotal: inSeconds(hostTotal),
  deviceSelf: inSeconds(Math.max(0, deviceSelf)),
  deviceTotal: inSeconds(deviceTotal),
  operators: [...operators]
    .sort((a, b) => b.device - a.device || b.host - a.host)
    .slice(0, MOST_OPERATORS)
    .map((operator) => ({
      name: tree.text(operator.name),
      calls: operator.calls,
      hostTotal: inSeconds(operator.host),
      deviceTotal: inSeconds(operator.device),
    })),
});

export const sourceLines: Analysis<'sourceLines', SourceLinesReport> = { id: 'sourceLines', run: once(run) };
