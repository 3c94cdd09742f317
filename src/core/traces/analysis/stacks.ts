import { functionPlace } from '../source-places';
import type { Analysis } from './analysis';
import { type CallTree, callTree, ROOT } from './call-tree';
import { tellsPython } from './operator-stacks';
import { inSeconds } from './selection';
import type { Selection } from './selection';

/**
 * A Python function or an operator, and what it called; sums over all calls on this path, in seconds. Where the trace has
 * Python's stacks beside operators only, a function's calls and host time are those of the operators under it.
 */
export interface StackFrame {
  /** "model.py(42): forward", "aten::mm" … */
  readonly name: string;
  readonly calls: number;
  readonly hostTotal: number;
  readonly hostSelf: number;
  readonly deviceTotal: number;
  readonly deviceSelf: number;
  readonly children: readonly StackFrame[];
}

/** A Python function wherever it was called from; calls inside itself count once in the totals. */
export interface SourceLine {
  readonly file: string;
  readonly line: number;
  readonly function: string;
  readonly calls: number;
  readonly hostTotal: number;
  readonly hostSelf: number;
  readonly deviceTotal: number;
  readonly deviceSelf: number;
}

export interface StacksReport {
  /** The flame graph's roots, the most host time first. */
  readonly frames: readonly StackFrame[];
  /** The most device time first. */
  readonly lines: readonly SourceLine[];
}

/**
 * Where Python spends host and device time: `python_function` events and operators of each thread nested by time; a
 * device event belongs to the innermost of them around its launch. Older traces: the "Call stack" of operators.
 */
const run = (selection: Selection): StacksReport | undefined => {
  if (!tellsPython(selection)) return undefined;
  const tree = callTree(selection);
  return { frames: framesUnder(tree, ROOT), lines: linesOf(tree) };
};

const framesUnder = (tree: CallTree, node: number): readonly StackFrame[] => {
  const frames: StackFrame[] = [];
  const to = tree.firstChild[node + 1] ?? 0;
  for (let place = tree.firstChild[node] ?? 0; place < to; place++) {
    const child = tree.children[place] ?? 0;
    frames.push({
      name: tree.text(tree.name[child] ?? 0),
      calls: tree.calls[child] ?? 0,
      hostTotal: inSeconds(tree.host[child] ?? 0),
      hostSelf: hostSelf(tree, child),
      deviceTotal: inSeconds(tree.deviceTotal[child] ?? 0),
      deviceSelf: inSeconds(tree.deviceSelf[child] ?? 0),
      children: framesUnder(tree, child),
    });
  }
  return frames.length < 2 ? frames : frames.sort((a, b) => b.hostTotal - a.hostTotal);
};

const hostSelf = ({ host, hostInside }: CallTree, node: number): number =>
  inSeconds(Math.max(0, (host[node] ?? 0) - (hostInside[node] ?? 0)));

type Line = { -readonly [Key in keyof SourceLine]: SourceLine[Key] };

const linesOf = (tree: CallTree): readonly SourceLine[] => {
  /** Undefined for names that are no place. */
  const lines = new Map<number, Line | undefined>();
  for (let node = ROOT + 1; node < tree.length; node++) {
    const name = tree.name[node] ?? 0;
    let line = lines.get(name);
    if (line === undefined) {
      if (lines.has(name)) continue;
      lines.set(name, (line = emptyLine(tree.text(name))));
      if (line === undefined) continue;
    }
    line.calls += tree.calls[node] ?? 0;
    line.hostSelf += hostSelf(tree, node);
    line.deviceSelf += inSeconds(tree.deviceSelf[node] ?? 0);
    if (tree.isInsideItself[node] === 1) continue;
    line.hostTotal += inSeconds(tree.host[node] ?? 0);
    line.deviceTotal += inSeconds(tree.deviceTotal[node] ?? 0);
  }
  return [...lines.values()]
    .filter((line) => line !== undefined)
    .sort((a, b) => b.deviceTotal - a.deviceTotal || b.hostTotal - a.hostTotal);
};

const emptyLine = (name: string): Line | undefined => {
  const place = functionPlace(name);
  return place && { ...place, calls: 0, hostTotal: 0, hostSelf: 0, deviceTotal: 0, deviceSelf: 0 };
};

export const stacks: Analysis<'stacks', StacksReport> = { id: 'stacks', run };
