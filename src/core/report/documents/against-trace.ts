import type { AgainstTrace, ClassAgainst } from '../../compare/against-trace';
import { formatNumber, UNKNOWN } from '../../units/format';
import { number, quantity, text } from '../cells';
import type { Cell, ReportDocument } from '../document';
import { tableOf } from './analyses/blocks';
import { hardwareLabel } from './sweep';

const difference = (value: number | undefined): Cell =>
  value === undefined
    ? UNKNOWN
    : { text: `${value > 0 ? '+' : value < 0 ? '−' : ''}${formatNumber(Math.abs(value) * 100)} %`, value };

const absent = (value: number | undefined): Cell => (value === undefined ? 'none' : quantity(value, 's'));

interface Row extends Omit<ClassAgainst, 'category'> {
  readonly category: string;
}

/** A config's kernels beside a trace's, class by class. */
export const againstTraceDocument = (result: AgainstTrace): ReportDocument => {
  const rows: readonly Row[] = [{ category: 'all kernels', ...result.total }, ...result.classes];
  const measured = result.steps === 1 ? 'the recording' : `the mean of its ${result.steps} steps`;
  return {
    title: `${result.config} as predicted, beside ${result.trace}`,
    blocks: [
      {
        kind: 'note',
        text: `Device time of one run on ${hardwareLabel(result)} with ${result.engine}, against ${measured}. The run should be the recorded one: batch, lengths and task are given, not read from the trace.`,
      },
      tableOf(
        rows,
        [text('Class'), ({ category }) => category],
        [number('Predicted', 's'), ({ predicted }) => absent(predicted)],
        [number('Measured', 's'), ({ measured: seconds }) => absent(seconds)],
        [number('Difference'), (row) => difference(row.difference)],
      ),
    ],
  };
};
