import { SliceKind } from '../slice-kind';
import { hostOrder } from './host-order';
import { launchersOf } from './launchers';
import { filterRows } from './rows';
import type { Selection } from './selection';

/** All calls of one name on one path of calls; times are sums over them, in nanoseconds. */
export interface CallNode {
  /** Index of the node around; -1 for the root, which is around all. */
  readonly parent: number;
  /** TextId. */
  readonly name: number;
  /** TextId of the line that made the calls, "model.py:42"; 0 where it is not told, or not asked for. */
  readonly site: number;
  /** `SliceKind` of its events. */
  readonly kind: number;
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
}

export const ROOT = 0;
/** Calls deeper than this count as part of the one at this depth: a trace can nest without end. */
const DEEPEST = 1000;

const newNode = (parent: number, name: number, site: number, kind: number): CallNode => ({
  parent,
  name,
  site,
  kind,
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
 * different nodes.
 */
export const callTree = (selection: Selection, sites = false): CallTree => {
  const { kind, name, track, args } = selection.trace.slices;
  const { start, end } = selection;
  const root = newNode(-1, 0, 0, SliceKind.other);
  const nodes = [root];
  const known = new Map<number, number>();
  const calls = new Pairs();
  const nodeOfCall = new Int32Array(selection.trace.slices.length).fill(-1);
  const open: { readonly row: number; readonly node: number }[] = [];
  const engine = new EngineCalls(selection);
  for (const row of pythonFirst(selection, nestable(selection))) {
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      if (track[top.row] === track[row] && (end[top.row] ?? 0) > (start[row] ?? 0)) break;
      open.pop();
    }
    const above = open.at(-1)?.node ?? engine.around(start[row] ?? 0) ?? ROOT;
    const of = kind[row] ?? SliceKind.other;
    if (of === SliceKind.runtime) {
      nodeOfCall[row] = above;
      continue;
    }
    if (open.length >= DEEPEST) {
      open.push({ row, node: above });
      continue;
    }
    const site = sites && of === SliceKind.python ? args.callStack.or(row, 0) : 0;
    const key = above * kind.length + calls.idOf(name[row] ?? 0, site);
    let node = known.get(key);
    if (node === undefined) {
      known.set(key, (node = nodes.push(newNode(above, name[row] ?? 0, site, of)) - 1));
      nodes[above]?.children.push(node);
    }
    const duration = (end[row] ?? 0) - (start[row] ?? 0);
    const own = nodes[node] ?? root;
    own.calls++;
    own.host += duration;
    (nodes[above] ?? root).hostInside += duration;
    open.push({ row, node });
    engine.add(row, node);
  }
  addDevice(selection, nodes, nodeOfCall);
  return { nodes, nodeOfCall };
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

/** Small numbers for pairs of numbers, at most as many as there are rows. */
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
