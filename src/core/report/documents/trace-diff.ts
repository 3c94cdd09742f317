import type { DiffReport, DiffRow } from '../../traces/analysis/diff';
import { formatQuantity } from '../../units/format';
import { count, number, quantity, text } from '../cells';
import type { Block } from '../document';
import { tableOf } from './analyses/blocks';

const signed = (seconds: number): string =>
  seconds === 0 ? '0 s' : `${seconds > 0 ? '+' : '−'}${formatQuantity(Math.abs(seconds), 's')}`;

const rowsTable = (heading: string, rows: readonly DiffRow[]): Block => ({
  ...tableOf(
    rows.filter(({ change }) => change !== 'same'),
    [text('Name'), ({ name, inputShapes = '' }) => `${name} ${inputShapes}`.trim()],
    [text('Change'), ({ change }) => change],
    [number('Calls before'), ({ before }) => count(before?.count ?? 0)],
    [number('Calls after'), ({ after }) => count(after?.count ?? 0)],
    [number('Before', 's'), ({ before }) => quantity(before?.seconds ?? 0, 's')],
    [number('After', 's'), ({ after }) => quantity(after?.seconds ?? 0, 's')],
    [number('Difference', 's'), ({ seconds }) => ({ text: signed(seconds), value: seconds })],
  ),
  heading,
});

/** Operators and kernels that two traces do not share, or that take another time; the largest change first. */
export const traceDiffBlocks = ({ operators, device }: DiffReport): readonly Block[] => [
  rowsTable('Operators by input shapes', operators),
  rowsTable('Kernels', device),
];
