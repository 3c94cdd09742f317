/** A table whose rows open to show the rows under them. Rows under one parent are sorted among themselves. */
import type { TreeBlock, TreeRow } from '../../src/core/report/pages/page';
import { placeText } from '../../src/core/report/cells';
import { cellText } from '../../src/core/report/document';
import { formatCount } from '../../src/core/units/format';
import { h, uniqueId } from '../dom';
import type { ViewContext } from '../context';
import { codeLink } from '../controls/code-link';
import { button, textField } from '../toolkit';
import { cellColumns } from './cell-columns';
import type { CellColumn } from './cell-columns';
import { createSortHeader } from './header';
import { sortRows } from './sort';

/** Tables of more rows than these can be filtered. */
export const MANY_ROWS = 15;

/** So many roots or fewer are open at first, and below them whatever stands alone. */
const FEW_ROOTS = 3;

export const createTreeTable = (
  id: string,
  { heading, columns: titles, roots }: TreeBlock,
  context: ViewContext,
): HTMLElement => {
  const { saved } = context;
  const titleId = uniqueId('tree');
  const all = withDescendants(roots);
  const columns = cellColumns(
    titles,
    all.map(({ cells }) => cells),
    context,
  );
  const open = new Set<TreeRow>(roots.length <= FEW_ROOTS ? roots.flatMap(onlyChildren) : []);
  /** Rows that the filter lets through; all where absent. */
  let found: Set<TreeRow> | undefined;
  /** Open because they lead to such rows. */
  const leading = new Set<TreeRow>();
  const isOpen = (row: TreeRow): boolean => open.has(row) || leading.has(row);
  const body = h('tbody');
  const status = h('p', { class: 'quiet', role: 'status' });

  const fill = (): void => {
    const sort = header.sort();
    const column = columns.find((candidate) => candidate.id === sort?.column);
    const inOrder = (rows: readonly TreeRow[]): readonly TreeRow[] =>
      sort === undefined || column === undefined
        ? rows
        : sortRows(rows, ({ cells }) => column.value(cells), sort.direction);
    const rowsUnder = (rows: readonly TreeRow[], depth: number): readonly HTMLTableRowElement[] =>
      inOrder(rows)
        .filter((row) => found === undefined || found.has(row))
        .flatMap((row) => [rowOf(row, depth), ...(isOpen(row) ? rowsUnder(row.children, depth + 1) : [])]);
    body.replaceChildren(...rowsUnder(roots, 0));
    status.textContent =
      found?.size === 0
        ? 'No row matches the filter.'
        : `${formatCount(body.rows.length)} of ${formatCount(all.length)} rows shown.`;
  };
  /** Shows the rows that match, each under those it stands in and with all that it has. */
  const filter = (text: string): void => {
    const wanted = text.trim().toLowerCase();
    found = wanted === '' ? undefined : new Set();
    leading.clear();
    if (found !== undefined) for (const root of roots) addMatches(root, wanted, found, leading);
    fill();
  };
  const header = createSortHeader(id, saved, undefined, fill);
  const toggle = (row: TreeRow): void => {
    const wasOpen = isOpen(row);
    leading.delete(row);
    if (wasOpen) open.delete(row);
    else open.add(row);
    fill();
    const place = [...body.rows].find((element) => shown.get(element) === row);
    place?.querySelector('button')?.focus();
  };
  const shown = new WeakMap<HTMLTableRowElement, TreeRow>();
  const rowOf = (row: TreeRow, depth: number): HTMLTableRowElement => {
    const element = h(
      'tr',
      {},
      ...columns.map((column, place) =>
        place === 0 ? headOf(row, column, depth) : h('td', { class: column.kind }, column.show(row.cells)),
      ),
    );
    shown.set(element, row);
    return element;
  };
  const headOf = (row: TreeRow, column: CellColumn, depth: number): HTMLTableCellElement => {
    const level = h('span', { class: 'spoken' }, ` (level ${depth + 1})`);
    const [first = ''] = row.cells;
    const name = cellText(first);
    const places = typeof first === 'object' ? (first.places ?? []) : [];
    const source =
      places.length === 0 ? undefined : codeLink('↗', places, context, `Open ${placeText(places)}`);
    const label =
      row.children.length === 0
        ? h('span', { class: 'leaf' }, name)
        : h(
            'button',
            { type: 'button', class: 'twig', 'aria-expanded': isOpen(row) ? 'true' : 'false' },
            name,
          );
    if (row.children.length > 0) label.addEventListener('click', () => toggle(row));
    const cell = h('th', { scope: 'row', class: `${column.kind} branch` }, label, source, level);
    cell.style.setProperty('--depth', String(depth));
    return cell;
  };
  const openAll = (): void => {
    for (const row of all) if (row.children.length > 0) open.add(row);
    fill();
  };
  const closeAll = (): void => {
    open.clear();
    leading.clear();
    fill();
  };
  header.show(columns);
  fill();
  const hasBranches = all.length > roots.length;
  return h(
    'div',
    { class: 'table' },
    h('h2', { id: titleId, class: 'table-title' }, heading),
    h(
      'div',
      { class: 'table-tools' },
      all.length > MANY_ROWS ? textField('Filter', filter).element : undefined,
      hasBranches
        ? h('div', { class: 'actions' }, button('Expand All', openAll), button('Collapse All', closeAll))
        : undefined,
    ),
    h(
      'div',
      { class: 'table-scroll', role: 'region', 'aria-labelledby': titleId, tabindex: 0 },
      h('table', { 'aria-labelledby': titleId }, h('thead', {}, header.element), body),
    ),
    status,
  );
};

/** Whether a row or one under it matches; those that lead to a match are `leading`. */
const addMatches = (row: TreeRow, wanted: string, found: Set<TreeRow>, leading: Set<TreeRow>): boolean => {
  if (row.cells.some((cell) => cellText(cell).toLowerCase().includes(wanted))) {
    for (const each of withDescendants([row])) found.add(each);
    return true;
  }
  // Every child is asked: each match is to be seen.
  const inside = row.children.filter((child) => addMatches(child, wanted, found, leading)).length > 0;
  if (inside) {
    found.add(row);
    leading.add(row);
  }
  return inside;
};

const withDescendants = (roots: readonly TreeRow[]): readonly TreeRow[] => {
  const all = [...roots];
  for (const { children } of all) all.push(...children);
  return all;
};

/** A row, and the rows under it as long as each is its parent's only one. */
const onlyChildren = (root: TreeRow): readonly TreeRow[] => {
  const chain = [root];
  for (let row: TreeRow | undefined = root; row?.children.length === 1;) {
    row = row.children[0];
    if (row !== undefined) chain.push(row);
  }
  return chain;
};
