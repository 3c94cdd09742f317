import type { StackFrame } from '../../traces/analysis/stacks';
import { formatQuantity, formatShare } from '../../units/format';
import { deviceColumns, tableOf } from '../documents/analyses/blocks';
import { type CodePlace, functionPlace, isLibraryPath } from '../../traces/source-places';
import { count, number, placed, quantity, text } from '../cells';
import { firstRows, largestBranches, note } from './limits';
import type { FlameFrame, FrameKind, PageMaker, TreeRow } from './page';
import { timeCells, timeColumns } from './times';

const kindOf = (name: string): FrameKind => {
  const place = functionPlace(name);
  if (place !== undefined) return isLibraryPath(place.file) ? 'library' : 'code';
  return /^(<|nn\.Module: )/.test(name) ? 'library' : 'operator';
};

/** `around` is the innermost place of each file above, packages left out. */
const flameOf = (
  frame: StackFrame,
  has: (frame: StackFrame) => boolean,
  around: readonly CodePlace[] = [],
): FlameFrame => {
  const own = functionPlace(frame.name);
  const places =
    own === undefined || isLibraryPath(own.file)
      ? around
      : [{ file: own.file, line: own.line }, ...around.filter(({ file }) => file !== own.file)];
  return {
    name: frame.name,
    kind: kindOf(frame.name),
    calls: frame.calls,
    host: frame.hostTotal,
    hostSelf: frame.hostSelf,
    device: frame.deviceTotal,
    deviceSelf: frame.deviceSelf,
    places,
    children: frame.children.filter(has).map((child) => flameOf(child, has, places)),
  };
};

const rowOf = (
  { name, places, calls, host, hostSelf, device, deviceSelf, children }: FlameFrame,
  onDevice: boolean,
): TreeRow => ({
  cells: timeCells(
    placed(name, places),
    { calls, hostSelf, hostTotal: host, deviceSelf, deviceTotal: device },
    onDevice,
  ),
  children: children.map((child) => rowOf(child, onDevice)),
});

/** Seconds by the innermost function outside packages, with what it calls in packages and operators. */
const ownFunctions = (
  frames: readonly StackFrame[],
  self: 'hostSelf' | 'deviceSelf',
): ReadonlyMap<string, number> => {
  const sums = new Map<string, number>();
  const add = (level: readonly StackFrame[], around: string | undefined): void => {
    for (const frame of level) {
      const own = kindOf(frame.name) === 'code' ? frame.name : around;
      if (own !== undefined) sums.set(own, (sums.get(own) ?? 0) + frame[self]);
      add(frame.children, own);
    }
  };
  add(frames, undefined);
  return sums;
};

const summaryOf = (frames: readonly StackFrame[], host: number, device: number): string => {
  const [of, whole] = device > 0 ? (['device', device] as const) : (['host', host] as const);
  const [most] = [...ownFunctions(frames, `${of}Self`)].sort(([, a], [, b]) => b - a);
  const totals =
    device > 0
      ? `${formatQuantity(host, 's')} on the host launch ${formatQuantity(device, 's')} of device time.`
      : `The stacks take ${formatQuantity(host, 's')} on the host.`;
  return most === undefined || whole === 0
    ? totals
    : `${totals} Of your own functions, ${most[0]} takes the most ${of} time, counting what it calls in packages: ` +
        `${formatShare(most[1] / whole)}.`;
};

export const stacksPage: PageMaker = {
  id: 'stacks',
  analyses: ['stacks'],
  blocks: ({ stacks }, { without }) => {
    if (stacks === undefined) return [note(without('stacks'))];
    const { frames, lines } = stacks;
    const host = frames.reduce((sum, frame) => sum + frame.hostTotal, 0);
    const device = frames.reduce((sum, frame) => sum + frame.deviceTotal, 0);
    const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
    const { has, notes } = largestBranches(
      frames,
      (frame) => Math.max(share(frame.hostTotal, host), share(frame.deviceTotal, device)),
      'places in the stacks',
    );
    const onDevice = device > 0;
    const kept = frames.filter(has).map((frame) => flameOf(frame, has));
    const listed = firstRows(lines, 'functions');
    return [
      {
        kind: 'flame',
        title: 'Flame graph of the stacks',
        summary: summaryOf(frames, host, device),
        roots: kept,
      },
      {
        kind: 'tree',
        heading: 'Stacks: functions and operators and what they call',
        columns: timeColumns('Function or operator', onDevice),
        roots: kept.map((frame) => rowOf(frame, onDevice)),
      },
      ...notes,
      {
        heading: 'Python functions, wherever they are called from',
        ...tableOf(
          listed.shown,
          [text('Function'), (line) => line.function],
          [text('File'), ({ file, line }) => placed(file, [{ file, line }])],
          [number('Line'), ({ line }) => count(line)],
          [number('Calls'), ({ calls }) => count(calls)],
          [number('Host self', 's'), ({ hostSelf }) => quantity(hostSelf, 's')],
          [number('Host total', 's'), ({ hostTotal }) => quantity(hostTotal, 's')],
          ...deviceColumns(listed.shown),
        ),
      },
      ...listed.notes,
    ];
  },
};
