import { SliceKind } from '../slice-kind';
import type { Analysis } from './analysis';
import { operatorTree, ROOT } from './operator-tree';
import type { OperatorTree } from './operator-tree';
import { inSeconds } from './selection';
import type { Selection } from './selection';

/** An nn.Module and the modules that its calls call; sums over its calls under this parent, in seconds. */
export interface ModuleReport {
  /** "Linear_3": the class, and which of its instances. */
  readonly name: string;
  /** The profiler's number of the instance. */
  readonly instance: number;
  readonly calls: number;
  /** Operators called by the module itself. */
  readonly operators: number;
  readonly hostSelf: number;
  readonly hostTotal: number;
  /** Device time of its own operators, without modules inside. */
  readonly deviceSelf: number;
  readonly deviceTotal: number;
  readonly children: readonly ModuleReport[];
}

/**
 * nn.Modules from Python stacks (TensorBoard plugin, profiler/module_op.py:65-243): `python_function` events with a
 * "Python module id", nested by time. The plugin sums by instance over all places and
 * repeats the sum at each; here each place has its own.
 */
const run = (selection: Selection): readonly ModuleReport[] | undefined => {
  const tree = operatorTree(selection);
  const { kind, args, name } = selection.trace.slices;
  const places: Place[] = [];
  const placeOf = new Int32Array(tree.length).fill(TOP);
  const roots = new Map<string, number>();
  for (let node = 0; node < tree.length; node++) {
    const row = tree.row[node] ?? 0;
    const parent = tree.parent[node] ?? ROOT;
    if (parent < ROOT) continue;
    const above = parent === ROOT ? TOP : (placeOf[parent] ?? TOP);
    if (kind[row] !== SliceKind.python) {
      placeOf[node] = above;
      const own = kind[tree.row[parent] ?? 0] === SliceKind.python ? places[above] : undefined;
      if (own === undefined || tree.isOperator[node] !== 1) continue;
      own.operators++;
      own.deviceSelf += tree.deviceTotal[node] ?? 0;
      continue;
    }
    const depth = (places[above]?.depth ?? 0) + 1;
    if (depth > DEEPEST) {
      placeOf[node] = above;
      continue;
    }
    const siblings = places[above]?.children ?? roots;
    const key = `${name[row] ?? 0} ${args.pythonModuleId.or(row, 0)}`;
    const place = siblings.get(key) ?? places.push(emptyPlace(row, depth)) - 1;
    siblings.set(key, place);
    placeOf[node] = place;
    addCall(places[place], tree, node);
  }
  return places.length === 0 ? undefined : report(selection, places, roots);
};

const TOP = -1;
/** Modules deeper than this count as part of the one at this depth: a trace can nest without end. */
const DEEPEST = 1000;

interface Place {
  readonly row: number;
  readonly depth: number;
  calls: number;
  operators: number;
  hostSelf: number;
  hostTotal: number;
  deviceSelf: number;
  deviceTotal: number;
  readonly children: Map<string, number>;
}

const emptyPlace = (row: number, depth: number): Place => ({
  row,
  depth,
  calls: 0,
  operators: 0,
  hostSelf: 0,
  hostTotal: 0,
  deviceSelf: 0,
  deviceTotal: 0,
  children: new Map(),
});

const addCall = (place: Place | undefined, tree: OperatorTree, node: number): void => {
  if (place === undefined) return;
  place.calls++;
  place.hostSelf += tree.hostSelf[node] ?? 0;
  place.hostTotal += tree.hostTotal[node] ?? 0;
  place.deviceSelf += tree.deviceSelf[node] ?? 0;
  place.deviceTotal += tree.deviceTotal[node] ?? 0;
};

const report = (
  selection: Selection,
  places: readonly Place[],
  level: ReadonlyMap<string, number>,
): readonly ModuleReport[] => {
  const { slices, strings } = selection.trace;
  return [...level.values()].flatMap((index) => {
    const place = places[index];
    if (place === undefined) return [];
    return {
      name: strings.text(slices.name[place.row] ?? 0).replace('nn.Module: ', ''),
      instance: slices.args.pythonModuleId.or(place.row, 0),
      calls: place.calls,
      operators: place.operators,
      hostSelf: inSeconds(place.hostSelf),
      hostTotal: inSeconds(place.hostTotal),
      deviceSelf: inSeconds(place.deviceSelf),
      deviceTotal: inSeconds(place.deviceTotal),
      children: report(selection, places, place.children),
    };
  });
};

export const modules: Analysis<'modules', readonly ModuleReport[]> = { id: 'modules', run };
