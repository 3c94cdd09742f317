import { shortKernelName } from '../../../traces/kernel-name';
import { formatCount } from '../../../units/format';
import { count, number, quantity, text } from '../../cells';
import type { TableBlock } from '../../document';
import { type Result, tableOf } from './blocks';

type Sequences = Result<'sequences'>;

/** Of a sequence; the table says how many there are. */
const MOST_NAMES = 6;

const chained = (names: readonly string[]): string => names.map(shortKernelName).join(' → ');

const chain = (names: readonly string[]): string =>
  names.length <= MOST_NAMES
    ? chained(names)
    : `${chained(names.slice(0, MOST_NAMES))} → ${formatCount(names.length - MOST_NAMES)} more`;

/** What happens once is no candidate for fusion; the JSON has it all the same. */
export const repeated = (sequences: Sequences): Sequences => sequences.filter((one) => one.count > 1);

/** Kernels that an operator launches in the same order again and again. */
export const sequenceTable = (sequences: Sequences): TableBlock =>
  tableOf(
    sequences,
    [text('Operator'), ({ operator }) => operator],
    [text('Kernels'), ({ kernels }) => chain(kernels)],
    [number('Times'), (row) => count(row.count)],
    [number('Kernels each'), ({ kernels }) => count(kernels.length)],
    [number('Device time', 's'), ({ deviceSeconds }) => quantity(deviceSeconds, 's')],
    [number('Host time', 's'), ({ hostSeconds }) => quantity(hostSeconds, 's')],
  );
