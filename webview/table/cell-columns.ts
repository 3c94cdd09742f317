import type { Cell, Column as ReportColumn } from '../../src/core/report/document';
import { cellText } from '../../src/core/report/document';
import type { Sortable } from './sort';
import type { ViewContext } from '../context';
import { codeLink } from '../controls/code-link';
import { eventName } from '../controls/event-name';
import { h } from '../dom';
import type { Child } from '../dom';
import type { ColumnKind } from './header';

type Cells = readonly Cell[];

export interface CellColumn {
  readonly id: string;
  readonly title: string;
  readonly kind: ColumnKind;
  readonly value: (cells: Cells) => Sortable;
  readonly show: (cells: Cells) => Child;
}

/** Texts longer than this break. */
const SHORT_TEXT = 24;

/**
 * The columns of a report's table; numbers are sorted by their value in the base unit, unknown ones have none. What stands in
 * a source leads there.
 */
export const cellColumns = (
  columns: readonly ReportColumn[],
  rows: readonly Cells[],
  context: ViewContext,
): readonly CellColumn[] =>
  columns.map(({ title, numeric }, place) => {
    const textOf = (cells: Cells): string => cellText(cells[place] ?? '');
    const isLong = place === 0 || rows.some((cells) => textOf(cells).length > SHORT_TEXT);
    return {
      id: title,
      title,
      kind: numeric === true ? 'number' : isLong ? 'long' : 'text',
      value: (cells) => {
        const cell = cells[place];
        if (numeric !== true) return textOf(cells);
        return typeof cell === 'object' ? cell.value : undefined;
      },
      show: (cells) => {
        const cell = cells[place];
        if (typeof cell === 'object' && cell.places !== undefined)
          return codeLink(cell.text, cell.places, context);
        if (typeof cell === 'object' && cell.href !== undefined)
          return h('a', { href: cell.href }, cell.text);
        return eventName(textOf(cells));
      },
    };
  });
