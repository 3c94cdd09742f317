import { SliceKind } from '../slice-kind';
import { hostOrder } from './host-order';
import { launchersOf } from './launchers';
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
/** Of names and sites together: there are no more than rows and their frames. */
const MOST_TEXTS = 2 ** 26;

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
export const callTree = (selection: Selection, sites = false): CallTree => {
  const { kind, name, track, args } = selection.trace.slices;
  const { start, end } = selection;
  const root = newNode(-1, 0, 0, SliceKind.other);
  const nodes = [root];
  const known = new Map<number, number>();
  const calls = new Pairs();
  const nodeOfCall = new Int32Array(selection.trace.slices.length).fill(-1);
  const open: { readonly row: number; readonly node: number; readonly stack: number }[] = [];
  const texts = new MoreTexts(selection.trace.strings);
  const stacks = new OperatorStacks(selection, texts);
  const engine = new EngineCalls(selection);
  const childOf = (above: number, text: number, site: number, of: number, isFrame = false): number => {
    const key = above * MOST_TEXTS + calls.idOf(text, site);
    let node = known.get(key);
    if (node === undefined) {
      known.set(key, (node = nodes.push(newNode(above, text, site, of, isFrame)) - 1));
      nodes[above]?.children.push(node);
    }
    return node;
  };
  for (const row of pythonFirst(selection, nestable(selection))) {
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      if (track[top.row] === track[row] && (end[top.row] ?? 0) > (start[row] ?? 0)) break;
      open.pop();
    }
    const inside = open.at(-1);
    let above = inside?.node ?? engine.around(start[row] ?? 0) ?? ROOT;
    const of = kind[row] ?? SliceKind.other;
    if (of === SliceKind.runtime) {
      nodeOfCall[row] = above;
      continue;
    }
    if (open.length >= DEEPEST) {
      open.push({ row, node: above, stack: inside?.stack ?? 0 });
      continue;
    }
    const duration = (end[row] ?? 0) - (start[row] ?? 0);
    const stack = stacks.of(row) || (inside?.stack ?? 0);
    if (stack !== (inside?.stack ?? 0)) {
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
    open.push({ row, node, stack });
    engine.add(row, node);
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

/** Threads that run Python before the others, each in its order. */
const pythonFirst = (selection: Selection, rows: Uint32Array): readonly number[] => {
  const { kind, track } = selection.trace.slices;
  const python = new Set<number>();
  for (const row of rows) if (kind[row] === SliceKind.python) python.add(track[row] ?? 0);
  const of = (runsPython: boolean): Uint32Array =>
    filterRows(rows, (row) => python.has(track[row] ?? 0) === runsPython);
  return [...of(true), ...of(false)];
};

const ENGINE = /\brun_backward\b/;

/** Python's calls of autograd's engine, which runs on threads of its own. */
class EngineCalls {
  readonly #calls: { readonly start: number; readonly end: number; readonly node: number }[] = [];
  readonly #named = new Map<number, boolean>();

  constructor(private readonly selection: Selection) {}

  add(row: number, node: number): void {
    const { trace, start, end } = this.selection;
    if (trace.slices.kind[row] !== SliceKind.python) return;
    const name = trace.slices.name[row] ?? 0;
    let named = this.#named.get(name);
    if (named === undefined) this.#named.set(name, (named = ENGINE.test(trace.strings.text(name))));
    if (named) this.#calls.push({ start: start[row] ?? 0, end: end[row] ?? 0, node });
  }

  /** The node of the last call that is running at a time, in nanoseconds. Calls are few: one a step. */
  around(time: number): number | undefined {
    return this.#calls.findLast(({ start, end }) => start <= time && time < end)?.node;
  }
}

/** Small numbers for pairs of numbers, fewer than `MOST_TEXTS`. */
class Pairs {
  readonly #ids = new Map<number, Map<number, number>>();
  #size = 0;

  idOf(first: number, second: number): number {
    let of = this.#ids.get(first);
    if (of === undefined) this.#ids.set(first, (of = new Map()));
    let id = of.get(second);
    if (id === undefined) of.set(second, (id = this.#size++));
    return id;
  }
}

const nestable = (selection: Selection): Uint32Array => {
  const { kind } = selection.trace.slices;
  return filterRows(hostOrder(selection), (row) => {
    const of = kind[row];
    return of === SliceKind.python || of === SliceKind.operator || of === SliceKind.runtime;
  });
};

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
