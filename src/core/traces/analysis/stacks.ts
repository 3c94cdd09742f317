import { SliceKind } from '../slice-kind';
import type { Analysis } from './analysis';
import { hostOrder } from './host-order';
import { launchersOf } from './launchers';
import { filterRows } from './rows';
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
  const frames = fold(selection);
  return { frames: framesUnder(selection, frames, ROOT), lines: linesOf(selection, frames) };
};

const ROOT = 0;
/** Calls deeper than this count as part of the one at this depth: a trace can nest without end. */
const DEEPEST = 1000;

/** A frame of the flame graph; frame 0 is around all. A parent stands before its children. */
interface Frame {
  readonly parent: number;
  readonly name: number;
  readonly children: number[];
  calls: number;
  host: number;
  /** Of children. */
  hostInside: number;
  deviceSelf: number;
  deviceTotal: number;
}

const newFrame = (parent: number, name: number): Frame => ({
  parent,
  name,
  children: [],
  calls: 0,
  host: 0,
  hostInside: 0,
  deviceSelf: 0,
  deviceTotal: 0,
});

const fold = (selection: Selection): readonly Frame[] => {
  const { kind, name, track } = selection.trace.slices;
  const { start, end } = selection;
  const root = newFrame(-1, 0);
  const frames = [root];
  const known = new Map<number, number>();
  const frameOfCall = new Int32Array(selection.trace.slices.length).fill(-1);
  const open: { readonly row: number; readonly frame: number }[] = [];
  const names = selection.trace.strings.size;
  for (const row of nestable(selection)) {
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      if (track[top.row] === track[row] && (end[top.row] ?? 0) > (start[row] ?? 0)) break;
      open.pop();
    }
    const above = open.at(-1)?.frame ?? ROOT;
    if (kind[row] === SliceKind.runtime) {
      frameOfCall[row] = above;
      continue;
    }
    if (open.length >= DEEPEST) {
      open.push({ row, frame: above });
      continue;
    }
    const key = above * names + (name[row] ?? 0);
    let frame = known.get(key);
    if (frame === undefined) {
      known.set(key, (frame = frames.push(newFrame(above, name[row] ?? 0)) - 1));
      frames[above]?.children.push(frame);
    }
    const duration = (end[row] ?? 0) - (start[row] ?? 0);
    const own = frames[frame] ?? root;
    own.calls++;
    own.host += duration;
    (frames[above] ?? root).hostInside += duration;
    open.push({ row, frame });
  }
  addDevice(selection, frames, frameOfCall);
  return frames;
};

const nestable = (selection: Selection): Uint32Array => {
  const { kind } = selection.trace.slices;
  return filterRows(hostOrder(selection), (row) => {
    const of = kind[row];
    return of === SliceKind.python || of === SliceKind.operator || of === SliceKind.runtime;
  });
};

const addDevice = (selection: Selection, frames: readonly Frame[], frameOfCall: Int32Array): void => {
  const launchers = launchersOf(selection);
  for (const row of selection.device) {
    const frame = frames[frameOfCall[launchers[row] ?? -1] ?? -1];
    if (frame !== undefined) frame.deviceSelf += (selection.end[row] ?? 0) - (selection.start[row] ?? 0);
  }
  for (let i = frames.length - 1; i >= 0; i--) {
    const frame = frames[i];
    if (frame === undefined) continue;
    frame.deviceTotal += frame.deviceSelf;
    const above = frames[frame.parent];
    if (above !== undefined) above.deviceTotal += frame.deviceTotal;
  }
};

const framesUnder = (selection: Selection, frames: readonly Frame[], index: number): readonly StackFrame[] =>
  (frames[index]?.children ?? [])
    .flatMap((child) => {
      const frame = frames[child];
      return frame === undefined
        ? []
        : [{ ...timesOf(selection, frame), children: framesUnder(selection, frames, child) }];
    })
    .sort((a, b) => b.hostTotal - a.hostTotal);

const timesOf = ({ trace }: Selection, frame: Frame): Omit<StackFrame, 'children'> => ({
  name: trace.strings.text(frame.name),
  calls: frame.calls,
  hostTotal: inSeconds(frame.host),
  hostSelf: inSeconds(Math.max(0, frame.host - frame.hostInside)),
  deviceTotal: inSeconds(frame.deviceTotal),
  deviceSelf: inSeconds(frame.deviceSelf),
});

/** "…/model.py(42): forward" */
const SOURCE = /^(.+)\((\d+)\): (.+)$/;

const linesOf = (selection: Selection, frames: readonly Frame[]): readonly SourceLine[] => {
  const lines = new Map<number, { -readonly [Key in keyof SourceLine]: SourceLine[Key] }>();
  frames.forEach((frame, index) => {
    const source = index === ROOT ? null : SOURCE.exec(selection.trace.strings.text(frame.name));
    const [, file, line, called] = source ?? [];
    if (file === undefined || called === undefined) return;
    const times = timesOf(selection, frame);
    const own = lines.get(frame.name) ?? {
      file,
      line: Number(line),
      function: called,
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

const isInsideItself = (frames: readonly Frame[], { name, parent }: Frame): boolean => {
  for (let above = frames[parent]; above !== undefined; above = frames[above.parent])
    if (above.name === name) return true;
  return false;
};

export const stacks: Analysis<'stacks', StacksReport> = { id: 'stacks', run };
