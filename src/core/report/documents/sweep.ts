import { formatNumber, formatShare } from '../../units/format';
import { count, number, quantity, text } from '../cells';
import type { Block, ReportDocument, TableBlock } from '../document';
import type { SweepReport, SweepRow } from '../sweep';

type WinnerMap = SweepReport['winners'][number];

const distinct = (values: readonly number[]): readonly number[] => [...new Set(values)].sort((a, b) => a - b);

/** Batch across, input length down; `≈` where nobody really wins. */
const mapTable = ({ metric, cells }: WinnerMap): TableBlock => {
  const batches = distinct(cells.map(({ batch }) => batch));
  const inputs = distinct(cells.map(({ input }) => input));
  const at = new Map(cells.map((cell) => [`${cell.batch} ${cell.input}`, cell]));
  const show = (batch: number, input: number): string => {
    const cell = at.get(`${batch} ${input}`);
    if (cell?.accelerator === undefined) return 'none fits';
    if (cell.tie) return `≈ ${cell.accelerator}`;
    return cell.margin === undefined ? cell.accelerator : `${cell.accelerator} +${formatShare(cell.margin)}`;
  };
  return {
    kind: 'table',
    heading: `Best ${metric}: batch across, input down; how far ahead of the next, ≈ for a tie`,
    columns: [text('Input'), ...batches.map((batch) => text(String(batch)))],
    rows: inputs.map((input) => [String(input), ...batches.map((batch) => show(batch, input))]),
  };
};

const frontTable = ([first, second]: readonly string[], rows: readonly SweepRow[]): Block => ({
  kind: 'table',
  heading: `Pareto front of ${first ?? ''} and ${second ?? ''}`,
  columns: [
    text('Accelerator'),
    number('Batch'),
    number('Input'),
    number('Output'),
    number('Request', 's'),
    number('Units/s'),
    number('Energy/unit', 'J'),
    number('Carbon/unit', 'gCO2e'),
  ],
  rows: rows.map((row) => [
    row.count === 1 ? row.accelerator : `${row.count} × ${row.accelerator}`,
    count(row.batch),
    count(row.input),
    count(row.output),
    quantity(row.latency, 's'),
    { text: formatNumber(row.unitsPerSecond), value: row.unitsPerSecond },
    quantity(row.joulesPerUnit, 'J'),
    quantity(row.gramsPerUnit, 'gCO2e'),
  ]),
});

export const sweepDocument = (name: string, { rows, winners, pareto }: SweepReport): ReportDocument => ({
  title: `${name}: ${rows.length} design points`,
  blocks: [...winners.map(mapTable), ...pareto.map((front) => frontTable(front.metrics, front.rows))],
});
