import { withLoops } from '../loops/loops';
import type { Analysis } from './analysis';
import { once } from './once';
import { operatorTree } from './operator-tree';
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
  const { strings } = selection.trace;
  const groups = new Map<number, Shape[]>();
  for (const shape of shapesOf(selection)) {
    const shapes = groups.get(shape.name);
    if (shapes === undefined) groups.set(shape.name, [shape]);
    else shapes.push(shape);
  }
  if (groups.size === 0) return undefined;
  return [...groups]
    .map(([id, shapes]) => ({
      name: strings.text(id),
      ...timesOf(shapes.map(({ sums }) => sums).reduce(add, new Float64Array(SUMS))),
      shapes: shapes
        .map(({ dims, sums }) => ({
          ...(dims === 0 ? {} : { inputShapes: strings.text(dims) }),
          ...timesOf(sums),
        }))
        .sort(mostDeviceTime),
    }))
    .sort(mostDeviceTime);
};

/** Calls of one name and shapes, as TextIds. */
interface Shape {
  readonly name: number;
  readonly dims: number;
  readonly sums: Sums;
}

/** calls, hostSelf, hostTotal, deviceSelf, deviceTotal, tensorSelf, tensorTotal */
type Sums = Float64Array;
const SUMS = 7;

/** In order of first appearance. */
const shapesOf = (selection: Selection): readonly Shape[] => {
  const tree = operatorTree(selection);
  const { args, name } = selection.trace.slices;
  return withLoops(selection, (loops) => {
    const { calls } = loops;
    loops.useNames();
    calls.beginGroups(loops.put(tree.row), tree.length);
    calls.byName(0);
    calls.byText(1, loops.putColumn(args.inputDims));
    const count = calls.group(loops.put(tree.isOperator));
    const groups = calls.groupOf.value;
    const counts = loops.integers(calls.countByGroup(groups, count), count);
    const sums = [
      tree.hostSelf,
      tree.hostTotal,
      tree.deviceSelf,
      tree.deviceTotal,
      tree.tensorSelf,
      tree.tensorTotal,
    ].map((times) => loops.doubles(calls.sumByGroup(groups, count, loops.put(times)), count));
    return Array.from(loops.rows(calls.firstOf.value, count), (first, i) => {
      const row = tree.row[first] ?? 0;
      return {
        name: name[row] ?? 0,
        dims: args.inputDims.or(row, 0),
        sums: Float64Array.from([counts[i] ?? 0, ...sums.map((of) => of[i] ?? 0)]),
      };
    });
  });
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

export const operators: Analysis<'operators', readonly TracedOperator[]> = {
  id: 'operators',
  run: once(run),
};
