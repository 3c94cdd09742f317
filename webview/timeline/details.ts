/** What is told of the selected event, with ways to the events around it and to its source. */
import type { EventDetails, LinkedEvent, NamedEvent } from '../../src/core/traces/timeline/event';
import type { TimelineLayout } from '../../src/core/traces/timeline/layout';
import type { CodePlace } from '../../src/core/traces/source-places';
import { formatCount, formatQuantity } from '../../src/core/units/format';
import { h } from '../dom';
import { button } from '../toolkit';
import { type ArgumentsActions, type ArgumentsView, createArguments } from './arguments';
import { CLASS_NAMES } from './colours';

export interface DetailsView {
  readonly element: HTMLElement;
  /** Of the event that is shown. */
  readonly arguments: ArgumentsView;
  show(details: EventDetails | undefined, layout: TimelineLayout): void;
  /** Offers to open these places; nothing where there are none. */
  offer(places: readonly CodePlace[]): void;
}

interface DetailsActions extends ArgumentsActions {
  select(row: number): void;
  open(place: CodePlace): void;
}

const NANOSECONDS = 1e9;
const SELECT_ONE = 'Select an event to see its arguments: click on it, or go to it with the arrow keys.';
/** Of enclosing calls; the innermost say most. */
const MOST_AROUND = 12;
const MOST_PLACES = 6;

export const seconds = (nanoseconds: number): string => formatQuantity(nanoseconds / NANOSECONDS, 's', 4);

export const createDetails = ({ select, open, ...reading }: DetailsActions): DetailsView => {
  const args = createArguments(reading);
  const body = h('div');
  const source = h('div', { class: 'actions' });
  const element = h('section', { class: 'timeline-details', 'aria-label': 'Selected event' }, body, source);
  element.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') reading.cancel();
  });
  const go = ({ row, name }: NamedEvent): HTMLElement => {
    const link = h('button', { type: 'button', class: 'link' }, name);
    link.addEventListener('click', () => select(row));
    return link;
  };
  return {
    element,
    arguments: args,
    show: (details, layout) => {
      source.replaceChildren();
      if (details === undefined) {
        args.clear();
        body.replaceChildren(h('p', { class: 'quiet' }, SELECT_ONE));
        return;
      }
      const facts = factsOf(details, layout);
      args.begin(facts, details.arguments);
      body.replaceChildren(heading(details), facts, args.element, ...around(details, go));
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

const heading = ({ name }: EventDetails): HTMLElement =>
  h('h2', { class: 'timeline-name' }, name === '' ? 'An event without a name' : name);

const factsOf = (details: EventDetails, layout: TimelineLayout): HTMLElement => {
  const { category, eventClass, place, start, self } = details;
  const facts: readonly (readonly [string, string])[] = [
    ...lengthOf(details),
    ...(self === undefined ? [] : [['Self', seconds(self)] as const]),
    ['Start', seconds(start - layout.from)],
    ['Track', trackName(layout, place.track)],
    ['Kind', category === '' ? CLASS_NAMES[eventClass] : `${CLASS_NAMES[eventClass]} (${category})`],
  ];
  return h(
    'dl',
    { class: 'facts' },
    ...facts.flatMap(([label, value]) => [h('dt', {}, label), h('dd', {}, value)]),
  );
};

/** The events that it is tied to, and those that it is in. */
const around = (details: EventDetails, go: (event: NamedEvent) => HTMLElement): readonly HTMLElement[] => {
  const { around: outer, links, linkCount } = details;
  const left = linkCount - links.length;
  return [
    ...(links.length === 0
      ? []
      : [
          list(
            'Arrows',
            links.map((link) => [`${link.relation} `, go(link), offset(details, link)]),
          ),
          ...(left > 0 ? [h('p', { class: 'quiet' }, `and ${formatCount(left)} more.`)] : []),
        ]),
    ...(outer.length === 0
      ? []
      : [
          list(
            outer.length > MOST_AROUND ? `Inside, the innermost ${MOST_AROUND} of ${outer.length}` : 'Inside',
            outer.slice(-MOST_AROUND).map((event) => [go(event)]),
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
