import { type DesignMetric, figureOf } from '../../compare/metrics';
import type { RunInput } from '../../models/run-inputs';
import { formatShare } from '../../units/format';
import { count, number, text } from '../cells';
import { figureCell, SHOWN_METRICS } from '../design-metrics';
import type { Block, ReportDocument, TableBlock } from '../document';
import type { SweepCell, SweepReport, SweepRow } from '../sweep';

type WinnerMap = SweepReport['winners'][number];

const distinct = (values: readonly number[]): readonly number[] => [...new Set(values)].sort((a, b) => a - b);

export const hardwareLabel = (hardware: { readonly accelerator: string; readonly count: number }): string =>
  hardware.count === 1 ? hardware.accelerator : `${hardware.count} × ${hardware.accelerator}`;

/** What one cell of a winner map says: the best and how far ahead it is, `≈` where nobody really wins. */
const cellLabel = (cell: SweepCell | undefined): string => {
  if (cell?.accelerator === undefined) return 'none fits';
  const { accelerator, count: many = 1, margin, tie } = cell;
  const name = hardwareLabel({ accelerator, count: many });
  if (tie) return `≈ ${name}`;
  return margin === undefined ? name : `${name} +${formatShare(margin)}`;
};

/** Batch across, input length down, a map for each output length. */
const mapTables = ({ metric, cells }: WinnerMap, hasInput: boolean): readonly TableBlock[] => {
  const outputs = distinct(cells.map(({ output }) => output));
  return outputs.map((output) => {
    const here = cells.filter((cell) => cell.output === output);
    const batches = distinct(here.map(({ batch }) => batch));
    const inputs = distinct(here.map(({ input }) => input));
    const at = new Map(here.map((cell) => [`${cell.batch} ${cell.input}`, cell]));
    const of = outputs.length === 1 ? '' : `, ${output} tokens out`;
    return {
      kind: 'table',
      heading: `${sentence(SHOWN_METRICS[metric].best)}${of}: batch across${hasInput ? ', input down' : ''}; how far ahead of the next, ≈ for a tie`,
      columns: [text(hasInput ? 'Input' : 'Batch'), ...batches.map((batch) => text(String(batch)))],
      rows: inputs.map((input) => [
        hasInput ? String(input) : 'best',
        ...batches.map((batch) => cellLabel(at.get(`${batch} ${input}`))),
      ]),
    };
  });
};

const sentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

const COLUMNS: readonly (readonly [title: string, unit: string | undefined, metric: DesignMetric])[] = [
  ['Request', 's', 'latency'],
  ['Throughput', 's', 'throughput'],
  ['TTFT', 's', 'ttft'],
  ['TPOT', 's', 'tpot'],
  ['Energy/unit', 'J', 'energy'],
  ['Carbon/unit', 'gCO2e', 'carbon'],
  ['EDP', 'J·s', 'edp'],
  ['Cost/unit', '$', 'cost'],
];

const LENGTHS = [
  ['Input', 'input'],
  ['Output', 'output'],
] as const;

/** The points of a front; lengths that the model does not have, and figures of which no point knows anything, are left out. */
export const frontTable = (
  [first, second]: readonly [DesignMetric, DesignMetric],
  rows: readonly SweepRow[],
  inputs: readonly RunInput[],
): Block => {
  const shown = COLUMNS.filter(([, , metric]) => rows.some((row) => figureOf(row, metric) !== undefined));
  const lengths = LENGTHS.filter(([, of]) => inputs.includes(of));
  return {
    kind: 'table',
    heading: `Pareto front of ${lower(first)} and ${lower(second)}`,
    columns: [
      text('Accelerator'),
      number('Batch'),
      ...lengths.map(([title]) => number(title)),
      ...shown.map(([title, unit]) => number(title, unit)),
    ],
    rows: rows.map((row) => [
      hardwareLabel(row),
      count(row.batch),
      ...lengths.map(([, of]) => count(row[of])),
      ...shown.map(([, , metric]) => figureCell(metric, figureOf(row, metric))),
    ]),
  };
};

const lower = (metric: DesignMetric): string => SHOWN_METRICS[metric].label.toLowerCase();

/** @param inputs those that act on the model */
export const sweepDocument = (
  name: string,
  { rows, winners, pareto }: SweepReport,
  inputs: readonly RunInput[],
): ReportDocument => ({
  title: `${name}: ${rows.length} design points`,
  blocks: [
    ...winners.flatMap((map) => mapTables(map, inputs.includes('input'))),
    ...pareto.map(({ metrics, rows: front }) => frontTable(metrics, front, inputs)),
  ],
});
