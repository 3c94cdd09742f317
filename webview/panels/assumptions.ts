import {
  formatBounds,
  formatInput,
  formatNumber,
  formatQuantity,
  UNKNOWN,
} from '../../src/core/units/format';
import { isLadderUnit } from '../../src/core/units/ladders';
import type { Assumption } from '../../src/core/units/provenance';
import type { ViewContext } from '../context';
import { h } from '../dom';
import { createTable } from '../table/table';
import type { Column } from '../table/table';
import { canBeEstimated } from './overview-tiles';
import type { Panel, PanelView } from './panel';

const create = (context: ViewContext): PanelView => {
  const table = createTable<Assumption>({
    id: 'assumptions',
    title: 'Every input the numbers of the chosen accelerator rest on, and where it is from',
    saved: context.saved,
    filterText: ({ id, unit, licence, source, note }) =>
      `${id} ${unit} ${licence ?? UNKNOWN} ${source} ${note ?? ''}`,
    empty: 'Nothing was assumed.',
  });
  const whatIf = h('div');
  return {
    element: h('div', {}, whatIf, table.element),
    whatIf,
    update: (content) => {
      whatIf.hidden = !canBeEstimated(content);
      table.update(assumptionColumns, content.assumptions);
    },
  };
};

export const assumptionsPanel: Panel = {
  id: 'assumptions',
  title: 'Assumptions',
  kinds: ['model', 'trace'],
  create,
};

const JOULES_PER_KWH = 3.6e6;

/** Quantities by their ladder, other numbers as they were given, both with their unit. */
export const amountText = (value: number, unit: string): string => {
  if (unit === 'kWh') return formatQuantity(value * JOULES_PER_KWH, 'J');
  return isLadderUnit(unit) ? formatQuantity(value, unit) : `${formatInput(value)} ${unit}`.trimEnd();
};

const valueText = ({ value, unit }: Assumption): string =>
  typeof value === 'string' ? value : amountText(value, unit);

const boundsText = ({ value, low, high, unit }: Assumption): string => {
  if (low === undefined || high === undefined || typeof value === 'string') return '';
  return isLadderUnit(unit)
    ? formatBounds({ low, mid: value, high }, unit)
    : `${formatNumber(low)} – ${formatNumber(high)}`;
};

export const assumptionColumns: readonly Column<Assumption>[] = [
  { id: 'id', title: 'Input', kind: 'text', value: ({ id }) => id, show: ({ id }) => id },
  { id: 'value', title: 'Value', kind: 'amount', value: ({ value }) => value, show: valueText },
  { id: 'bounds', title: 'Low – high', kind: 'number', value: ({ low }) => low, show: boundsText },
  {
    id: 'year',
    title: 'Year',
    kind: 'number',
    value: ({ year }) => year,
    show: ({ year }) => (year === undefined ? UNKNOWN : String(year)),
  },
  {
    id: 'licence',
    title: 'Licence',
    kind: 'text',
    value: ({ licence }) => licence ?? UNKNOWN,
    show: ({ licence }) => licence ?? UNKNOWN,
  },
  {
    id: 'source',
    title: 'Source',
    kind: 'long',
    value: ({ source }) => source,
    show: ({ source }) => source,
  },
  { id: 'note', title: 'Note', kind: 'long', value: ({ note }) => note, show: ({ note }) => note ?? '' },
];
