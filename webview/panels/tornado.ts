import type { TornadoRow } from '../../src/core/carbon/uncertainty/uncertain';
import type { Estimate } from '../../src/core/estimate/estimate-types';
import { drawNote } from '../../src/core/report/documents/uncertainty';
import { formatBounds, formatQuantity } from '../../src/core/units/format';
import type { PanelContent } from '../../src/protocol/panel-state';
import { createBarChart } from '../charts/bar-chart';
import type { BarData } from '../charts/bar-data';
import type { ViewContext } from '../context';
import { h } from '../dom';
import { quantity } from '../measure';
import { createTable } from '../table/table';
import type { Column } from '../table/table';
import { amountText } from './assumptions';
import { carbonBasis, deploymentName } from './names';
import type { PanelView } from './panel';

/** Inputs beyond these are in the table alone: their bars would be slivers. */
const MOST_BARS = 12;

/** Which input moves the carbon of the chosen accelerator most: a chart, the same as a table, and how it was drawn. */
export const createTornado = (context: ViewContext): PanelView => {
  const chart = createBarChart(context.theme);
  const table = createTable<TornadoRow>({
    id: 'tornado',
    title: 'Carbon with one input at either end of its range, all others at their best estimate',
    saved: context.saved,
    initialSort: { column: 'moves', direction: 'descending' },
    empty: 'Every input is certain, or the carbon is not known.',
  });
  const drawn = h('p', { class: 'summary' });
  return {
    element: h('section', {}, chart.element, drawn, table.element),
    update: (content) => {
      const own = ownEstimate(content);
      const rows = own?.tornado ?? [];
      chart.element.hidden = rows.length === 0;
      if (own !== undefined && rows.length > 0) chart.update(bars(content, own, rows));
      drawn.textContent = own === undefined ? '' : drawNote(own);
      table.update(own === undefined ? [] : columns(own), rows);
    },
  };
};

/** The row of the chosen accelerator: a comparison's rows alone are drawn. */
const ownEstimate = ({ comparison, deployment }: PanelContent): Estimate | undefined =>
  comparison.rows.find((row) => row.deployment.accelerator === deployment.accelerator);

const bars = (content: PanelContent, own: Estimate, rows: readonly TornadoRow[]): BarData => {
  const { factor, per } = carbonBasis(own);
  const shown = rows.slice(0, MOST_BARS);
  const best = own.carbon.total ?? own.carbon.operational;
  const [first] = rows;
  const { uncertainty } = own;
  return {
    title: `What moves the carbon of ${deploymentName(content, own)} most`,
    summary:
      (first === undefined
        ? ''
        : `Most moves ${first.id}: from ${formatQuantity(first.atLow * factor, 'gCO2e')} to ` +
          `${formatQuantity(first.atHigh * factor, 'gCO2e')}${per}. `) +
      (uncertainty === undefined
        ? ''
        : `In 9 of 10 draws it is ${formatBounds(
            {
              low: uncertainty.p5 * factor,
              mid: uncertainty.p50 * factor,
              high: uncertainty.p95 * factor,
            },
            'gCO2e',
          )}${per}.`),
    measure: quantity('gCO2e', per),
    labels: shown.map(({ id }) => id),
    series: [
      { name: 'input at its low', values: shown.map(({ atLow }) => atLow * factor) },
      { name: 'input at its high', values: shown.map(({ atHigh }) => atHigh * factor) },
    ],
    ...(best === undefined ? {} : { from: best.mid * factor }),
  };
};

const columns = (own: Estimate): readonly Column<TornadoRow>[] => {
  const { factor, per } = carbonBasis(own);
  const carbon = (id: string, title: string, of: (row: TornadoRow) => number): Column<TornadoRow> => ({
    id,
    title: `${title}${per}`,
    kind: 'number',
    value: of,
    show: (row) => formatQuantity(of(row) * factor, 'gCO2e'),
  });
  const end = (id: 'low' | 'high', title: string): Column<TornadoRow> => ({
    id,
    title,
    kind: 'number',
    value: (row) => row[id],
    show: (row) => amountText(row[id], row.unit),
  });
  return [
    { id: 'id', title: 'Input', kind: 'text', value: ({ id }) => id, show: ({ id }) => id },
    end('low', 'From'),
    end('high', 'To'),
    carbon('atLow', 'Carbon at its low', ({ atLow }) => atLow),
    carbon('atHigh', 'Carbon at its high', ({ atHigh }) => atHigh),
    {
      id: 'moves',
      title: 'Moves it',
      kind: 'number',
      value: movedBy,
      show: (row) => formatQuantity(movedBy(row) * factor, 'gCO2e'),
    },
  ];
};

const movedBy = ({ atLow, atHigh }: TornadoRow): number => Math.abs(atHigh - atLow);
