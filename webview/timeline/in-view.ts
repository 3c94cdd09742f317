/** What is in view, in a sentence and a table. */
import { seconds, trackName } from '../../src/core/traces/timeline/event-facts';
import type { TimelineLayout } from '../../src/core/traces/timeline/layout';
import type {
  CounterSummary,
  CounterValue,
  RangeSummary,
  TrackSummary,
} from '../../src/core/traces/timeline/summary';
import { shortKernelName } from '../../src/core/traces/kernel-name';
import { formatCount, formatShare } from '../../src/core/units/format';
import { h } from '../dom';
import type { SavedState } from '../saved-state';
import { type Column, createTable } from '../table/table';

export interface InView {
  readonly element: HTMLElement;
  update(summary: RangeSummary, layout: TimelineLayout): void;
}

export const createInView = (saved: SavedState, select: (row: number) => void): InView => {
  const sentence = h('p', { class: 'summary', role: 'status' });
  const table = createTable<TrackSummary>({
    id: 'timeline',
    title: 'In view',
    saved,
    empty: 'No event is in view.',
  });
  const counters = createTable<CounterSummary>({
    id: 'timeline-counters',
    title: 'Counters in view',
    saved,
    empty: 'No counter has a value in view.',
  });
  const countersBox = h('div', {}, counters.element);
  return {
    element: h('div', {}, sentence, table.element, countersBox),
    update: (summary, layout) => {
      sentence.textContent = describe(summary, layout);
      const order = layout.processes.flatMap(({ tracks }) => tracks);
      const inOrder = <T extends { readonly track: number }>(rows: readonly T[]): readonly T[] =>
        [...rows].sort((a, b) => order.indexOf(a.track) - order.indexOf(b.track));
      table.update(columnsOf(summary, layout, select), inOrder(summary.tracks));
      countersBox.hidden = !layout.tracks.some(({ kind }) => kind === 'counter');
      counters.update(counterColumns(layout), inOrder(summary.counters));
    },
  };
};

const describe = ({ from, to, events, tracks, counters }: RangeSummary, layout: TimelineLayout): string => {
  const start = Math.max(from, layout.from);
  const end = Math.min(to, layout.to);
  // Where events nest, annotations stand around the work and are no work themselves.
  const busiest = tracks
    .filter(({ track }) => {
      const { isDevice = false, depth = 0 } = layout.tracks[track] ?? {};
      return isDevice && depth === 1;
    })
    .reduce<TrackSummary | undefined>((a, b) => (a !== undefined && a.busy >= b.busy ? a : b), undefined);
  return (
    `In view: ${seconds(end - start)} from ${seconds(start - layout.from)} to ${seconds(end - layout.from)} ` +
    `of ${seconds(layout.to - layout.from)}, ${formatCount(events)} ${events === 1 ? 'event' : 'events'}.` +
    (busiest === undefined
      ? ''
      : ` The busiest device track is ${trackName(layout, busiest.track)}: ${formatShare(shareOf(busiest, start, end))} of that time.`) +
    counters
      .slice(0, MOST_TOLD)
      .map(({ track, least, most }) => ` ${layout.tracks[track]?.title} is ${spread(least, most)}.`)
      .join('')
  );
};

const NONE = '–';

/** Counters in the sentence; the table has all. */
const MOST_TOLD = 2;

const spread = (least: CounterValue, most: CounterValue): string =>
  least.text === most.text ? most.text : `between ${least.text} and ${most.text}`;

const counterColumns = (layout: TimelineLayout): readonly Column<CounterSummary>[] => {
  const value = (id: 'least' | 'most' | 'last', title: string): Column<CounterSummary> => ({
    id,
    title,
    kind: 'number',
    value: (row) => row[id].value,
    show: (row) => row[id].text,
  });
  return [
    {
      id: 'counter',
      title: 'Counter',
      kind: 'long',
      value: ({ track }) => trackName(layout, track),
      show: ({ track }) => trackName(layout, track),
    },
    {
      id: 'values',
      title: 'Values',
      kind: 'number',
      value: ({ values }) => values,
      show: ({ values }) => formatCount(values),
    },
    value('least', 'Least'),
    value('most', 'Greatest'),
    value('last', 'At the end'),
  ];
};

const shareOf = ({ busy }: TrackSummary, from: number, to: number): number | undefined =>
  to > from ? Math.min(1, busy / (to - from)) : undefined;

const columnsOf = (
  { from, to }: RangeSummary,
  layout: TimelineLayout,
  select: (row: number) => void,
): readonly Column<TrackSummary>[] => {
  const share = (track: TrackSummary): number | undefined =>
    shareOf(track, Math.max(from, layout.from), Math.min(to, layout.to));
  const isInstants = (track: number): boolean => layout.tracks[track]?.kind === 'instants';
  return [
    {
      id: 'track',
      title: 'Track',
      kind: 'long',
      value: ({ track }) => trackName(layout, track),
      show: ({ track }) => trackName(layout, track),
    },
    {
      id: 'events',
      title: 'Events',
      kind: 'number',
      value: ({ events }) => events,
      show: ({ events }) => formatCount(events),
    },
    {
      id: 'busy',
      title: 'Busy',
      kind: 'number',
      value: ({ busy }) => busy,
      show: ({ track, busy }) => (isInstants(track) ? NONE : seconds(busy)),
    },
    {
      id: 'share',
      title: 'Share of view',
      kind: 'number',
      value: share,
      show: (row) => (isInstants(row.track) ? NONE : formatShare(share(row))),
    },
    {
      id: 'longest',
      title: 'Longest event',
      kind: 'long',
      value: ({ longest }) => longest.name,
      show: ({ longest: { row, name } }) => {
        const link = h(
          'button',
          { type: 'button', class: 'link', title: name },
          name === '' ? 'no name' : shortKernelName(name),
        );
        link.addEventListener('click', () => select(row));
        return link;
      },
    },
    {
      id: 'duration',
      title: 'Its duration',
      kind: 'number',
      value: ({ longest }) => longest.duration,
      show: ({ track, longest }) => (isInstants(track) ? NONE : seconds(longest.duration)),
    },
  ];
};
