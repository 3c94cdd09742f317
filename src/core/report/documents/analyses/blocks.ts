import type { AnalysisName, AnalysisResults } from '../../../traces/analysis/registry';
import type { Description } from '../../../traces/analysis/describe';
import { formatQuantity } from '../../../units/format';
import type { LadderUnit } from '../../../units/ladders';
import { number, quantity, text } from '../../cells';
import type { Block, Cell, Column, FactsBlock, TableBlock } from '../../document';

type Results = Required<AnalysisResults>;
export type Result<Name extends AnalysisName> = Results[Name];
/** The results there are. */
export type SomeResults = Partial<Results>;

/** What the device adds to, and so is shown with it. */
type WithDevice = 'energy' | 'roofline';

/** How the result of each analysis is shown; headings are put on by the trace document. */
export type AllAnalysisBlocks = {
  readonly [Name in Exclude<AnalysisName, WithDevice>]: (result: Result<Name>) => readonly Block[];
};
export type AnalysisBlocks = Partial<AllAnalysisBlocks>;

export const facts = (...rows: FactsBlock['facts']): FactsBlock => ({ kind: 'facts', facts: rows });

export type TableColumn<Row> = readonly [column: Column, cell: (row: Row) => Cell];

/** A table from rows and, per column, what it shows of a row. */
export const tableOf = <Row>(rows: readonly Row[], ...columns: readonly TableColumn<Row>[]): TableBlock => ({
  kind: 'table',
  columns: columns.map(([column]) => column),
  rows: rows.map((row) => columns.map(([, cell]) => cell(row))),
});

/** A column of seconds; none where they are 0 in every row. */
export const secondsUnlessNone = <Row>(
  rows: readonly Row[],
  title: string,
  seconds: (row: Row) => number,
): readonly TableColumn<Row>[] =>
  rows.every((row) => seconds(row) === 0) ? [] : [[number(title, 's'), (row) => quantity(seconds(row), 's')]];

/** What memory is to its operator; none where the trace does not tell it. */
export const regionColumn = <Row extends { readonly region?: string }>(
  rows: readonly Row[],
): readonly TableColumn<Row>[] =>
  rows.some(({ region }) => region !== undefined) ? [[text('As'), ({ region }) => region ?? 'unknown']] : [];

interface DeviceTimes {
  readonly deviceSelf: number;
  readonly deviceTotal: number;
}

export const usesDevice = (rows: readonly DeviceTimes[]): boolean =>
  rows.some(({ deviceTotal }) => deviceTotal > 0);

/** Time on the device, alone and with what is called; none where nothing ran on one. */
export const deviceColumns = <Row extends DeviceTimes>(rows: readonly Row[]): readonly TableColumn<Row>[] =>
  usesDevice(rows)
    ? [
        [number('Device self', 's'), ({ deviceSelf }) => quantity(deviceSelf, 's')],
        [number('Device total', 's'), ({ deviceTotal }) => quantity(deviceTotal, 's')],
      ]
    : [];

/** Middle and extremes of many values in one line. */
export const spread = ({ p50, min, max }: Description, unit: LadderUnit): string =>
  `${formatQuantity(p50, unit)} (${formatQuantity(min, unit)} to ${formatQuantity(max, unit)})`;

export const streamName = ({
  device,
  stream,
}: {
  readonly device?: number;
  readonly stream: number;
}): string => (device === undefined ? `stream ${stream}` : `device ${device}, stream ${stream}`);
