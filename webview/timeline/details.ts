/** What is told of the selected event, with ways to the events around it and to its source. */
import type { EventDetails, LinkedEvent, NamedEvent } from '../../src/core/traces/timeline/event';
import type { TimelineLayout } from '../../src/core/traces/timeline/layout';
import type { CodePlace } from '../../src/core/traces/source-places';
import { formatCount, formatQuantity } from '../../src/core/units/format';
import { h } from '../dom';
import { button } from '../toolkit';
import { CLASS_NAMES } from './colours';

export interface DetailsView {
  readonly element: HTMLElement;
  show(details: EventDetails | undefined, layout: TimelineLayout): void;
  /** Offers to open these places; nothing where there are none. */
  offer(places: readonly CodePlace[]): void;
}

interface DetailsActions {
  select(row: number): void;
  open(place: CodePlace): void;
}

const NANOSECONDS = 1e9;
const SELECT_ONE = 'Select an event to see its arguments: click on it, or go to it with the arrow keys.';
/** Of enclosing calls; the innermost say most. */
const MOST_AROUND = 12;
const MOST_PLACES = 6;

export const seconds = (nanoseconds: number): string => formatQuantity(nanoseconds / NANOSECONDS, 's', 4);

export const createDetails = ({ select, open }: DetailsActions): DetailsView => {
  const body = h('div');
  const source = h('div', { class: 'actions' });
  const element = h('section', { class: 'timeline-details', 'aria-label': 'Selected event' }, body, source);
  const go = ({ row, name }: NamedEvent): HTMLElement => {
    const link = h('button', { type: 'button', class: 'link' }, name);
    link.addEventListener('click', () => select(row));
    return link;
  };
  return {
    element,
    show: (details, layout) => {
      source.replaceChildren();
      body.replaceChildren(
        ...(details === undefined ? [h('p', { class: 'quiet' }, SELECT_ONE)] : describe(details, layout, go)),
      );
    },
    offer: (places) => {
      source.replaceChildren(
        ...places
          .slice(0, MOST_PLACES)
          .map((place) => button(`Open ${place.file}:${place.line}`, () => open(place))),
      );
    },
  };
};

const describe = (
  details: EventDetails,
  layout: TimelineLayout,
  go: (event: NamedEvent) => HTMLElement,
): readonly HTMLElement[] => {
  const { name, category, eventClass, place, start, self, around, links, linkCount } = details;
  const facts: readonly (readonly [string, string])[] = [
    ...lengthOf(details),
    ...(self === undefined ? [] : [['Self', seconds(self)] as const]),
    ['Start', seconds(start - layout.from)],
    ['Track', trackName(layout, place.track)],
    ['Kind', category === '' ? CLASS_NAMES[eventClass] : `${CLASS_NAMES[eventClass]} (${category})`],
    ...details.arguments,
  ];
  const left = linkCount - links.length;
  return [
    h('h2', { class: 'timeline-name' }, name === '' ? 'An event without a name' : name),
    h(
      'dl',
      { class: 'facts' },
      ...facts.flatMap(([label, value]) => [h('dt', {}, label), h('dd', {}, value)]),
    ),
    ...(links.length === 0
      ? []
      : [
          list(
            'Arrows',
            links.map((link) => [`${link.relation} `, go(link), offset(details, link)]),
          ),
          ...(left > 0 ? [h('p', { class: 'quiet' }, `and ${formatCount(left)} more.`)] : []),
        ]),
    ...(around.length === 0
      ? []
      : [
          list(
            around.length > MOST_AROUND
              ? `Inside, the innermost ${MOST_AROUND} of ${around.length}`
              : 'Inside',
            around.slice(-MOST_AROUND).map((event) => [go(event)]),
          ),
        ]),
  ];
};

const lengthOf = ({ eventClass, duration, value }: EventDetails): readonly (readonly [string, string])[] => {
  const length = duration === undefined ? 'unknown' : seconds(duration);
  if (value !== undefined)
    return [
      ['Value', value],
      ['Holds for', length],
    ];
  return eventClass === 'instant' ? [] : [['Duration', length]];
};

/** Where the other event stands in time. */
const offset = ({ start }: EventDetails, link: LinkedEvent): string =>
  link.start >= start ? `, ${seconds(link.start - start)} later` : `, ${seconds(start - link.start)} before`;

export const trackName = ({ processes, tracks }: TimelineLayout, track: number): string => {
  const process = processes.find((of) => of.tracks.includes(track));
  return `${process === undefined ? '' : `${process.title}, `}${tracks[track]?.title ?? ''}`;
};

const list = (title: string, items: readonly (readonly (HTMLElement | string)[])[]): HTMLElement =>
  h(
    'div',
    {},
    h('h3', { class: 'timeline-list' }, title),
    h('ul', { class: 'timeline-events' }, ...items.map((item) => h('li', {}, ...item))),
  );
