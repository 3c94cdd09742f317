import type { Grouping, OperatorRow } from '../../src/core/report/types';
import { formatCount, formatShare } from '../../src/core/units/format';
import { eventName } from '../controls/event-name';
import type { Column } from '../table/table';
import type { OperatorMetric } from './operator-metrics';

/** Columns for what the rows of this grouping have; `share` is of the metric chosen. */
export const operatorColumns = (
  rows: readonly OperatorRow[],
  by: Grouping,
  present: readonly OperatorMetric[],
  metric: OperatorMetric | undefined,
): readonly Column<OperatorRow>[] => {
  const text = (
    id: string,
    title: string,
    of: (row: OperatorRow) => string | undefined,
    kind: 'text' | 'long' = 'text',
  ): Column<OperatorRow> => ({
    id,
    title,
    kind,
    value: of,
    show: (row) => eventName(of(row) ?? ''),
  });
  const all = rows.reduce((sum, row) => sum + (metric?.of(row) ?? 0), 0);
  const shareOf = (row: OperatorRow): number | undefined => {
    const value = metric?.of(row);
    return value === undefined || all === 0 ? undefined : value / all;
  };
  const several = rows.some(({ phase }) => phase !== rows[0]?.phase);
  const hasModules = by === 'operator' && rows.some(({ module }) => module !== undefined);
  return [
    text('name', titleOf[by], ({ name }) => name, 'long'),
    ...(by === 'category' ? [] : [text('category', 'Category', ({ category }) => category)]),
    ...(by === 'phase' || !several ? [] : [text('phase', 'Phase', ({ phase }) => phase)]),
    ...(hasModules ? [text('module', 'Module', ({ module }) => module, 'long')] : []),
    {
      id: 'count',
      title: 'Count',
      kind: 'number',
      value: ({ count }) => count,
      show: ({ count }) => formatCount(count),
    },
    ...present.map(({ id, label, of, measure, none }): Column<OperatorRow> => ({
      id,
      title: label,
      kind: 'number',
      value: of,
      show: (row) => (none?.(row) === true ? NONE : measure.show(of(row))),
    })),
    {
      id: 'share',
      title: `Share`,
      kind: 'number',
      value: shareOf,
      show: (row) => (metric?.none?.(row) === true ? NONE : formatShare(shareOf(row))),
    },
  ];
};

const NONE = '–';

const titleOf: Readonly<Record<Grouping, string>> = {
  operator: 'Operator',
  category: 'Category',
  module: 'Module',
  phase: 'Phase',
  kernel: 'Kernel',
};
