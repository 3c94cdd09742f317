import { linkTrace } from '../link';
import { SliceKind } from '../slice-kind';
import { hostOrder } from './host-order';
import { launchersOf } from './launchers';
import { once } from './once';
import { RowIndex } from './row-index';
import { filterRows, mapRows } from './rows';
import type { Selection } from './selection';
import { usesTensorCores } from './tensor-cores';

/**
 * Operators, steps and nn.Modules of each thread, nested by time; a node stands before its children. Times are
 * nanoseconds. A node that was merged into its parent has `parent` `MERGED` and no part in anything else.
 */
export interface OperatorTree {
  readonly length: number;
  readonly row: Uint32Array;
  /** Index of the node it is in, or a negative mark. */
  readonly parent: Int32Array;
  /** For a merged node the node that it became part of; -1 otherwise. */
  readonly mergedInto: Int32Array;
  /** Duration less that of its children and its own calls into the runtime. */
  readonly hostSelf: Float64Array;
  readonly hostTotal: Float64Array;
  /** Device events that its own calls launched; the sum of durations, so that parallel streams count twice. */
  readonly deviceSelf: Float64Array;
  /** That and its children's. */
  readonly deviceTotal: Float64Array;
  /** Of `deviceSelf` and `deviceTotal`, kernels on tensor cores. */
  readonly tensorSelf: Float64Array;
  readonly tensorTotal: Float64Array;
}

export const ROOT = -1;
export const MERGED = -2;
/** Overlaps the node before it without being inside. */
export const OVERLAPPING = -3;

/**
 * The TensorBoard plugin's operator tree (profiler/op_tree.py:100-172, node.py:97-127): nodes of one thread by start,
 * longer first; one that begins inside another and ends after it is left out; an operator whose only child is an
 * operator of the same name takes the child's place. A call into the runtime belongs to the node with its external
 * id, a device event to the call with its correlation id. Other than there, launches by the driver count as launches,
 * threads of different processes are different threads, and a call whose external id says nothing (writers before
 * torch 1.9 put the correlation there, Nsight Systems has none) belongs to the innermost operator around it.
 */
export const operatorTree = once((selection: Selection): OperatorTree => {
  const row = nodeRows(selection);
  const parent = nest(selection, row);
  const own = ownTimes(selection, row, parent);
  const mergedInto = merge(selection, row, parent, own);
  const { length } = row;
  const hostTotal = mapRows(row, (node) => (selection.end[node] ?? 0) - (selection.start[node] ?? 0));
  const hostSelf = hostTotal.map((total, node) => total - (own.runtime[node] ?? 0));
  const deviceTotal = own.device.slice();
  const tensorTotal = own.tensor.slice();
  for (let node = length - 1; node >= 0; node--) {
    const above = parent[node] ?? ROOT;
    if (above < 0) continue;
    hostSelf[above] = (hostSelf[above] ?? 0) - (hostTotal[node] ?? 0);
    deviceTotal[above] = (deviceTotal[above] ?? 0) + (deviceTotal[node] ?? 0);
    tensorTotal[above] = (tensorTotal[above] ?? 0) + (tensorTotal[node] ?? 0);
  }
  return {
    length,
    row,
    parent,
    mergedInto,
    hostSelf,
    hostTotal,
    deviceSelf: own.device,
    deviceTotal,
    tensorSelf: own.tensor,
    tensorTotal,
  };
});

