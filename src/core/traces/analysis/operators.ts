import { SliceKind } from '../slice-kind';
import type { Analysis } from './analysis';
import { once } from './once';
import { MERGED, operatorTree, OVERLAPPING } from './operator-tree';
import type { OperatorTree } from './operator-tree';
import { inSeconds } from './selection';
import type { Selection } from './selection';

/** Sums over all calls, in seconds; "self" leaves out what other operators inside did. */
export interface OperatorTimes {
  readonly calls: number;
  readonly hostSelf: number;
  readonly hostTotal: number;
  readonly deviceSelf: number;
  readonly deviceTotal: number;
  /** Of the device times, kernels on tensor cores. */
  readonly tensorCoreSelf: number;
  readonly tensorCoreTotal: number;
}

export interface OperatorShapeRow extends OperatorTimes {
  /** As the trace writes them: `[[8, 512], [512, 64]]`. Absent where it has none. */
  readonly inputShapes?: string;
}

export interface TracedOperator extends OperatorTimes {
  readonly name: string;
  /** The same calls by the shapes of their inputs, the most device time first. */
  readonly shapes: readonly OperatorShapeRow[];
}

/**
 * Operators by name, and under each by input shapes (TensorBoard plugin, profiler/op_agg.py over the tree of
 * `operatorTree`). Data loaders, optimizer ranges and data-parallel wrappers are no operators there, nor here.
 */
const run = (selection: Selection): readonly TracedOperator[] | undefined => {
  const tree = operatorTree(selection);
  const { args, name } = selection.trace.slices;
  const { strings } = selection.trace;
  const isOperator = operatorNodes(selection);
  const groups = new Map<number, Map<number, Sums>>();
  for (let node = 0; node < tree.length; node++) {
    if (!isOperator(tree, node)) continue;
    const row = tree.row[node] ?? 0;
    const byShape = groups.get(name[row] ?? 0) ?? new Map<number, Sums>();
    if (byShape.size === 0) groups.set(name[row] ?? 0, byShape);
    const shape = args.inputDims.or(row, 0);
    let sums = byShape.get(shape);
    if (sums === undefined) byShape.set(shape, (sums = new Float64Array(7)));
    addNode(sums, tree, node);
  }
  if (groups.size === 0) return undefined;
  return [...groups]
    .map(([id, byShape]) => ({
      name: strings.text(id),
      ...timesOf([...byShape.values()].reduce(add, new Float64Array(7))),
      shapes: [...byShape]
        .map(([shape, sums]) => ({
          ...(shape === 0 ? {} : { inputShapes: strings.text(shape) }),
          ...timesOf(sums),
        }))
        .sort(mostDeviceTime),
    }))
    .sort(mostDeviceTime);
};

/** calls, hostSelf, hostTotal, deviceSelf, deviceTotal, tensorSelf, tensorTotal */
type Sums = Float64Array;

const addNode = (sums: Sums, tree: OperatorTree, node: number): void => {
  sums[0] = (sums[0] ?? 0) + 1;
  sums[1] = (sums[1] ?? 0) + (tree.hostSelf[node] ?? 0);
  sums[2] = (sums[2] ?? 0) + (tree.hostTotal[node] ?? 0);
  sums[3] = (sums[3] ?? 0) + (tree.deviceSelf[node] ?? 0);
  sums[4] = (sums[4] ?? 0) + (tree.deviceTotal[node] ?? 0);
  sums[5] = (sums[5] ?? 0) + (tree.tensorSelf[node] ?? 0);
  sums[6] = (sums[6] ?? 0) + (tree.tensorTotal[node] ?? 0);
};

const add = (a: Sums, b: Sums): Sums => a.map((value, i) => value + (b[i] ?? 0));

const timesOf = (sums: Sums): OperatorTimes => ({
  calls: sums[0] ?? 0,
  hostSelf: inSeconds(sums[1] ?? 0),
  hostTotal: inSeconds(sums[2] ?? 0),
  deviceSelf: inSeconds(sums[3] ?? 0),
  deviceTotal: inSeconds(sums[4] ?? 0),
  tensorCoreSelf: inSeconds(sums[5] ?? 0),
  tensorCoreTotal: inSeconds(sums[6] ?? 0),
});

const mostDeviceTime = (a: OperatorTimes, b: OperatorTimes): number =>
  b.deviceSelf - a.deviceSelf || b.hostSelf - a.hostSelf;

const WRAPPERS: ReadonlySet<string> = new Set(['DataParallel.forward', 'DistributedDataParallel.forward']);

const isOperatorName = (name: string): boolean =>
  !(name.startsWith('enumerate(DataLoader)#') && name.endsWith('.__next__')) &&
  !name.startsWith('Optimizer.') &&
  !name.startsWith('ProfilerStep#') &&
  !WRAPPERS.has(name);

/** A test for nodes that are operators; names are looked at once. */
export const operatorNodes = (selection: Selection): ((tree: OperatorTree, node: number) => boolean) => {
  const { kind, name } = selection.trace.slices;
  const names = new Map<number, boolean>();
  return (tree, node) => {
    const above = tree.parent[node] ?? 0;
    const row = tree.row[node] ?? 0;
    if (above === MERGED || above === OVERLAPPING || kind[row] !== SliceKind.operator) return false;
    const id = name[row] ?? 0;
    let known = names.get(id);
    if (known === undefined) names.set(id, (known = isOperatorName(selection.trace.strings.text(id))));
    return known;
  };
};

export const operators: Analysis<'operators', readonly TracedOperator[]> = {
  id: 'operators',
  run: once(run),
};
