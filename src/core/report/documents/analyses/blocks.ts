import type { AnalysisName, AnalysisResults } from '../../../traces/analysis/registry';
import type { Description } from '../../../traces/analysis/describe';
import { formatQuantity } from '../../../units/format';
import type { LadderUnit } from '../../../units/ladders';
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

/** A table from rows and, per column, what it shows of a row. */
export const tableOf = <Row>(
  rows: readonly Row[],
  ...columns: readonly (readonly [column: Column, cell: (row: Row) => Cell])[]
): TableBlock => ({
  kind: 'table',
  columns: columns.map(([column]) => column),
  rows: rows.map((row) => columns.map(([, cell]) => cell(row))),
});

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