/** The annotations that are nodes: steps, data loading, the optimizer and five collectives. */
const RANGES =
  /^(ProfilerStep#|enumerate\(DataLoader\)#.*\.__next__$|enumerate\(DataPipe\)#|Optimizer\.step|(nccl|gloo):(broadcast|reduce|all_reduce|all_gather|reduce_scatter)$)/;

/** Rows of nodes: thread by thread, by start, longer first. */
const nodeRows = (selection: Selection): Uint32Array => {
  const { kind, args, name } = selection.trace.slices;
  const ranges = new Map<number, boolean>();
  const isRange = (id: number): boolean => {
    let known = ranges.get(id);
    if (known === undefined) ranges.set(id, (known = RANGES.test(selection.trace.strings.text(id))));
    return known;
  };
  return filterRows(hostOrder(selection), (row) => {
    switch (kind[row]) {
      case SliceKind.operator:
        return true;
      case SliceKind.annotation:
        return isRange(name[row] ?? 0);
      case SliceKind.python:
        return args.pythonModuleId.has(row);
      default:
        return false;
    }
  });
};

const nest = (selection: Selection, row: Uint32Array): Int32Array => {
  const { track } = selection.trace.slices;
  const { start, end } = selection;
  const parent = new Int32Array(row.length).fill(ROOT);
  const stack: number[] = [];
  let thread = -1;
  for (let node = 0; node < row.length; node++) {
    const at = row[node] ?? 0;
    if (track[at] !== thread) {
      stack.length = 0;
      thread = track[at] ?? 0;
    }
    let top = stack[stack.length - 1];
    while (top !== undefined && (start[at] ?? 0) >= (end[row[top] ?? 0] ?? 0)) {
      stack.pop();
      top = stack[stack.length - 1];
    }
    if (top !== undefined && (end[at] ?? 0) > (end[row[top] ?? 0] ?? 0)) {
      parent[node] = OVERLAPPING;
      continue;
    }
    if (top !== undefined) parent[node] = top;
    stack.push(node);
  }
  return parent;
};

interface OwnTimes {
  readonly runtime: Float64Array;
  readonly device: Float64Array;
  readonly tensor: Float64Array;
}

const ownTimes = (selection: Selection, row: Uint32Array, parent: Int32Array): OwnTimes => {
  const { kind, name, args } = selection.trace.slices;
  const { start, end } = selection;
  const ofExternalId = new RowIndex(row, (at) => args.externalId.or(at, -1));
  for (let node = 0; node < row.length; node++) {
    const id = args.externalId.get(row[node] ?? 0);
    if (id === undefined || (parent[node] ?? ROOT) === OVERLAPPING) continue;
    const first = ofExternalId.get(id);
    if (first < 0 || (row[node] ?? 0) < (row[first] ?? 0)) ofExternalId.set(id, node);
  }
  const nodeOf = callers(selection, row, parent, ofExternalId);
  const runtime = new Float64Array(row.length);
  const device = new Float64Array(row.length);
  const tensor = new Float64Array(row.length);
  for (const at of selection.host) {
    if (kind[at] !== SliceKind.runtime) continue;
    const node = nodeOf(at);
    if (node >= 0) runtime[node] = (runtime[node] ?? 0) + (end[at] ?? 0) - (start[at] ?? 0);
  }
  const launchers = launchersOf(selection);
  // Execution traces have no calls into the runtime: there a device event has its operator's id itself.
  const launched = selection.host.some((at) => kind[at] === SliceKind.runtime);
  const ofDevice = (at: number): number => (launched ? -1 : ofExternalId.get(args.externalId.or(at, NaN)));
  const onTensorCores = new Map<number, boolean>();
  for (const at of selection.device) {
    const launcher = launchers[at] ?? -1;
    const node = launcher >= 0 ? nodeOf(launcher) : ofDevice(at);
    if (node < 0) continue;
    const duration = (end[at] ?? 0) - (start[at] ?? 0);
    device[node] = (device[node] ?? 0) + duration;
    const id = name[at] ?? 0;
    let uses = onTensorCores.get(id);
    if (uses === undefined) onTensorCores.set(id, (uses = usesTensorCores(selection.trace.strings.text(id))));
    if (uses) tensor[node] = (tensor[node] ?? 0) + duration;
  }
  return { runtime, device, tensor };
};

/** The node that a call into the runtime belongs to, or -1. */
const callers = (
  selection: Selection,
  row: Uint32Array,
  parent: Int32Array,
  ofExternalId: RowIndex,
): ((at: number) => number) => {
  const { trace } = selection;
  const { externalId } = trace.slices.args;
  if (tellsExternalIds(selection)) return (at) => ofExternalId.get(externalId.or(at, NaN));
  const around = linkTrace(trace).parent;
  const nodes = new Int32Array(trace.slices.length).fill(-1);
  for (let node = 0; node < row.length; node++)
    if ((parent[node] ?? ROOT) !== OVERLAPPING) nodes[row[node] ?? 0] = node;
  return (at) => {
    let operator = around[at] ?? -1;
    while (operator >= 0 && (nodes[operator] ?? -1) < 0) operator = around[operator] ?? -1;
    return operator < 0 ? -1 : (nodes[operator] ?? -1);
  };
};

/** Whether the external ids of calls are those of operators: some has one, and not each is its correlation. */
const tellsExternalIds = (selection: Selection): boolean => {
  const { kind, args } = selection.trace.slices;
  return selection.host.some((at) => {
    if (kind[at] !== SliceKind.runtime) return false;
    const id = args.externalId.or(at, NaN);
    return !Number.isNaN(id) && id !== args.correlation.or(at, NaN);
  });
};

/** Puts an only child of the same name in the place of its parent, as autograd's `_remove_dup_nodes`. */
const merge = (selection: Selection, row: Uint32Array, parent: Int32Array, own: OwnTimes): Int32Array => {
  const { kind, name } = selection.trace.slices;
  const children = new Int32Array(row.length);
  const lastChild = new Int32Array(row.length).fill(-1);
  for (let node = 0; node < row.length; node++) {
    const above = parent[node] ?? ROOT;
    if (above < 0) continue;
    children[above] = (children[above] ?? 0) + 1;
    lastChild[above] = node;
  }
  const mergedInto = new Int32Array(row.length).fill(-1);
  for (let node = 0; node < row.length; node++) {
    const above = parent[node] ?? ROOT;
    if (above >= 0 && (mergedInto[above] ?? -1) >= 0) parent[node] = mergedInto[above] ?? ROOT;
    if (parent[node] === MERGED || kind[row[node] ?? 0] !== SliceKind.operator) continue;
    while (children[node] === 1) {
      const child = lastChild[node] ?? 0;
      const at = row[child] ?? 0;
      if (kind[at] !== SliceKind.operator || name[at] !== name[row[node] ?? 0]) break;
      parent[child] = MERGED;
      mergedInto[child] = node;
      children[node] = children[child] ?? 0;
      lastChild[node] = lastChild[child] ?? -1;
      own.runtime[node] = own.runtime[child] ?? 0;
      own.device[node] = own.device[child] ?? 0;
      own.tensor[node] = own.tensor[child] ?? 0;
    }
  }
  return mergedInto;
};
