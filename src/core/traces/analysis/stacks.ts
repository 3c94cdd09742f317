import { SliceKind } from '../slice-kind';
import { functionPlace } from '../source-places';
import type { Analysis } from './analysis';
import { type CallNode, callTree, ROOT } from './call-tree';
import { inSeconds } from './selection';
import type { Selection } from './selection';

/** A Python function or an operator, and what it called; sums over all calls on this path, in seconds. */
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
 * device event belongs to the innermost of them around its launch.
 */
const run = (selection: Selection): StacksReport | undefined => {
  const { kind } = selection.trace.slices;
  if (!selection.host.some((row) => kind[row] === SliceKind.python)) return undefined;
  const frames = callTree(selection).nodes;
  return { frames: framesUnder(selection, frames, ROOT), lines: linesOf(selection, frames) };
};

const framesUnder = (
  selection: Selection,
  frames: readonly CallNode[],
  index: number,
): readonly StackFrame[] =>
  (frames[index]?.children ?? [])
    .flatMap((child) => {
      const frame = frames[child];
      return frame === undefined
        ? []
        : [{ ...timesOf(selection, frame), children: framesUnder(selection, frames, child) }];
    })
    .sort((a, b) => b.hostTotal - a.hostTotal);

const timesOf = ({ trace }: Selection, frame: CallNode): Omit<StackFrame, 'children'> => ({
  name: trace.strings.text(frame.name),
  calls: frame.calls,
  hostTotal: inSeconds(frame.host),
  hostSelf: inSeconds(Math.max(0, frame.host - frame.hostInside)),
  deviceTotal: inSeconds(frame.deviceTotal),
  deviceSelf: inSeconds(frame.deviceSelf),
});

const linesOf = (selection: Selection, frames: readonly CallNode[]): readonly SourceLine[] => {
  const lines = new Map<number, { -readonly [Key in keyof SourceLine]: SourceLine[Key] }>();
  frames.forEach((frame, index) => {
    const place = index === ROOT ? undefined : functionPlace(selection.trace.strings.text(frame.name));
    if (place === undefined) return;
    const times = timesOf(selection, frame);
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
    if (isInsideItself(frames, frame)) return;
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
