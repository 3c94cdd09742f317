import { count, number, quantity, text } from '../cells';
import type { ReportDocument } from '../document';
import type { OperatorRow, OperatorsReport } from '../types';

const OPTIONAL = [
  { key: 'flops', title: 'FLOPs', unit: 'flop' },
  { key: 'bytes', title: 'Bytes', unit: 'B' },
  { key: 'hostSeconds', title: 'Host time', unit: 's' },
  { key: 'deviceSeconds', title: 'Device time', unit: 's' },
] as const;

const nameOf = ({ module, name }: OperatorRow): string => module ?? name;

/** The breakdown as a table; columns that no row knows are left out. */
export const operatorsDocument = (
  name: string,
  { by, rows, predictedOn }: OperatorsReport,
): ReportDocument => {
  const columns = OPTIONAL.filter(({ key }) => rows.some((row) => row[key] !== undefined));
  const withParameters = rows.some(({ parameters }) => parameters !== undefined);
  return {
    title: `${name}: by ${by}, one pass of each phase${predictedOn === undefined ? '' : `, device time predicted on ${predictedOn}`}`,
    blocks: [
      {
        kind: 'table',
        columns: [
          text(by[0]?.toUpperCase() + by.slice(1)),
          ...(by === 'category' ? [] : [text('Category')]),
          text('Phase'),
          number('Count'),
          ...(withParameters ? [number('Parameters')] : []),
          ...columns.map(({ title, unit }) => number(title, unit)),
        ],
        rows: rows.map((row) => [
          nameOf(row),
          ...(by === 'category' ? [] : [row.category]),
          row.phase,
          count(row.count),
          ...(withParameters ? [count(row.parameters)] : []),
          ...columns.map(({ key, unit }) => quantity(row[key], unit)),
        ]),
      },
    ],
  };
};
