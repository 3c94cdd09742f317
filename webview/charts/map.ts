/** A field of cells as a table: colour and letter name the winner, hatching a tie; arrow keys read the cells. */
import type { MapBlock, MapCell } from '../../src/core/report/pages/page';
import { h, setAttributes, uniqueId } from '../dom';

/** Colours of the theme's charts; beyond them the letter alone tells. */
const COLOURS = 5;

const letterOf = (series: number): string => String.fromCharCode('A'.charCodeAt(0) + (series % 26));

const classesOf = ({ series, tie }: MapCell): string =>
  [
    'cell',
    ...(series === undefined ? ['none'] : [`series-${series % COLOURS}`]),
    ...(tie ? ['tie'] : []),
  ].join(' ');

const cellElement = (cell: MapCell): HTMLTableCellElement =>
  h(
    'td',
    {
      class: classesOf(cell),
      tabindex: -1,
      role: 'gridcell',
      title: cell.detail,
      'aria-label': cell.detail,
    },
    ...(cell.series === undefined
      ? [cell.text]
      : [h('b', {}, letterOf(cell.series)), h('span', { class: 'margin' }, ` ${cell.text}`)]),
  );

const STEPS: Readonly<Record<string, readonly [down: number, across: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** Where there is no room for the margins, the cell that is pointed at or has the focus is told beneath the map. */
const toldBeneath = (grid: HTMLElement): HTMLElement => {
  const hint = 'Point at a cell, or go there with the arrow keys, to read its figures here.';
  const told = h('p', { class: 'cell-told' }, hint);
  const tell = ({ target }: Event): void => {
    const cell = target instanceof Element ? target.closest('.cell') : null;
    told.textContent = cell?.getAttribute('aria-label') ?? hint;
  };
  grid.addEventListener('pointerover', tell);
  grid.addEventListener('focusin', tell);
  return told;
};

/** One cell takes the focus at a time, the ARIA grid pattern. */
const listenToArrows = (grid: HTMLElement, cells: readonly (readonly HTMLElement[])[]): void => {
  let at: readonly [number, number] = [0, 0];
  const cell = ([down, across]: readonly [number, number]): HTMLElement | undefined => cells[down]?.[across];
  const move = (to: readonly [number, number]): void => {
    const next = cell(to);
    if (next === undefined) return;
    setAttributes(cell(at) ?? next, { tabindex: -1 });
    setAttributes(next, { tabindex: 0 });
    at = to;
    next.focus();
  };
  setAttributes(cell(at) ?? grid, { tabindex: 0 });
  grid.addEventListener('keydown', (event) => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    move([at[0] + step[0], at[1] + step[1]]);
  });
  cells.forEach((row, down) =>
    row.forEach((one, across) => one.addEventListener('click', () => move([down, across]))),
  );
};

export const createMap = ({ title, summary, across, down, series, rows }: MapBlock): HTMLElement => {
  const titleId = uniqueId('map');
  const summaryId = uniqueId('summary');
  const cells = rows.map((row) => row.map(cellElement));
  const grid = h(
    'table',
    { class: 'winner-map', role: 'grid', 'aria-labelledby': titleId, 'aria-describedby': summaryId },
    h(
      'thead',
      {},
      h(
        'tr',
        { role: 'row' },
        h(
          'th',
          { scope: 'col', role: 'columnheader', class: 'corner' },
          `${down.name} ↓`,
          h('br'),
          `${across.name} →`,
        ),
        ...across.labels.map((label) =>
          h('th', { scope: 'col', role: 'columnheader' }, h('span', {}, label)),
        ),
      ),
    ),
    h(
      'tbody',
      {},
      ...cells.map((row, index) =>
        h(
          'tr',
          { role: 'row' },
          h('th', { scope: 'row', role: 'rowheader' }, down.labels[index] ?? ''),
          ...row,
        ),
      ),
    ),
  );
  listenToArrows(grid, cells);
  const keys = [
    ...series.map((name, index) =>
      h('li', {}, h('span', { class: `cell series-${index % COLOURS}` }, h('b', {}, letterOf(index))), name),
    ),
    ...(rows.some((row) => row.some((cell) => cell.tie))
      ? [h('li', {}, h('span', { class: 'cell tie' }, '≈'), 'tie')]
      : []),
  ];
  return h(
    'figure',
    { class: 'chart map' },
    h('figcaption', { id: titleId }, title),
    h('ul', { class: 'legend' }, ...keys),
    h('div', { class: 'table-scroll' }, grid),
    toldBeneath(grid),
    h('p', { class: 'summary', id: summaryId }, summary),
  );
};
