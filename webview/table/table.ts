/** A sortable, filterable table. Sorting and filtering keep the header, and with it the reader's focus. */
import { h, uniqueId } from '../dom';
import type { Child } from '../dom';
import type { SavedState, Sort } from '../saved-state';
import { textField } from '../toolkit';
import { createSortHeader } from './header';
import type { ColumnKind } from './header';
import { sortRows } from './sort';
import type { Sortable } from './sort';

export interface Column<Row> {
  readonly id: string;
  readonly title: string;
  readonly kind: ColumnKind;
  /** What is sorted by; unknown values stay last in both directions. */
  readonly value: (row: Row) => Sortable;
  readonly show: (row: Row) => Child;
}

export interface TableOptions<Row> {
  /** Names the saved order. */
  readonly id: string;
  readonly title: string;
  /** For screen readers alone, where the column's title says as much to the eye. */
  readonly titleSpoken?: boolean;
  readonly saved: SavedState;
  readonly initialSort?: Sort;
  /** Offers a field that keeps rows whose text contains what is typed. */
  readonly filterText?: (row: Row) => string;
  readonly empty: string;
}

export interface Table<Row> {
  readonly element: HTMLElement;
  readonly setTitle: (title: string) => void;
  /** The first column heads the rows. */
  update(columns: readonly Column<Row>[], rows: readonly Row[]): void;
}

/** More rows than this are shown on demand. */
const PAGE = 200;

export const createTable = <Row>(options: TableOptions<Row>): Table<Row> => {
  const titleId = uniqueId('table');
  const title = h(
    'h2',
    { id: titleId, class: options.titleSpoken === true ? 'spoken' : 'table-title' },
    options.title,
  );
  const body = h('tbody');
  const status = h('p', { class: 'quiet', role: 'status' });
  const more = h('button', { type: 'button', class: 'more', hidden: true });
  const header = createSortHeader(options.id, options.saved, options.initialSort, () => fill());
  const table = h('table', { 'aria-labelledby': titleId }, h('thead', {}, header.element), body);
  const scroll = h(
    'div',
    { class: 'table-scroll', role: 'region', 'aria-labelledby': titleId, tabindex: 0 },
    table,
  );

  let columns: readonly Column<Row>[] = [];
  let rows: readonly Row[] = [];
  let filter = '';
  let limit = PAGE;

  const fill = (): void => {
    const kept =
      filter === '' ? rows : rows.filter((row) => matches(options.filterText?.(row) ?? '', filter));
    const sort = header.sort();
    const column = columns.find(({ id }) => id === sort?.column);
    const sorted =
      sort === undefined || column === undefined ? kept : sortRows(kept, column.value, sort.direction);
    body.replaceChildren(...sorted.slice(0, limit).map((row) => rowOf(columns, row)));
    status.textContent = describe(rows.length, kept.length, Math.min(limit, kept.length), options.empty);
    more.hidden = kept.length <= limit;
    more.textContent = `Show all ${kept.length.toLocaleString('en-US')} rows`;
  };
  more.addEventListener('click', () => {
    limit = Number.POSITIVE_INFINITY;
    fill();
    scroll.focus();
  });
  const search = textField('Filter', (text) => {
    filter = text;
    fill();
  });
  const tools =
    options.filterText === undefined ? undefined : h('div', { class: 'table-tools' }, search.element);
  return {
    element: h('div', { class: 'table' }, title, tools, scroll, status, more),
    setTitle: (text) => {
      title.textContent = text;
    },
    update: (nextColumns, nextRows) => {
      const same =
        nextColumns.length === columns.length &&
        nextColumns.every(({ id, title: name }, i) => id === columns[i]?.id && name === columns[i]?.title);
      columns = nextColumns;
      rows = nextRows;
      if (!same) header.show(columns);
      fill();
    },
  };
};

const matches = (text: string, filter: string): boolean =>
  text.toLowerCase().includes(filter.trim().toLowerCase());

const rowOf = <Row>(columns: readonly Column<Row>[], row: Row): HTMLTableRowElement =>
  h(
    'tr',
    {},
    ...columns.map(({ kind, show }, index) =>
      index === 0 ? h('th', { scope: 'row', class: kind }, show(row)) : h('td', { class: kind }, show(row)),
    ),
  );

const describe = (all: number, kept: number, shown: number, empty: string): string => {
  const count = (value: number): string => value.toLocaleString('en-US');
  if (all === 0) return empty;
  if (kept === 0) return 'No row matches the filter.';
  const of = kept === all ? '' : ` of ${count(all)}`;
  if (all === 1) return '1 row.';
  return shown < kept ? `${count(shown)} of ${count(kept)} rows shown.` : `${count(kept)}${of} rows.`;
};
