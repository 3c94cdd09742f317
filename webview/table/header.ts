/** The head of a sortable table. Its buttons stay while rows change, and with them the reader's focus. */
import { h } from '../dom';
import type { SavedState, Sort } from '../saved-state';

/** `long` texts and `amount`s, which are numbers with words, break; the others stay on one line. */
export type ColumnKind = 'text' | 'long' | 'number' | 'amount';

interface Heading {
  readonly id: string;
  readonly title: string;
  readonly kind: ColumnKind;
}

export interface SortHeader {
  readonly element: HTMLTableRowElement;
  show(columns: readonly Heading[]): void;
  /** The order in effect. */
  sort(): Sort | undefined;
}

/** `id` names the saved order; `onOrder` hears of a new one. */
export const createSortHeader = (
  id: string,
  saved: SavedState,
  initial: Sort | undefined,
  onOrder: () => void,
): SortHeader => {
  const element = h('tr');
  const sort = (): Sort | undefined => saved.sort(id) ?? initial;
  const order = ({ id: column, kind }: Heading): void => {
    const now = sort();
    const first = kind === 'number' || kind === 'amount' ? 'descending' : 'ascending';
    const other = first === 'descending' ? 'ascending' : 'descending';
    const direction = now?.column === column && now.direction === first ? other : first;
    saved.setSort(id, { column, direction });
    for (const cell of element.cells) markSorted(cell, sort());
    onOrder();
  };
  return {
    element,
    sort,
    show: (columns) => {
      element.replaceChildren(...columns.map((column) => headingOf(column, sort(), order)));
    },
  };
};

const headingOf = (
  column: Heading,
  sort: Sort | undefined,
  order: (column: Heading) => void,
): HTMLTableCellElement => {
  const press = h('button', { type: 'button' }, column.title);
  press.addEventListener('click', () => order(column));
  const cell = h('th', { scope: 'col', class: column.kind, 'data-column': column.id }, press);
  markSorted(cell, sort);
  return cell;
};

const markSorted = (cell: HTMLTableCellElement, sort: Sort | undefined): void => {
  const direction = sort !== undefined && sort.column === cell.dataset['column'] ? sort.direction : 'none';
  cell.setAttribute('aria-sort', direction);
};
