import type { StackFrame } from '../../traces/analysis/stacks';
import { formatQuantity, formatShare } from '../../units/format';
import { tableOf } from '../documents/analyses/blocks';
import { count, number, quantity, text } from '../cells';
import { firstRows, largestBranches, note } from './limits';
import type { PageMaker, TreeRow } from './page';
import { timeCells, timeColumns } from './times';

const NOTHING = 'The trace has no Python stacks; the PyTorch profiler records them with `with_stack=True`.';

/** "model.py(42): forward". */
const PYTHON = /\(\d+\): /;

/** Device seconds by the innermost Python function around each launch. */
const launchedBy = (frames: readonly StackFrame[]): ReadonlyMap<string, number> => {
  const sums = new Map<string, number>();
  const add = (level: readonly StackFrame[], around: string | undefined): void => {
    for (const { name, deviceSelf, children } of level) {
      const own = PYTHON.test(name) ? name : around;
      if (own !== undefined) sums.set(own, (sums.get(own) ?? 0) + deviceSelf);
      add(children, own);
    }
  };
  add(frames, undefined);
  return sums;
};

export const stacksPage: PageMaker = {
  id: 'stacks',
  analyses: ['stacks'],
  blocks: ({ stacks }) => {
    if (stacks === undefined) return [note(NOTHING)];
    const { frames, lines } = stacks;
    const { has, notes } = largestBranches(frames, (frame) => frame.hostTotal, 'places in the stacks');
    const rowOf = (frame: StackFrame): TreeRow => ({
      cells: timeCells(frame.name, frame),
      children: frame.children.filter(has).map(rowOf),
    });
    const listed = firstRows(lines, 'functions');
    const [most] = [...launchedBy(frames)].sort(([, a], [, b]) => b - a);
    const device = frames.reduce((sum, frame) => sum + frame.deviceTotal, 0);
    return [
      note(
        `Functions and operators launch ${formatQuantity(device, 's')} of device time.` +
          (most === undefined || device === 0
            ? ''
            : ` The most is launched by ${most[0]} and the operators it calls: ${formatShare(most[1] / device)}.`),
      ),
      {
        kind: 'tree',
        heading: 'Stacks: functions and operators and what they call',
        columns: timeColumns('Function or operator'),
        roots: frames.filter(has).map(rowOf),
      },
      ...notes,
      {
        heading: 'Python functions, wherever they are called from',
        ...tableOf(
          listed.shown,
          [text('Function'), (line) => line.function],
          [text('File'), ({ file }) => file],
          [number('Line'), ({ line }) => count(line)],
          [number('Calls'), ({ calls }) => count(calls)],
          [number('Host self', 's'), ({ hostSelf }) => quantity(hostSelf, 's')],
          [number('Host total', 's'), ({ hostTotal }) => quantity(hostTotal, 's')],
          [number('Device self', 's'), ({ deviceSelf }) => quantity(deviceSelf, 's')],
          [number('Device total', 's'), ({ deviceTotal }) => quantity(deviceTotal, 's')],
        ),
      },
      ...listed.notes,
    ];
  },
};
