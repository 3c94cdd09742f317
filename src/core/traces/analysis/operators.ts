import type { Analysis } from './analysis';
import { once } from './once';
import type { OperatorSums } from './operator-sums';
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
  const groups = new Map<number, OperatorSums[]>();
  for (const shape of operatorTree(selection).sums.operators) {
    const shapes = groups.get(shape.name);
    if (shapes === undefined) groups.set(shape.name, [shape]);
    else shapes.push(shape);
  }
  if (groups.size === 0) return undefined;
  return [...groups]
    .map(([id, shapes]) => ({
      name: strings.text(id),
      ...timesOf(shapes.map(sumsOf).reduce(add, NO_SUMS)),
      shapes: shapes
        .map((shape) => ({
          ...(shape.dims === 0 ? {} : { inputShapes: strings.text(shape.dims) }),
          ...timesOf(sumsOf(shape)),
        }))
        .sort(mostDeviceTime),
    }))
    .sort(mostDeviceTime);
};

/** Nanoseconds, in the order in which `timesOf` takes them. */
type Sums = readonly number[];

const sumsOf = (of: OperatorSums): Sums => [
  of.calls,
  of.hostSelf,
  of.hostTotal,
  of.deviceSelf,
  of.deviceTotal,
  of.tensorSelf,
  of.tensorTotal,
];
const NO_SUMS: Sums = [0, 0, 0, 0, 0, 0, 0];

const add = (a: Sums, b: Sums): Sums => a.map((value, i) => value + (b[i] ?? 0));

const timesOf = ([
  calls = 0,
  hostSelf = 0,
  hostTotal = 0,
  deviceSelf = 0,
  deviceTotal = 0,
  tensorSelf = 0,
  tensorTotal = 0,
]: Sums): OperatorTimes => ({
  calls,
  hostSelf: inSeconds(hostSelf),
  hostTotal: inSeconds(hostTotal),
  deviceSelf: inSeconds(deviceSelf),
  deviceTotal: inSeconds(deviceTotal),
  tensorCoreSelf: inSeconds(tensorSelf),
  tensorCoreTotal: inSeconds(tensorTotal),
});

const mostDeviceTime = (a: OperatorTimes, b: OperatorTimes): number =>
  b.deviceSelf - a.deviceSelf || b.hostSelf - a.hostSelf;

export const operators: Analysis<'operators', readonly TracedOperator[]> = {
  id: 'operators',
  run: once(run),
};
