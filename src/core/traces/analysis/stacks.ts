import { functionPlace } from '../source-places';
import type { Analysis } from './analysis';
import { type CallNode, type CallTree, callTree, ROOT } from './call-tree';
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

const framesUnder = (tree: CallTree, index: number): readonly StackFrame[] =>
  (tree.nodes[index]?.children ?? [])
    .flatMap((child) => {
      const frame = tree.nodes[child];
      return frame === undefined ? [] : [{ ...timesOf(tree, frame), children: framesUnder(tree, child) }];
    })
    .sort((a, b) => b.hostTotal - a.hostTotal);

const timesOf = ({ text }: CallTree, frame: CallNode): Omit<StackFrame, 'children'> => ({
  name: text(frame.name),
  calls: frame.calls,
  hostTotal: inSeconds(frame.host),
  hostSelf: inSeconds(Math.max(0, frame.host - frame.hostInside)),
  deviceTotal: inSeconds(frame.deviceTotal),
  deviceSelf: inSeconds(frame.deviceSelf),
});

const linesOf = (tree: CallTree): readonly SourceLine[] => {
  const lines = new Map<number, { -readonly [Key in keyof SourceLine]: SourceLine[Key] }>();
  tree.nodes.forEach((frame, index) => {
    const place = index === ROOT ? undefined : functionPlace(tree.text(frame.name));
    if (place === undefined) return;
    const times = timesOf(tree, frame);
    const own = lines.get(frame.name) ?? {
      ...place,
      calls: 0,
      hostTotal: 0,
      hostSelf: 0,
      deviceTotal: 0,
      deviceSelf: 0,
    };
    lines.set(frame.name, own);
    own.calls += times.calls;
    own.hostSelf += times.hostSelf;
    own.deviceSelf += times.deviceSelf;
    if (isInsideItself(tree.nodes, frame)) return;
    own.hostTotal += times.hostTotal;
    own.deviceTotal += times.deviceTotal;
  });
  return [...lines.values()].sort((a, b) => b.deviceTotal - a.deviceTotal || b.hostTotal - a.hostTotal);
};

const isInsideItself = (frames: readonly CallNode[], { name, parent }: CallNode): boolean => {
  for (let above = frames[parent]; above !== undefined; above = frames[above.parent])
    if (above.name === name) return true;
  return false;
};

export const stacks: Analysis<'stacks', StacksReport> = { id: 'stacks', run };
