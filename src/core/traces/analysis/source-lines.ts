import { callPlace, type CodePlace, type FunctionPlace, functionPlace } from '../source-places';
import { SliceKind } from '../slice-kind';
import type { Analysis } from './analysis';
import { type CallNode, type CallTree, callTree, ROOT } from './call-tree';
import { type LaunchSite, kernelSites, operatorSites } from './launch-sites';
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
  const sum = (of: (node: CallNode) => number): number => python.reduce((all, node) => all + of(node), 0);
  return {
    ...(steps === 0 ? {} : { steps }),
    hostSeconds: inSeconds(sum(({ host }) => host)),
    deviceSeconds: inSeconds(
      selection.device.reduce((all, row) => all + (selection.end[row] ?? 0) - (selection.start[row] ?? 0), 0),
    ),
    deviceUnderPython: inSeconds(sum(({ deviceTotal }) => deviceTotal)),
    lines: new Lines(tree).report(),
    operators: operatorSites(selection, tree),
    kernels: kernelSites(selection, tree),
  };
};

const outermostPython = ({ nodes }: CallTree): readonly CallNode[] => {
  const found: CallNode[] = [];
  const look = (index: number): void => {
    for (const child of nodes[index]?.children ?? []) {
      const node = nodes[child];
      if (node?.kind === SliceKind.python) found.push(node);
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

  private walk(index: number, inFunction: Place | undefined, inCall: Place | undefined): void {
    for (const child of this.tree.nodes[index]?.children ?? []) {
      const node = this.tree.nodes[child];
      if (node === undefined) continue;
      if (node.kind === SliceKind.python) {
        const own = node.isFrame ? undefined : this.functionOf(node.name);
        const call = this.siteOf(node.site);
        const opened = [...this.enter(own, node, inFunction), ...this.enter(call, node, inCall)];
        this.walk(child, own ?? inFunction, call ?? inCall);
        for (const place of [own, call]) if (place !== undefined) place.open--;
        this.#open.length -= opened.length;
      } else {
        const isOutermost = this.tree.nodes[node.parent]?.kind !== SliceKind.operator;
        if (isOutermost) for (const place of this.#open) addOperator(place, node);
        this.walk(child, inFunction, inCall);
      }
    }
  }

  /** Counts a node for a place, and takes it from the self of the one around. Gives the place where it was not open yet. */
  private enter(place: Place | undefined, node: CallNode, around: Place | undefined): readonly Place[] {
    if (place === undefined) return [];
    place.calls += node.calls;
    place.hostSelf += node.host;
    place.deviceSelf += node.deviceTotal;
    if (around !== undefined) {
      around.hostSelf -= node.host;
      around.deviceSelf -= node.deviceTotal;
    }
    if (place.open++ > 0) return [];
    place.hostTotal += node.host;
    place.deviceTotal += node.deviceTotal;
    this.#open.push(place);
    return [place];
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

const addOperator = ({ operators }: Place, { name, calls, host, deviceTotal }: CallNode): void => {
  const sums = operators.get(name) ?? { calls: 0, host: 0, device: 0 };
  operators.set(name, sums);
  sums.calls += calls;
  sums.host += host;
  sums.device += deviceTotal;
};

export const sourceLines: Analysis<'sourceLines', SourceLinesReport> = { id: 'sourceLines', run: once(run) };
