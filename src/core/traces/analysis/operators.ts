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
  const rowOf = (shape: OperatorSums): OperatorShapeRow =>
    shape.dims === 0 ? timesOf(shape) : { inputShapes: strings.text(shape.dims), ...timesOf(shape) };
  return [...groups]
    .map(([id, shapes]) => ({
      name: strings.text(id),
      ...timesOf(shapes.reduce(add, NO_SUMS)),
      shapes: shapes.map(rowOf).sort(mostDeviceTime),
    }))
    .sort(mostDeviceTime);
};

type Sums = Omit<OperatorSums, 'name' | 'dims'>;

const NO_SUMS: Sums = {
  calls: 0,
  hostSelf: 0,
  hostTotal: 0,
  deviceSelf: 0,
  deviceTotal: 0,
  tensorSelf: 0,
  tensorTotal: 0,
};

const add = (a: Sums, b: Sums): Sums => ({
  calls: a.calls + b.calls,
  hostSelf: a.hostSelf + b.hostSelf,
  hostTotal: a.hostTotal + b.hostTotal,
  deviceSelf: a.deviceSelf + b.deviceSelf,
  deviceTotal: a.deviceTotal + b.deviceTotal,
  tensorSelf: a.tensorSelf + b.tensorSelf,
  tensorTotal: a.tensorTotal + b.tensorTotal,
});

const timesOf = (of: Sums): OperatorTimes => ({
  calls: of.calls,
  hostSelf: inSeconds(of.hostSelf),
  hostTotal: inSeconds(of.hostTotal),
  deviceSelf: inSeconds(of.deviceSelf),
  deviceTotal: inSeconds(of.deviceTotal),
  tensorCoreSelf: inSeconds(of.tensorSelf),
  tensorCoreTotal: inSeconds(of.tensorTotal),
});

const mostDeviceTime = (a: OperatorTimes, b: OperatorTimes): number =>
  b.deviceSelf - a.deviceSelf || b.hostSelf - a.hostSelf;

export const operators: Analysis<'operators', readonly TracedOperator[]> = {
  id: 'operators',
  run: once(run),
};
