import type { StackFrame } from '../../../traces/analysis/stacks';
import { formatCount, formatQuantity } from '../../../units/format';
import { count, number, quantity, text } from '../../cells';
import { evidenceText } from '../../findings';
import { type AnalysisBlocks, deviceColumns, facts, secondsUnlessNone, tableOf } from './blocks';
import { repeated, sequenceTable } from './sequences';

/** Frames are listed down to this depth; the JSON has all. */
const STACK_DEPTH = 8;

const flattened = (
  frames: readonly StackFrame[],
  depth = 0,
): readonly (StackFrame & { readonly depth: number })[] =>
  frames.flatMap((frame) => [
    { ...frame, depth },
    ...(depth + 1 < STACK_DEPTH ? flattened(frame.children, depth + 1) : []),
  ]);

/** `kernelLaunch` → "kernel launch". */
const words = (name: string): string => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** Why it took the time it took. */
export const CAUSE_BLOCKS = {
  findings: (findings) => [
    facts(
      ...findings.flatMap(({ rule, sentence, evidence, because }) => [
        [rule, `${sentence}.`] as const,
        ['', `${evidenceText(evidence)}Said when ${because}.`] as const,
      ]),
    ),
  ],
  criticalPath: ({ seconds, byBound, events, whatIf }) => [
    facts(
      ['Length', formatQuantity(seconds, 's')],
      ...Object.entries(byBound)
        .filter(([, spent]) => spent > 0)
        .map(([bound, spent]) => [`  ${words(bound)}`, formatQuantity(spent, 's')] as const),
    ),
    tableOf(
      events,
      [text('On the path'), ({ name }) => name],
      [text('Bound'), ({ bound }) => words(bound)],
      [number('Stretches'), (row) => count(row.count)],
      [number('Time', 's'), (row) => quantity(row.seconds, 's')],
    ),
    tableOf(
      whatIf,
      [text('If this took no time'), ({ name }) => name],
      [number('Saved', 's'), ({ savedSeconds }) => quantity(savedSeconds, 's')],
    ),
  ],
  sequences: (rows) => {
    const often = repeated(rows);
    return [
      often.length === 0
        ? facts(['Repeated', 'none: no operator launches the same kernels in the same order twice'])
        : sequenceTable(often),
    ];
  },
  stacks: ({ frames, lines }) => [
    tableOf(
      flattened(frames),
      [text('Frame'), ({ name, depth }) => '  '.repeat(depth) + name],
      [number('Calls'), ({ calls }) => count(calls)],
      [number('Host total', 's'), ({ hostTotal }) => quantity(hostTotal, 's')],
      ...secondsUnlessNone(frames, 'Device total', ({ deviceTotal }) => deviceTotal),
    ),
    tableOf(
      lines,
      [text('Source line'), ({ file, line }) => `${file}:${line}`],
      [text('Function'), (row) => row.function],
      [number('Calls'), ({ calls }) => count(calls)],
      [number('Host self', 's'), ({ hostSelf }) => quantity(hostSelf, 's')],
      ...secondsUnlessNone(lines, 'Device self', ({ deviceSelf }) => deviceSelf),
    ),
  ],
  sourceLines: ({ steps, lines, deviceSeconds, deviceUnderPython }) => [
    facts(
      ['Steps', steps === undefined ? 'none: times are of the whole trace' : formatCount(steps)],
      ...(deviceSeconds === 0
        ? []
        : ([
            [
              'Device time launched under Python',
              `${formatQuantity(deviceUnderPython, 's')} of ${formatQuantity(deviceSeconds, 's')}`,
            ],
          ] as const)),
    ),
    tableOf(
      lines,
      [text('Line'), ({ file, line }) => `${file}:${line}`],
      [text('What'), (row) => row.function ?? 'calls from here'],
      ...deviceColumns(lines),
      [number('Host total', 's'), ({ hostTotal }) => quantity(hostTotal, 's')],
      [number('Host self', 's'), ({ hostSelf }) => quantity(hostSelf, 's')],
      [text('Largest operators'), ({ operators }) => operators.map(({ name }) => name).join(', ')],
    ),
  ],
  collectives: (rows) => [
    tableOf(
      rows,
      [text('Collective'), ({ name }) => name],
      [
        text('Group'),
        ({ group = '', groupSize }) => (groupSize === undefined ? group : `${group} (${groupSize})`),
      ],
      [number('Bytes', 'B'), ({ bytes }) => quantity(bytes, 'B')],
      [number('Calls'), (row) => count(row.count)],
      [number('Time', 's'), ({ seconds }) => quantity(seconds, 's')],
      [number('Shortest', 's'), ({ shortest }) => quantity(shortest, 's')],
      [number('Longest', 's'), ({ longest }) => quantity(longest, 's')],
      [number('Bus bandwidth', 'B/s'), ({ busBandwidth }) => quantity(busBandwidth, 'B/s')],
    ),
  ],
} satisfies AnalysisBlocks;
