import { SliceKind } from '../slice-kind';
import { hostOrder } from './host-order';
import { launchersOf } from './launchers';
import { NodeIndex } from './node-index';
import { once } from './once';
import { MoreTexts, OperatorStacks } from './operator-stacks';
import { filterRows } from './rows';
import type { Selection } from './selection';

/** All calls of one name on one path of calls; times are sums over them, in nanoseconds. */
export interface CallNode {
  /** Index of the node around; -1 for the root, which is around all. */
  readonly parent: number;
  /** Id of a text of the tree. */
  readonly name: number;
  /** Id of the text of the line that made the calls, "model.py:42"; 0 where it is not told, or not asked for. */
  readonly site: number;
  /** `SliceKind` of its events. */
  readonly kind: number;
  /**
   * Whether it is a frame of the stack beside an operator: its name has the line it was at, not the one where the function
   * begins, its calls are the operators under it, and its host time is theirs.
   */
  readonly isFrame: boolean;
  readonly children: number[];
  calls: number;
  host: number;
  /** Of children. */
  hostInside: number;
  /** Launched by it and by nothing inside. */
  deviceSelf: number;
  deviceTotal: number;
}

export interface CallTree {
  /** A parent stands before its children. */
  readonly nodes: readonly CallNode[];
  /** By row: the node around a call into the runtime, or -1. */
  readonly nodeOfCall: Int32Array;
  /** Texts by the ids of the nodes. */
  readonly text: (id: number) => string;
}

export const ROOT = 0;
/** Calls deeper than this count as part of the one at this depth: a trace can nest without end. */
const DEEPEST = 1000;

const newNode = (parent: number, name: number, site: number, kind: number, isFrame = false): CallNode => ({
  parent,
  name,
  site,
  kind,
  isFrame,
  children: [],
  calls: 0,
  host: 0,
  hostInside: 0,
  deviceSelf: 0,
  deviceTotal: 0,
});

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

const build = (selection: Selection, sites: boolean): CallTree => {
  const { kind, name, track, args } = selection.trace.slices;
  const { start, end } = selection;
  const root = newNode(-1, 0, 0, SliceKind.other);
  const nodes = [root];
  const known = new NodeIndex(nodes);
  const nodeOfCall = new Int32Array(selection.trace.slices.length).fill(-1);
  // Of what is open, the innermost last.
  const rows: number[] = [];
  const around: number[] = [];
  const openStacks: number[] = [];
  const texts = new MoreTexts(selection.trace.strings);
  const stacks = new OperatorStacks(selection, texts);
  const engine = new EngineCalls(selection);
  const childOf = (above: number, text: number, site: number, of: number, isFrame = false): number => {
    let node = known.find(above, text, site);
    if (node < 0) {
      node = nodes.push(newNode(above, text, site, of, isFrame)) - 1;
      known.addLast();
      nodes[above]?.children.push(node);
    }
    return node;
  };
  for (const row of pythonFirst(selection)) {
    const from = start[row] ?? 0;
    for (let top = rows.at(-1); top !== undefined; top = rows.at(-1)) {
      if (track[top] === track[row] && (end[top] ?? 0) > from) break;
      rows.pop();
      around.pop();
      openStacks.pop();
    }
    const inside = openStacks.at(-1) ?? 0;
    let above = around.at(-1) ?? engine.around(from) ?? ROOT;
    const of = kind[row] ?? SliceKind.other;
    if (of === SliceKind.runtime) {
      nodeOfCall[row] = above;
      continue;
    }
    rows.push(row);
    if (around.length >= DEEPEST) {
      around.push(above);
      openStacks.push(inside);
      continue;
    }
    const duration = (end[row] ?? 0) - from;
    const stack = stacks.of(row) || inside;
    if (stack !== inside) {
      count(nodes, above, -duration, 0);
      above = ROOT;
      for (const frame of stacks.frames(stack).slice(0, DEEPEST))
        above = childOf(above, frame.name, sites ? frame.site : 0, SliceKind.python, true);
      count(nodes, above, duration, 1);
    }
    const site = sites && of === SliceKind.python ? args.callStack.or(row, 0) : 0;
    const node = childOf(above, name[row] ?? 0, site, of);
    const own = nodes[node] ?? root;
    own.calls++;
    own.host += duration;
    (nodes[above] ?? root).hostInside += duration;
    around.push(node);
    openStacks.push(stack);
    if (of === SliceKind.python) engine.add(row, node);
  }
  addDevice(selection, nodes, nodeOfCall);
  return { nodes, nodeOfCall, text: texts.text };
};

/** Adds time and calls to a node and all around it. */
const count = (nodes: readonly CallNode[], innermost: number, duration: number, calls: number): void => {
  for (let node = nodes[innermost]; node !== undefined && node.parent >= 0; node = nodes[node.parent]) {
    node.calls += calls;
    node.host += duration;
    const above = nodes[node.parent];
    if (above !== undefined) above.hostInside += duration;
  }
};

/** What nests, on threads that run Python before the others, each in its order. */
const pythonFirst = once((selection: Selection): Uint32Array => {
  const { kind, track } = selection.trace.slices;
  const rows = filterRows(hostOrder(selection), (row) => {
    const of = kind[row];
    return of === SliceKind.python || of === SliceKind.operator || of === SliceKind.runtime;
  });
  const runsPython = new Uint8Array(selection.trace.tracks.length);
  for (const row of rows) if (kind[row] === SliceKind.python) runsPython[track[row] ?? 0] = 1;
  const ordered = new Uint32Array(rows.length);
  let length = 0;
  for (const python of [1, 0])
    for (const row of rows) if ((runsPython[track[row] ?? 0] ?? 0) === python) ordered[length++] = row;
  return ordered;
});

const [NOT_LOOKED_AT, IS_ENGINE, IS_OTHER] = [0, 1, 2];
const ENGINE = /\brun_backward\b/;

/** Python's calls of autograd's engine, which runs on threads of its own. */
class EngineCalls {
  readonly #calls: { readonly start: number; readonly end: number; readonly node: number }[] = [];
  /** By TextId. */
  readonly #named: Uint8Array;

  constructor(private readonly selection: Selection) {
    this.#named = new Uint8Array(selection.trace.strings.size);
  }

  /** Takes a call of Python's. */
  add(row: number, node: number): void {
    const { trace, start, end } = this.selection;
    const name = trace.slices.name[row] ?? 0;
    let named = this.#named[name];
    if (named === NOT_LOOKED_AT)
      this.#named[name] = named = ENGINE.test(trace.strings.text(name)) ? IS_ENGINE : IS_OTHER;
    if (named === IS_ENGINE) this.#calls.push({ start: start[row] ?? 0, end: end[row] ?? 0, node });
  }

  /** The node of the last call that is running at a time, in nanoseconds. Calls are few: one a step. */
  around(time: number): number | undefined {
    return this.#calls.findLast(({ start, end }) => start <= time && time < end)?.node;
  }
}

const addDevice = (selection: Selection, nodes: readonly CallNode[], nodeOfCall: Int32Array): void => {
  const launchers = launchersOf(selection);
  for (const row of selection.device) {
    const node = nodes[nodeOfCall[launchers[row] ?? -1] ?? -1];
    if (node !== undefined) node.deviceSelf += (selection.end[row] ?? 0) - (selection.start[row] ?? 0);
  }
  for (let i = nodes.length - 1; i >= 0; i--) {
    const node = nodes[i];
    if (node === undefined) continue;
    node.deviceTotal += node.deviceSelf;
    const above = nodes[node.parent];
    if (above !== undefined) above.deviceTotal += node.deviceTotal;
  }
};
