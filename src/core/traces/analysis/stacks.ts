import { type Loops, withLoops } from '../loops/loops';
import type { Analysis } from './analysis';
import { type CallTree, callTree, ROOT } from './call-tree';
import { codePlaces, keepPlaces } from './code-places';
import { tellsPython } from './operator-stacks';
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
  return withLoops(selection, (loops) => {
    loops.calls.timeFrames(
      tree.length,
      loops.put(tree.host),
      loops.put(tree.hostInside),
      loops.put(tree.deviceTotal),
      loops.put(tree.deviceSelf),
    );
    return { frames: framesOf(loops, tree), lines: linesOf(selection, loops, tree) };
  });
};

/** Doubles of a node, and of a function; see ../loops/frames.as.ts for which. */
const FRAME = 4;
const FUNCTION = { doubles: 6, integers: 12 } as const;

const NONE: readonly StackFrame[] = [];

const framesOf = (loops: Loops, tree: CallTree): readonly StackFrame[] => {
  const { name, calls, firstChild, text } = tree;
  const inOrder = loops.put(tree.children);
  loops.calls.orderFrames(loops.put(firstChild), inOrder);
  const children = loops.integers(inOrder, tree.children.length);
  const times = loops.doubles(loops.calls.frameTimes.value, FRAME * tree.length);
  const under = (node: number): readonly StackFrame[] => {
    const from = firstChild[node] ?? 0;
    const count = (firstChild[node + 1] ?? 0) - from;
    if (count === 0) return NONE;
    // Of its final length: there are as many as nodes.
    const frames = new Array<StackFrame>(count);
    for (let i = 0; i < count; i++) {
      const child = children[from + i] ?? 0;
      const at = FRAME * child;
      frames[i] = {
        name: text(name[child] ?? 0),
        calls: calls[child] ?? 0,
        hostTotal: times[at] ?? 0,
        hostSelf: times[at + 1] ?? 0,
        deviceTotal: times[at + 2] ?? 0,
        deviceSelf: times[at + 3] ?? 0,
        children: under(child),
      };
    }
    return frames;
  };
  return under(ROOT);
};

const linesOf = (selection: Selection, loops: Loops, tree: CallTree): readonly SourceLine[] => {
  const { calls } = loops;
  const { texts } = tree;
  const { functionAt } = codePlaces(selection);
  const names = loops.put(tree.name);
  const isFunction = calls.namesOfFrames(names, texts);
  keepPlaces(loops.bytes(isFunction, texts), functionAt);
  const isInside = loops.put(tree.isInsideItself);
  calls.sumFunctions(names, loops.put(tree.calls), isInside, isFunction, texts);
  const length = calls.functions.value;
  const ids = loops.integers(calls.functionSums.value, FUNCTION.integers * length);
  const sums = loops.doubles(calls.functionSums.value, FUNCTION.doubles * length);
  const lines: SourceLine[] = [];
  for (let i = 0; i < length; i++) {
    const place = functionAt(ids[FUNCTION.integers * i] ?? 0);
    if (place === undefined) continue;
    const at = FUNCTION.doubles * i;
    lines.push({
      file: place.file,
      line: place.line,
      function: place.function,
      calls: sums[at + 1] ?? 0,
      hostTotal: sums[at + 2] ?? 0,
      hostSelf: sums[at + 3] ?? 0,
      deviceTotal: sums[at + 4] ?? 0,
      deviceSelf: sums[at + 5] ?? 0,
    });
  }
  return lines.sort((a, b) => b.deviceTotal - a.deviceTotal || b.hostTotal - a.hostTotal);
};

export const stacks: Analysis<'stacks', StacksReport> = { id: 'stacks', run };
