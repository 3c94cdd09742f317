import { type Loops, withLoops } from '../loops/loops';
import { SliceKind } from '../slice-kind';
import { hostOrder } from './host-order';
import { launchersOf } from './launchers';
import { namesThat } from './names';
import { once } from './once';
import { operatorStacks } from './operator-stacks';
import type { Selection } from './selection';

/** All calls of one name on one path of calls, by node; a parent stands before its children. Times are sums, in nanoseconds. */
export interface CallTree {
  readonly length: number;
  /** Index of the node around; -1 for the root, which is around all. */
  readonly parent: Int32Array;
  /** Id of a text of the tree. */
  readonly name: Int32Array;
  /** Id of the text of the line that made the calls, "model.py:42"; 0 where it is not told, or not asked for. */
  readonly site: Int32Array;
  /** `SliceKind` of its events. */
  readonly kind: Int32Array;
  /**
   * 1 for a frame of the stack beside an operator: its name has the line it was at, not the one where the function
   * begins, its calls are the operators under it, and its host time is theirs.
   */
  readonly isFrame: Int32Array;
  readonly calls: Int32Array;
  readonly host: Float64Array;
  /** Of children. */
  readonly hostInside: Float64Array;
  /** Launched by it and by nothing inside. */
  readonly deviceSelf: Float64Array;
  readonly deviceTotal: Float64Array;
  /** 1 where a node around it has its name. */
  readonly isInsideItself: Uint8Array;
  /** Children of a node, in order of their first call, stand in `children` from its place to that of the next node. */
  readonly firstChild: Int32Array;
  readonly children: Int32Array;
  /** Of each name of device events the node in which, and in none inside, most of their time was launched. */
  readonly heaviest: Heaviest;
  /** Texts by the ids of the nodes. */
  readonly text: (id: number) => string;
  /** How many texts there are. */
  readonly texts: number;
}

/** Ids of names in order of first appearance, and of each the node where most of its time is. */
export interface Heaviest {
  readonly name: Int32Array;
  readonly node: Int32Array;
}

export const ROOT = 0;

/**
 * `python_function` events and operators of each thread nested by time; a device event belongs to the innermost of them
 * around its launch. What a thread without Python runs while Python waits in autograd's engine (`run_backward`) belongs
 * to that call, so that a backward pass counts for the line that asked for it. With `sites`, calls from different lines are
 * different nodes. Without events of Python's, the stacks beside operators are the nodes around them; what an
 * operator calls under another stack counts there, and no longer for the operator.
 */
export const callTree = (selection: Selection, sites = false): CallTree =>
  sites && selection.trace.slices.args.callStack.count > 0 ? treeOfSites(selection) : treeOfNames(selection);

const treeOfNames = once((selection: Selection): CallTree => build(selection, false));
const treeOfSites = once((selection: Selection): CallTree => build(selection, true));

const ENGINE = /\brun_backward\b/;

const build = (selection: Selection, sites: boolean): CallTree => {
  // These have loops of their own.
  const order = hostOrder(selection);
  const launchers = launchersOf(selection);
  const stacks = operatorStacks(selection);
  const { strings, slices, tracks } = selection.trace;
  const noNames = new Uint8Array(strings.size);
  const isEngine = namesThat(selection, [SliceKind.python], (text) => ENGINE.test(text)) ?? noNames;
  return withLoops(selection, (loops) => {
    loops.useTimes();
    const { calls } = loops;
    const { device } = selection;
    const rows = loops.keep(order);
    const launches = [loops.keep(device), device.length, loops.keep(launchers)] as const;
    calls.growCalls(
      rows,
      order.length,
      tracks.length,
      loops.put(isEngine),
      loops.putColumn(slices.args.callStack),
      sites,
      stacks === undefined ? 0 : loops.put(stacks.placeOf),
      stacks === undefined ? 0 : loops.put(stacks.frames),
      stacks === undefined ? 0 : loops.put(stacks.ignored),
    );
    calls.addLaunched(...launches);
    calls.beginGroups(launches[0], device.length);
    calls.byName(0);
    const count = calls.group(calls.byNodeOfLaunch(1, ...launches));
    const times = calls.sumDurationsByGroup(calls.groupOf.value, count);
    calls.weighLaunches(launches[0], launches[2], count, times, strings.size);
    const heaviest = heaviestOf(loops);
    const text = stacks?.text ?? ((id: number): string => strings.text(id));
    const texts = stacks?.texts ?? strings.size;
    return { ...columnsOf(loops, texts), heaviest, text, texts };
  });
};

/** What was weighed last. */
export const heaviestOf = (loops: Loops): Heaviest => {
  const { calls } = loops;
  const count = calls.heaviestCount.value;
  return {
    name: loops.integers(calls.heaviest.value, count).slice(),
    node: loops.integers(calls.heaviestNodes.value, count).slice(),
  };
};

type Columns = Omit<CallTree, 'heaviest' | 'text' | 'texts'>;

const columnsOf = (loops: Loops, texts: number): Columns => {
  const { calls } = loops;
  const length = calls.callNodes.value;
  const integers = (which: number): Int32Array => loops.integers(calls.callIntegers(which), length).slice();
  const doubles = (which: number): Float64Array => loops.doubles(calls.callDoubles(which), length).slice();
  calls.findChildren();
  return {
    length,
    parent: integers(0),
    name: integers(1),
    site: integers(2),
    kind: integers(3),
    isFrame: integers(4),
    calls: integers(5),
    host: doubles(0),
    hostInside: doubles(1),
    deviceSelf: doubles(2),
    deviceTotal: doubles(3),
    isInsideItself: loops.bytes(calls.insideThemselves(texts), length).slice(),
    firstChild: loops.integers(calls.firstChild.value, length + 1).slice(),
    children: loops.integers(calls.children.value, length - 1).slice(),
  };
};
