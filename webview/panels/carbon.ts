import type { Estimate } from '../../src/core/estimate/estimate-types';
import { formatQuantity, formatRange, formatShare } from '../../src/core/units/format';
import type { Range } from '../../src/core/units/range';
import type { Assumption } from '../../src/core/units/provenance';
import type { PanelContent } from '../../src/protocol/panel-state';
import { createBarChart } from '../charts/bar-chart';
import type { BarData } from '../charts/bar-data';
import type { ViewContext } from '../context';
import { h } from '../dom';
import { quantity } from '../measure';
import { sortRows } from '../table/sort';
import { createTable } from '../table/table';
import type { Column } from '../table/table';
import { assumptionColumns } from './assumptions';
import { embodiedCarbon, operationalCarbon, totalCarbon } from './hardware-metrics';
import { carbonBasis, deploymentName } from './names';
import { canBeEstimated } from './overview-tiles';
import type { Panel, PanelView } from './panel';
import { createTornado } from './tornado';

const create = (context: ViewContext): PanelView => {
  const whatIf = h('div');
  const chart = createBarChart(context.theme);
  const table = createTable<Estimate>({
    id: 'carbon',
    title: 'Best estimate, with low and high in brackets',
    saved: context.saved,
    initialSort: { column: 'total', direction: 'ascending' },
    empty: 'No accelerator has an estimate.',
  });
  const tornado = createTornado(context);
  const basis = createTable<Assumption>({
    id: 'carbon-assumptions',
    title: 'What the carbon of the chosen accelerator rests on',
    saved: context.saved,
    empty: 'There is no estimate for this accelerator.',
  });
  return {
    element: h('div', {}, whatIf, chart.element, table.element, tornado.element, basis.element),
    whatIf,
    update: (content) => {
      for (const part of [whatIf, chart.element, tornado.element, basis.element])
        part.hidden = !canBeEstimated(content);
      const { rows } = content.comparison;
      chart.update(bars(content));
      const [example] = rows;
      const per = example === undefined ? '' : carbonBasis(example).per;
      table.setTitle(`Best estimate${per}, with low and high in brackets`);
      table.update(columns(content), rows);
      tornado.update(content);
      basis.update(assumptionColumns, content.assumptions.filter(isAboutCarbon));
    },
  };
};

export const carbonPanel: Panel = { id: 'carbon', title: 'Carbon', kinds: ['model', 'trace'], create };

/** Grid, site, power and manufacture; not the arithmetic of the workload. */
const isAboutCarbon = ({ id }: Assumption): boolean =>
  /^(grid|site|power|embodied)\.|^hardware\.(lifetime|utilization)$/.test(id);

/** Total where both parts are known, else the part that is. */
const known = (row: Estimate): Range<number> | undefined =>
  totalCarbon(row) ?? operationalCarbon(row) ?? embodiedCarbon(row);

const bars = (content: PanelContent): BarData => {
  const rows = sortRows(content.comparison.rows, (row) => totalCarbon(row)?.mid, 'ascending');
  const [first] = rows;
  const per = first === undefined ? '' : carbonBasis(first).per;
  const measure = quantity('gCO2e', per);
  const best = rows.find((row) => row.fits && totalCarbon(row) !== undefined);
  return {
    title: `Carbon${per}`,
    summary:
      best === undefined
        ? 'No accelerator has both operational and embodied carbon known.'
        : `Least is ${deploymentName(content, best)} with ${formatRange(totalCarbon(best), 'gCO2e')}${per}, ` +
          `of which ${formatQuantity(embodiedCarbon(best)?.mid, 'gCO2e')} are embodied. The lines show low to high.`,
    measure,
    labels: rows.map((row) => `${deploymentName(content, row)}${noteOf(row)}`),
    series: [
      { name: 'operational', values: rows.map((row) => operationalCarbon(row)?.mid) },
      { name: 'embodied', values: rows.map((row) => embodiedCarbon(row)?.mid) },
    ],
    ranges: rows.map(known),
  };
};

const noteOf = (row: Estimate): string => {
  if (!row.fits) return ' (does not fit)';
  if (known(row) === undefined) return ' (unknown)';
  if (operationalCarbon(row) === undefined) return ' (operational unknown)';
  return embodiedCarbon(row) === undefined ? ' (embodied unknown)' : '';
};

const columns = (content: PanelContent): readonly Column<Estimate>[] => {
  const part = (
    id: string,
    title: string,
    of: (row: Estimate) => Range<number> | undefined,
  ): Column<Estimate> => ({
    id,
    title,
    kind: 'number',
    value: (row) => of(row)?.mid,
    show: (row) => formatRange(of(row), 'gCO2e'),
  });
  return [
    {
      id: 'accelerator',
      title: 'Accelerator',
      kind: 'text',
      value: (row) => deploymentName(content, row),
      show: (row) => deploymentName(content, row),
    },
    part('operational', 'Operational', operationalCarbon),
    part('embodied', 'Embodied', embodiedCarbon),
    part('total', 'Total', totalCarbon),
    {
      id: 'share',
      title: 'Embodied share',
      kind: 'number',
      value: embodiedShare,
      show: (row) => formatShare(embodiedShare(row)),
    },
  ];
};

const embodiedShare = (row: Estimate): number | undefined => {
  const [part, whole] = [embodiedCarbon(row), totalCarbon(row)];
  return part === undefined || whole === undefined || whole.mid === 0 ? undefined : part.mid / whole.mid;
};
