import { callPlace, type CodePlace, type FunctionPlace, functionPlace } from '../source-places';
import { SliceKind } from '../slice-kind';
import type { Analysis } from './analysis';
import { type CallTree, callTree, ROOT } from './call-tree';
import { type LaunchSite, kernelSites, operatorSites } from './launch-sites';
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

export interface SourceLinesReport {
  /** Profiler steps in the selection; absent where it has none. */
  readonly steps?: number;
  /** Of all Python functions, each moment of a thread once. */
  readonly hostSeconds: number;
  /** All work of the devices, and the part that was launched under Python functions. */
  readonly deviceSeconds: number;
  readonly deviceUnderPython: number;
  /** The most device time first. */
  readonly lines: readonly SourceLineTimes[];
  /** Where most of each operator's, and each kernel's, time was called. */
  readonly operators: readonly LaunchSite[];
  readonly kernels: readonly LaunchSite[];
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
    lines: new Lines(tree).report(),
    operators: operatorSites(selection, tree),
    kernels: kernelSites(selection, tree),
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

interface OperatorSums {
  calls: number;
  host: number;
  device: number;
}

/** A place while the tree is walked; times are nanoseconds. */
interface Place {
  readonly place: CodePlace | FunctionPlace;
  readonly operators: Map<number, OperatorSums>;
  calls: number;
  hostSelf: number;
  hostTotal: number;
  deviceSelf: number;
  deviceTotal: number;
  /** How many of its calls are open. */
  open: number;
}

/** Walks the tree once with the places open at each node. */
class Lines {
  readonly #functions = new Map<number, Place | undefined>();
  readonly #sites = new Map<number, Place | undefined>();
  /** Each place once, the outermost first. */
  readonly #open: Place[] = [];

  constructor(private readonly tree: CallTree) {
    this.walk(ROOT, undefined, undefined);
  }

  report(): readonly SourceLineTimes[] {
    const places = [...this.#functions.values(), ...this.#sites.values()].filter((one) => one !== undefined);
    return places
      .map((one) => this.timesOf(one))
      .sort((a, b) => b.deviceTotal - a.deviceTotal || b.hostTotal - a.hostTotal);
  }

  private walk(node: number, inFunction: Place | undefined, inCall: Place | undefined): void {
    const { firstChild, children, kind, parent, isFrame, name, site } = this.tree;
    const to = firstChild[node + 1] ?? 0;
    for (let place = firstChild[node] ?? 0; place < to; place++) {
      const child = children[place] ?? 0;
      if (kind[child] === SliceKind.python) {
        const own = isFrame[child] === 1 ? undefined : this.functionOf(name[child] ?? 0);
        const call = this.siteOf(site[child] ?? 0);
        const before = this.#open.length;
        this.enter(own, child, inFunction);
        this.enter(call, child, inCall);
        this.walk(child, own ?? inFunction, call ?? inCall);
        if (own !== undefined) own.open--;
        if (call !== undefined) call.open--;
        this.#open.length = before;
      } else {
        const isOutermost = kind[parent[child] ?? 0] !== SliceKind.operator;
        if (isOutermost) for (const each of this.#open) addOperator(each, this.tree, child);
        this.walk(child, inFunction, inCall);
      }
    }
  }

  /** Counts a node for a place, and takes it from the self of the one around. */
  private enter(place: Place | undefined, node: number, around: Place | undefined): void {
    if (place === undefined) return;
    const host = this.tree.host[node] ?? 0;
    const device = this.tree.deviceTotal[node] ?? 0;
    place.calls += this.tree.calls[node] ?? 0;
    place.hostSelf += host;
    place.deviceSelf += device;
    if (around !== undefined) {
      around.hostSelf -= host;
      around.deviceSelf -= device;
    }
    if (place.open++ > 0) return;
    place.hostTotal += host;
    place.deviceTotal += device;
    this.#open.push(place);
  }

  private functionOf(name: number): Place | undefined {
    return known(this.#functions, name, () => functionPlace(this.text(name)));
  }

  private siteOf(site: number): Place | undefined {
    return site === 0 ? undefined : known(this.#sites, site, () => callPlace(this.text(site)));
  }

  private text(id: number): string {
    return this.tree.text(id);
  }

  private timesOf({ place, calls, operators, ...times }: Place): SourceLineTimes {
    return {
      ...place,
      calls,
      // Children may outlive their parents by the clock's resolution.
      hostSelf: inSeconds(Math.max(0, times.hostSelf)),
      hostTotal: inSeconds(times.hostTotal),
      deviceSelf: inSeconds(times.deviceSelf),
      deviceTotal: inSeconds(times.deviceTotal),
      operators: [...operators]
        .sort(([, a], [, b]) => b.device - a.device || b.host - a.host)
        .slice(0, MOST_OPERATORS)
        .map(([name, sums]) => ({
          name: this.text(name),
          calls: sums.calls,
          hostTotal: inSeconds(sums.host),
          deviceTotal: inSeconds(sums.device),
        })),
    };
  }
}

const known = (
  places: Map<number, Place | undefined>,
  id: number,
  read: () => CodePlace | FunctionPlace | undefined,
): Place | undefined => {
  if (!places.has(id)) {
    const place = read();
    places.set(
      id,
      place && {
        place,
        operators: new Map(),
        calls: 0,
        hostSelf: 0,
        hostTotal: 0,
        deviceSelf: 0,
        deviceTotal: 0,
        open: 0,
      },
    );
  }
  return places.get(id);
};

const addOperator = (
  { operators }: Place,
  { name, calls, host, deviceTotal }: CallTree,
  node: number,
): void => {
  const id = name[node] ?? 0;
  let sums = operators.get(id);
  if (sums === undefined) operators.set(id, (sums = { calls: 0, host: 0, device: 0 }));
  sums.calls += calls[node] ?? 0;
  sums.host += host[node] ?? 0;
  sums.device += deviceTotal[node] ?? 0;
};

export const sourceLines: Analysis<'sourceLines', SourceLinesReport> = { id: 'sourceLines', run: once(run) };
