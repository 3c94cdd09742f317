import { GROUPINGS } from '../../src/core/report/types';
import type { Grouping, OperatorRow, OperatorsReport } from '../../src/core/report/types';
import { formatCount, formatShare } from '../../src/core/units/format';
import type { PanelContent } from '../../src/protocol/panel-state';
import { createBarChart } from '../charts/bar-chart';
import type { BarData } from '../charts/bar-data';
import type { ViewContext } from '../context';
import { h } from '../dom';
import { createTable } from '../table/table';
import { dropdown } from '../toolkit';
import { operatorColumns } from './operator-columns';
import { OPERATOR_METRICS } from './operator-metrics';
import type { OperatorMetric } from './operator-metrics';
import type { Panel, PanelView } from './panel';
import { createPageView } from './trace-page';

/** As many bars as can be read at a glance; the table has them all. */
const BARS = 12;

const create = (context: ViewContext): PanelView => {
  const chart = createBarChart(context.theme);
  const table = createTable<OperatorRow>({
    id: 'operators',
    title: 'Operators',
    saved: context.saved,
    initialSort: { column: 'share', direction: 'descending' },
    filterText: ({ name, category, phase, module }) => `${name} ${category} ${phase} ${module ?? ''}`,
    empty: 'No operators were found.',
  });
  let report: OperatorsReport | undefined;

  const metricField = dropdown('Metric', (id) => {
    context.saved.setMetric('operators', id);
    draw();
  });
  const groupingField = dropdown('Group by', (id) => {
    const grouping = GROUPINGS.find((known) => known === id);
    if (grouping !== undefined) context.request(context.host.setGrouping(grouping));
  });
  const page = createPageView(context, 'operators');
  const draw = (): void => {
    if (report === undefined) return;
    const { rows, by } = report;
    const present = OPERATOR_METRICS.filter(({ of }) => rows.some((row) => of(row) !== undefined));
    const metric = present.find(({ id }) => id === context.saved.metric('operators')) ?? present[0];
    metricField.offer(
      present.map(({ id, label }) => ({ id, label })),
      metric?.id ?? '',
    );
    if (metric !== undefined) chart.update(breakdown(rows, by, metric));
    chart.element.hidden = metric === undefined;
    table.update(operatorColumns(rows, by, present, metric), rows);
  };
  return {
    element: h(
      'div',
      {},
      h('div', { class: 'row-of-controls' }, metricField.element, groupingField.element),
      chart.element,
      table.element,
      page.element,
    ),
    update: (content) => {
      report = content.operators;
      const { predictedOn } = content.operators;
      table.setTitle(
        predictedOn === undefined
          ? TITLES[content.kind]
          : `${TITLES[content.kind]}; device time as predicted on ${predictedOn}`,
      );
      groupingField.offer(
        content.groupings.map((id) => ({ id, label: id })),
        report.by,
      );
      draw();
      page.update(content);
    },
  };
};

const TITLES: Readonly<Record<PanelContent['kind'], string>> = {
  model: 'Totals over one pass of the phase (one prefill, one decode step), over the whole batch',
  trace: 'Totals over the whole trace',
};

export const operatorsPanel: Panel = {
  id: 'operators',
  title: 'Operators',
  kinds: ['model', 'trace'],
  create,
};

const breakdown = (rows: readonly OperatorRow[], by: Grouping, metric: OperatorMetric): BarData => {
  const phases = [...new Set(rows.map(({ phase }) => phase))];
  const sums = new Map<string, Map<string, number>>();
  for (const row of rows) {
    const value = metric.of(row);
    if (value === undefined) continue;
    const ofName = sums.get(row.name) ?? new Map<string, number>();
    sums.set(row.name, ofName.set(row.phase, (ofName.get(row.phase) ?? 0) + value));
  }
  const length = (parts: ReadonlyMap<string, number>): number =>
    [...parts.values()].reduce((a, b) => a + b, 0);
  const bars = [...sums].sort(([, a], [, b]) => length(b) - length(a));
  const all = bars.reduce((sum, [, parts]) => sum + length(parts), 0);
  const shown = bars.slice(0, BARS);
  const [largest] = shown;
  const more = bars.length > BARS ? ` The ${BARS} largest of ${formatCount(bars.length)} are drawn.` : '';
  return {
    title: `${metric.label} by ${by}`,
    summary:
      largest === undefined || all === 0
        ? `No ${by} has any.`
        : `${metric.measure.show(all)} in all; the largest share is ${largest[0]} with ` +
          `${formatShare(length(largest[1]) / all)}.${more}`,
    measure: metric.measure,
    labels: shown.map(([name]) => name),
    series: phases.map((phase) => ({ name: phase, values: shown.map(([, parts]) => parts.get(phase)) })),
  };
};
