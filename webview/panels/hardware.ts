import type { Estimate } from '../../src/core/estimate/estimate-types';
import { formatQuantity } from '../../src/core/units/format';
import type { PanelContent } from '../../src/protocol/panel-state';
import { createBarChart } from '../charts/bar-chart';
import type { BarData } from '../charts/bar-data';
import type { ViewContext } from '../context';
import { choiceList } from '../controls/choice-list';
import { h } from '../dom';
import type { Sort } from '../saved-state';
import { sortRows } from '../table/sort';
import { createTable } from '../table/table';
import type { Column } from '../table/table';
import { dropdown } from '../toolkit';
import { HARDWARE_METRICS, measureOf } from './hardware-metrics';
import type { HardwareMetric } from './hardware-metrics';
import { acceleratorName, deploymentName } from './names';
import { canBeEstimated } from './overview-tiles';
import type { Panel, PanelView } from './panel';

/** Pixels from which on the table of a row an accelerator has room. */
const WIDE = 900;
/** More accelerators than these have no room side by side in a narrow panel. */
const MOST_ACROSS = 4;

/** The table with rows and columns changed over: a row a metric. */
const sideways = (columns: readonly Column<Estimate>[], rows: readonly Estimate[]): HTMLTableElement => {
  const [head, ...metrics] = columns;
  return h(
    'table',
    { class: 'turned' },
    h('caption', { class: 'table-title' }, 'The same workload on each accelerator; the best value is marked'),
    h('thead', {}, h('tr', {}, h('td'), ...rows.map((row) => h('th', { scope: 'col' }, head?.show(row))))),
    h(
      'tbody',
      {},
      ...metrics.map(({ title, show }) =>
        h('tr', {}, h('th', { scope: 'row' }, title), ...rows.map((row) => h('td', {}, show(row)))),
      ),
    ),
  );
};

const create = (context: ViewContext): PanelView => {
  const chart = createBarChart(context.theme);
  const table = createTable<Estimate>({
    id: 'hardware',
    title: 'The same workload on each accelerator; the best value of a column is marked',
    saved: context.saved,
    initialSort: { column: 'throughput', direction: 'descending' },
    empty: 'There is nothing to compare with: no accelerator has an estimate.',
  });
  const narrow = h('div');
  const parts = choiceList('Compared', (ids) => context.request(context.host.compareHardware(ids)));
  let content: PanelContent | undefined;
  const metricField = dropdown('Compare by', (id) => {
    context.saved.setMetric('hardware', id);
    draw();
  });
  metricField.element.classList.add('wide');
  const draw = (): void => {
    if (content === undefined) return;
    const { rows } = content.comparison;
    const present = HARDWARE_METRICS.filter(({ of }) => rows.some((row) => of(row) !== undefined));
    const metric = present.find(({ id }) => id === context.saved.metric('hardware')) ?? present[0];
    metricField.offer(
      present.map(({ id, label }) => ({ id, label })),
      metric?.id ?? '',
    );
    chart.element.hidden = metric === undefined;
    if (metric !== undefined) chart.update(comparison(content, metric));
    const shown = columns(content, present);
    table.update(shown, rows);
    narrow.replaceChildren(sideways(shown, rows));
    layOut();
  };
  /** Side by side the metrics, or, where they have no room, the accelerators. */
  const layOut = (): void => {
    const width = element.clientWidth;
    const rows = content?.comparison.rows.length ?? 0;
    const turned = width > 0 && width < WIDE && rows <= MOST_ACROSS;
    table.element.hidden = turned;
    narrow.hidden = !turned;
  };
  const whatIf = h('div');
  const choice = h('div', { class: 'row-of-controls' }, metricField.element);
  const element = h('div', {}, whatIf, choice, parts.element, chart.element, table.element, narrow);
  new ResizeObserver(layOut).observe(element);
  return {
    element,
    whatIf,
    update: (next) => {
      content = next;
      for (const control of [whatIf, choice, parts.element]) control.hidden = !canBeEstimated(next);
      parts.offer(
        next.choices.accelerators,
        next.comparison.rows.map(({ deployment }) => deployment.accelerator),
      );
      draw();
    },
  };
};

