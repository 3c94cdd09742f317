import { linkTrace } from '../link';
import { type Loops, withLoops } from '../loops/loops';
import { IS_OPERATOR, IS_RANGE, USES_TENSOR_CORES } from '../loops/marks';
import { SliceKind } from '../slice-kind';
import { hostOrder } from './host-order';
import { launchersOf } from './launchers';
import { type ModuleSums, moduleSums } from './module-sums';
import { deviceKinds, eachName, hostKinds } from './names';
import { once } from './once';
import { type OperatorSums, operatorSums } from './operator-sums';
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
  /**
   * Device events that its own calls and its children's launched; the sum of durations, so that parallel streams count twice.
   * Absent where the selection has none.
   */
  readonly deviceTotal?: Float64Array;
  /** 1 for operators, which merged and overlapping ones are not. */
  readonly isOperator: Uint8Array;
  /** What takes more columns of the tree, which are not kept. */
  readonly sums: {
    /** In order of first appearance. */
    readonly operators: readonly OperatorSums[];
    readonly modules: readonly ModuleSums[];
  };
}

/**
 * The TensorBoard plugin's operator tree (profiler/op_tree.py:100-172, node.py:97-127): nodes of one thread by start,
 * longer first; one that begins inside another and ends after it is left out; an operator whose only child is an
 * operator of the same name takes the child's place. A call into the runtime belongs to the node with its external
 * id, a device event to the call with its correlation id. Other than there, launches by the driver count as launches,
 * threads of different processes are different threads, and a call whose external id says nothing (writers before
 * torch 1.9 put the correlation there, Nsight Systems has none) belongs to the innermost operator around it; and what a
 * call without external id launched (a CUDA graph is replayed by no operator) to the innermost operator or nn.Module around it.
 */
export const operatorTree = once((selection: Selection): OperatorTree => {
  // These have loops of their own.
  const order = hostOrder(selection);
  const launchers = launchersOf(selection);
  const says = whatNamesSay(selection);
  const hasCalls = (hostKinds(selection)[SliceKind.runtime] ?? 0) > 0;
  const hasPython = (hostKinds(selection)[SliceKind.python] ?? 0) > 0;
  return withLoops(selection, (loops) => {
    const { host, device, trace } = selection;
    const { externalId, correlation, pythonModuleId } = trace.slices.args;
    loops.useTimes();
    const { calls } = loops;
    const [ordered, linked] = [loops.keep(order), loops.keep(launchers)];
    const [hosts, works] = [loops.put(host), loops.put(device)];
    const moduleId = loops.putColumn(pythonModuleId);
    calls.plantTree(ordered, order.length, loops.put(says), moduleId);
    if (hasCalls || device.length > 0) {
      const ids = loops.putColumn(externalId);
      const tells = calls.tellsIds(hosts, host.length, ids, loops.putColumn(correlation)) !== 0;
      const around = tells ? 0 : loops.put(linkTrace(trace).parent);
      calls.addTimes(
        hosts,
        host.length,
        works,
        device.length,
        ids,
        linked,
        around,
        hasPython ? ordered : 0,
        order.length,
      );
    }
    calls.finishTree();
    const tree = treeOf(loops, device.length > 0);
    const modules = hasPython ? moduleSums(loops, moduleId) : [];
    return { ...tree, sums: { modules, operators: operatorSums(selection, loops, tree.row) } };
  });
});

const treeOf = (loops: Loops, hasDevice: boolean): Omit<OperatorTree, 'sums'> => {
  const { calls } = loops;
  const length = calls.nodeCount.value;
  return {
    length,
    row: loops.rows(calls.nodeRow.value, length).slice(),
    parent: loops.integers(calls.parent.value, length).slice(),
    mergedInto: loops.integers(calls.mergedInto.value, length).slice(),
    ...(hasDevice ? { deviceTotal: loops.doubles(calls.deviceTotal.value, length).slice() } : {}),
    isOperator: loops.bytes(calls.isOperator.value, length).slice(),
  };
};

/** The annotations that are nodes: steps, data loading, the optimizer and five collectives. */
const RANGES =
  /^(ProfilerStep#|enumerate\(DataLoader\)#.*\.__next__$|enumerate\(DataPipe\)#|Optimizer\.step|(nccl|gloo):(broadcast|reduce|all_reduce|all_gather|reduce_scatter)$)/;

const WRAPPERS: ReadonlySet<string> = new Set(['DataParallel.forward', 'DistributedDataParallel.forward']);

/** Data loaders, optimizer ranges and data-parallel wrappers are no operators for the plugin, nor here. */
const isOperatorName = (name: string): boolean =>
  !(name.startsWith('enumerate(DataLoader)#') && name.endsWith('.__next__')) &&
  !name.startsWith('Optimizer.') &&
  !name.startsWith('ProfilerStep#') &&
  !WRAPPERS.has(name);

/** A byte for each TextId; each name is looked at once. */
const whatNamesSay = (selection: Selection): Uint8Array => {
  const { trace } = selection;
  const says = new Uint8Array(trace.strings.size);
  const mark = (kinds: readonly number[], what: number, is: (text: string) => boolean): void =>
    eachName(selection, kinds, (text, id) => {
      if (is(text)) says[id] = (says[id] ?? 0) | what;
    });
  mark([SliceKind.annotation], IS_RANGE, (text) => RANGES.test(text));
  mark([SliceKind.operator], IS_OPERATOR, isOperatorName);
  const onDevice = [...deviceKinds(selection).keys()].filter(
    (kind) => (deviceKinds(selection)[kind] ?? 0) > 0,
  );
  mark(onDevice, USES_TENSOR_CORES, usesTensorCores);
  return says;
};
