import type { Against, AgainstTrace } from '../../compare/against-trace';
import { formatNumber, UNKNOWN } from '../../units/format';
import { number, quantity, text } from '../cells';
import type { Cell, ReportDocument, TableBlock } from '../document';
import { tableOf } from './analyses/blocks';
import { earlierWords } from './earlier';
import { hardwareLabel } from './sweep';

const difference = (value: number | undefined): Cell =>
  value === undefined
    ? UNKNOWN
    : { text: `${value > 0 ? '+' : value < 0 ? '−' : ''}${formatNumber(Math.abs(value) * 100)} %`, value };

const absent = (value: number | undefined): Cell => (value === undefined ? 'none' : quantity(value, 's'));

const table = (title: string, rows: readonly (readonly [name: string, row: Against])[]): TableBlock =>
  tableOf(
    rows,
    [text(title), ([name]) => name],
    [number('Predicted', 's'), ([, { predicted }]) => absent(predicted)],
    [number('Measured', 's'), ([, { measured }]) => absent(measured)],
    [number('Difference'), ([, row]) => difference(row.difference)],
  );

/** A config's kernels beside a trace's, class by class. */
export const againstTraceDocument = (result: AgainstTrace): ReportDocument => {
  const measured = result.steps === 1 ? 'the recording' : `the mean of its ${result.steps} steps`;
  return {
    title: `${result.config} as predicted, beside ${result.trace}`,
    blocks: [
      {
        kind: 'note',
        text: `Device time of one run on ${hardwareLabel(result)} with ${result.engine}, against ${measured}. The run should be the recorded one: batch, lengths and task are given, not read from the trace.${result.earlier === undefined ? '' : ` ${earlierWords(result.earlier)}`}`,
      },
      table('Class of kernels', [
        ['all kernels', result.total],
        ...result.classes.map((row) => [row.class, row] as const),
      ]),
      {
        ...table(
          'Category',
          result.categories.map((row) => [row.category, row] as const),
        ),
        heading: 'By category; one of the config may be kernels of several in the trace',
      },
    ],
  };
};
