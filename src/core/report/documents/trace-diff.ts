import type { DiffReport, DiffRow } from '../../traces/analysis/diff';
import { formatQuantity } from '../../units/format';
import { count, number, quantity, text } from '../cells';
import type { Block, NoteBlock, TableBlock } from '../document';
import { tableOf } from './analyses/blocks';

/** With its sign: "+1.20 ms". */
export const signed = (seconds: number): string =>
  seconds === 0 ? '0 s' : `${seconds > 0 ? '+' : '−'}${formatQuantity(Math.abs(seconds), 's')}`;

/** Rows that differ, as a table; a sentence where none does. */
export const diffTable = (heading: string, rows: readonly DiffRow[]): TableBlock | NoteBlock => {
  const differing = rows.filter(({ change }) => change !== 'same');
  return differing.length === 0
    ? { kind: 'note', text: `${heading}: none differs.` }
    : differingTable(heading, differing);
};

const differingTable = (heading: string, rows: readonly DiffRow[]): TableBlock => ({
  ...tableOf(
    rows,
    [text('Name'), ({ name, inputShapes = '' }) => `${name} ${inputShapes}`.trim()],
    [text('Change'), ({ change }) => change],
    [number('Difference', 's'), ({ seconds }) => ({ text: signed(seconds), value: seconds })],
    [number('Before', 's'), ({ before }) => quantity(before?.seconds ?? 0, 's')],
    [number('After', 's'), ({ after }) => quantity(after?.seconds ?? 0, 's')],
    [number('Calls before'), ({ before }) => count(before?.count ?? 0)],
    [number('Calls after'), ({ after }) => count(after?.count ?? 0)],
  ),
  heading,
});

/** Operators and kernels that two traces do not share, or that take another time; the largest change first. */
export const traceDiffBlocks = ({ operatorNames, operators, device }: DiffReport): readonly Block[] => [
  diffTable('Operators', operatorNames),
  diffTable('Operators by input shapes', operators),
  diffTable('Kernels', device),
];
