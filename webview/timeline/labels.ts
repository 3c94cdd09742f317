/** The names of processes and tracks beside their lanes: buttons that close and open what they name. */
import type { CounterRange, TimelineLayout, TimelineTrack } from '../../src/core/traces/timeline/layout';
import { formatCount, formatNumber } from '../../src/core/units/format';
import { h, setAttributes } from '../dom';
import { type Closed, type Rows, rowsWithin, type TimelineRow } from './rows';

export interface Labels {
  readonly element: HTMLElement;
  /** Shows the labels of the rows between two heights. */
  update(layout: TimelineLayout, rows: Rows, closed: Closed, top: number, bottom: number): void;
}

const keyOf = (row: TimelineRow): string =>
  row.kind === 'process' ? `process ${row.process}` : `track ${row.track}`;

/** `toggle` hears of what is to be closed or opened. */
export const createLabels = (
  toggleProcess: (process: number) => void,
  toggleTrack: (track: number) => void,
): Labels => {
  const element = h('div', { class: 'timeline-labels' });
  const known = new Map<string, HTMLElement>();
  const make = (row: TimelineRow, { processes, tracks }: TimelineLayout): HTMLElement => {
    if (row.kind === 'process')
      return toggle('timeline-process', processes[row.process]?.title ?? '', () =>
        toggleProcess(row.process),
      );
    const track = tracks[row.track];
    const title = track?.title ?? '';
    if (track?.range !== undefined) return counterLabel(track, track.range);
    const deep =
      track === undefined || track.tooDeep === 0
        ? ''
        : `; ${formatCount(track.tooDeep)} events nest deeper than is drawn`;
    const hint = `${title}: ${formatCount(track?.events)} events${deep}`;
    return (track?.depth ?? 1) > 1
      ? toggle('timeline-track', title, () => toggleTrack(row.track), hint)
      : h('span', { class: 'timeline-track', title: hint }, title);
  };
  return {
    element,
    update: (layout, rows, closed, top, bottom) => {
      const shown = new Set<string>();
      for (const row of rowsWithin(rows, top, bottom)) {
        const key = keyOf(row);
        shown.add(key);
        let label = known.get(key);
        if (label === undefined) {
          known.set(key, (label = make(row, layout)));
          element.append(label);
        }
        const isOpen =
          row.kind === 'process' ? !closed.processes.has(row.process) : !closed.tracks.has(row.track);
        if (label instanceof HTMLButtonElement)
          setAttributes(label, { 'aria-expanded': isOpen ? 'true' : 'false' });
        label.style.setProperty('top', `${row.top}px`);
        label.style.setProperty('max-height', `${row.height}px`);
      }
      for (const [key, label] of known) {
        if (shown.has(key) || label === document.activeElement) continue;
        label.remove();
        known.delete(key);
      }
    },
  };
};

const counterLabel = ({ title, events }: TimelineTrack, { from, most }: CounterRange): HTMLElement =>
  h(
    'span',
    { class: 'timeline-track', title: `${title}: ${formatCount(events)} values` },
    title,
    h('br'),
    `${formatNumber(from)} … ${most}`,
  );

const toggle = (kind: string, title: string, onClick: () => void, hint = title): HTMLButtonElement => {
  const element = h('button', { type: 'button', class: `${kind} twig`, title: hint }, title);
  element.addEventListener('click', onClick);
  return element;
};
