import type { Cell } from '../../src/core/report/document';
import type { BarsBlock, PageBlock } from '../../src/core/report/pages/page';
import { cellText } from '../../src/core/report/document';
import { createBarChart } from '../charts/bar-chart';
import { createCurveChart } from '../charts/curve-chart';
import { createMap } from '../charts/map';
import { createScatterChart } from '../charts/scatter-chart';
import { createFlameChart } from '../charts/flame/flame-chart';
import type { ViewContext } from '../context';
import { h } from '../dom';
import { quantity } from '../measure';
import { cellColumns } from '../table/cell-columns';
import { createTable } from '../table/table';
import { createTreeTable, MANY_ROWS } from '../table/tree-table';

/** One block of a page; `id` names what is saved of it. */
export const blockElement = (block: PageBlock, id: string, context: ViewContext): HTMLElement => {
  switch (block.kind) {
    case 'note':
      return h('p', {}, block.text);
    case 'facts':
      return h(
        'section',
        {},
        block.heading === undefined ? undefined : h('h2', { class: 'table-title' }, block.heading),
        h(
          'dl',
          { class: 'facts' },
          ...block.facts.flatMap(([label, value]) => [h('dt', {}, label.trim()), h('dd', {}, value)]),
        ),
      );
    case 'table': {
      const { heading, columns, rows } = block;
      const title = heading ?? columns[0]?.title ?? '';
      const table = createTable<readonly Cell[]>({
        id: `${id}-${title}`,
        title,
        titleSpoken: heading === undefined,
        saved: context.saved,
        ...(rows.length > MANY_ROWS
          ? { filterText: (cells: readonly Cell[]) => cells.map(cellText).join(' ') }
          : {}),
        empty: 'There are none.',
      });
      table.update(cellColumns(columns, rows, context), rows);
      return table.element;
    }
    case 'tree':
      return createTreeTable(`${id}-${block.heading}`, block, context);
    case 'flame':
      return createFlameChart(block, context);
    case 'bars':
      return bars(block, context);
    case 'map':
      return createMap(block);
    case 'scatter':
      return createScatterChart(block, context.theme);
    case 'curve':
      return createCurveChart(block, context.theme);
  }
};

const bars = ({ unit, ...data }: BarsBlock, context: ViewContext): HTMLElement => {
  const chart = createBarChart(context.theme);
  chart.update({ ...data, measure: quantity(unit) });
  return chart.element;
};