export const hardwarePanel: Panel = { id: 'hardware', title: 'Hardware', kinds: ['model', 'trace'], create };

/** Best first; parts of which the value is unknown last. */
const comparison = (content: PanelContent, metric: HardwareMetric): BarData => {
  const rows = sortRows(content.comparison.rows, metric.of, directionOf(metric));
  const [first] = rows;
  const known = rows.filter((row) => metric.of(row) !== undefined);
  const fitting = known.filter(({ fits }) => fits);
  const [best] = fitting;
  const worst = fitting.at(-1);
  const measure =
    first === undefined ? { show: String, axis: () => ({ size: 1, label: '' }) } : measureOf(metric, first);
  const told = (row: Estimate): string =>
    `${deploymentName(content, row)} with ${measure.show(metric.of(row))}`;
  return {
    title: `${metric.label}${metric.better === undefined ? '' : ` (${metric.better} is better)`}`,
    summary:
      best === undefined || worst === undefined
        ? 'The workload fits on none of these accelerators.'
        : `${metric.better === undefined ? 'Least' : 'Best'} is ${told(best)}${worst === best ? '' : `, last ${told(worst)}`}.` +
          (known.length > fitting.length
            ? ` It does not fit on ${known.length - fitting.length} of them.`
            : '') +
          (metric.range === undefined ? '' : ' The lines show low to high.'),
    measure,
    labels: rows.map((row) => `${deploymentName(content, row)}${row.fits ? '' : ' (does not fit)'}`),
    series: [{ name: metric.label, values: rows.map(metric.of) }],
    ...(metric.range === undefined ? {} : { ranges: rows.map(metric.range) }),
  };
};

const directionOf = ({ better }: HardwareMetric): Sort['direction'] =>
  better === 'higher' ? 'descending' : 'ascending';

/** The report's own choice where it makes one, so that panel and prompt agree. */
const isBest = (
  { comparison: { best, rows } }: PanelContent,
  metric: HardwareMetric,
  row: Estimate,
): boolean => {
  if (metric.better === undefined) return false;
  if (metric.best !== undefined) return best[metric.best] === row.deployment.accelerator;
  return (
    sortRows(
      rows.filter(({ fits }) => fits),
      metric.of,
      directionOf(metric),
    )[0] === row && metric.of(row) !== undefined
  );
};

const columns = (content: PanelContent, present: readonly HardwareMetric[]): readonly Column<Estimate>[] => {
  const [example] = content.comparison.rows;
  const per = ({ per: of }: HardwareMetric): string => (example === undefined ? '' : (of?.(example) ?? ''));
  return [
    {
      id: 'accelerator',
      title: 'Accelerator',
      kind: 'text',
      value: ({ deployment }) => acceleratorName(content, deployment.accelerator),
      show: (row) => deploymentName(content, row),
    },
    { id: 'fits', title: 'Fits', kind: 'text', value: ({ fits }) => (fits ? 'yes' : 'no'), show: fitText },
    ...present.map((metric): Column<Estimate> => ({
      id: metric.id,
      title: `${metric.column}${per(metric)}`,
      kind: 'number',
      value: metric.of,
      show: (row) => {
        const text = metric.measure(row, '').show(metric.of(row));
        return isBest(content, metric, row)
          ? h('strong', {}, `★ ${text}`, h('span', { class: 'spoken' }, ' (best)'))
          : text;
      },
    })),
    { id: 'bound', title: 'Waits for', kind: 'text', value: boundText, show: boundText },
  ];
};

const fitText = ({ fits, memory }: Estimate): string => {
  if (fits) return 'yes';
  return memory?.missing === undefined ? 'no' : `no, ${formatQuantity(memory.missing, 'B')} too little`;
};

const boundText = ({ phases }: Estimate): string =>
  phases.map(({ name, bound }) => `${name}: ${bound}`).join(', ');
