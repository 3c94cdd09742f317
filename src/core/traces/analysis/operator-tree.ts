import { linkTrace } from '../link';
import { type Loops, withLoops } from '../loops/loops';
import { IS_OPERATOR, IS_RANGE, USES_TENSOR_CORES } from '../loops/marks';
import { SliceKind } from '../slice-kind';
import { hostOrder } from './host-order';
import { launchersOf } from './launchers';
import { deviceKinds, eachName } from './names';
import { once } from './once';
import type { Selection } from './selection';
import { usesTensorCores } from './tensor-cores';

export { MERGED, OVERLAPPING, ROOT } from '../loops/marks';

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
  /** 1 for operators, which merged and overlapping ones are not. */
  readonly isOperator: Uint8Array;
}

/**
 * The TensorBoard plugin's operator tree (profiler/op_tree.py:100-172, node.py:97-127): nodes of one thread by start,
 * longer first; one that begins inside another and ends after it is left out; an operator whose only child is an
 * operator of the same name takes the child's place. A call into the runtime belongs to the node with its external
 * id, a device event to the call with its correlation id. Other than there, launches by the driver count as launches,
 * threads of different processes are different threads, and a call whose external id says nothing (writers before
 * torch 1.9 put the correlation there, Nsight Systems has none) belongs to the innermost operator around it.
 */
export const operatorTree = once((selection: Selection): OperatorTree => {
  // These have loops of their own.
  const order = hostOrder(selection);
  const launchers = launchersOf(selection);
  const says = whatNamesSay(selection);
  return withLoops(selection, (loops) => {
    const { host, device, trace } = selection;
    const { externalId, correlation, pythonModuleId } = trace.slices.args;
    loops.useTimes();
    const { calls } = loops;
    calls.plantTree(loops.put(order), order.length, loops.put(says), loops.putColumn(pythonModuleId));
    const hosts = loops.put(host);
    const ids = loops.putColumn(externalId);
    const tells = calls.tellsIds(hosts, host.length, ids, loops.putColumn(correlation)) !== 0;
    const around = tells ? 0 : loops.put(linkTrace(trace).parent);
    calls.addTimes(hosts, host.length, loops.put(device), device.length, ids, loops.put(launchers), around);
    calls.finishTree();
    return treeOf(loops);
  });
});

const treeOf = (loops: Loops): OperatorTree => {
  const { calls } = loops;
  const length = calls.nodeCount.value;
  return {
    length,
    row: loops.rows(calls.nodeRow.value, length).slice(),
    parent: loops.integers(calls.parent.value, length).slice(),
    mergedInto: loops.integers(calls.mergedInto.value, length).slice(),
    hostSelf: loops.doubles(calls.hostSelf.value, length).slice(),
    hostTotal: loops.doubles(calls.hostTotal.value, length).slice(),
    deviceSelf: loops.doubles(calls.deviceSelf.value, length).slice(),
    deviceTotal: loops.doubles(calls.deviceTotal.value, length).slice(),
    tensorSelf: loops.doubles(calls.tensorSelf.value, length).slice(),
    tensorTotal: loops.doubles(calls.tensorTotal.value, length).slice(),
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
