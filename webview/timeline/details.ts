/** What is told of the selected event, with ways to the events around it and to its source. */
import type { EventDetails, NamedEvent } from '../../src/core/traces/timeline/event';
import { factsOf, offsetOf, titleOf } from '../../src/core/traces/timeline/event-facts';
import type { TimelineLayout } from '../../src/core/traces/timeline/layout';
import type { CodePlace } from '../../src/core/traces/source-places';
import { formatCount } from '../../src/core/units/format';
import { h } from '../dom';
import { button } from '../toolkit';
import { type ArgumentsActions, type ArgumentsView, createArguments } from './arguments';

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
  copy(details: EventDetails): void;
}

const SELECT_ONE = 'Select an event to see its arguments: click on it, or go to it with the arrow keys.';
/** Of enclosing calls; the innermost say most. */
const MOST_AROUND = 12;
const MOST_PLACES = 6;

export const createDetails = ({ select, open, copy, ...reading }: DetailsActions): DetailsView => {
  const args = createArguments(reading);
  const body = h('div');
  const actions = h('div', { class: 'actions' });
  const ties = h('div');
  const element = h(
    'section',
    { class: 'timeline-details', 'aria-label': 'Selected event' },
    body,
    actions,
    ties,
  );
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
      actions.replaceChildren();
      ties.replaceChildren();
      if (details === undefined) {
        args.clear();
        body.replaceChildren(h('p', { class: 'quiet' }, SELECT_ONE));
        return;
      }
      const facts = h(
        'dl',
        { class: 'facts' },
        ...factsOf(details, layout).flatMap(([label, value]) => [h('dt', {}, label), h('dd', {}, value)]),
      );
      args.begin(facts, details.arguments);
      body.replaceChildren(h('h2', { class: 'timeline-name' }, titleOf(details)), facts, args.element);
      actions.append(button('Copy Event as Markdown', () => copy(details)));
      ties.append(...around(details, go));
    },
    offer: (places) => {
      actions.append(
        ...places
          .slice(0, MOST_PLACES)
          .map((place) => button(`Open ${place.file}:${place.line}`, () => open(place))),
      );
    },
  };
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
            links.map((link) => [`${link.relation} `, go(link), `, ${offsetOf(details, link)}`]),
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

const list = (title: string, items: readonly (readonly (HTMLElement | string)[])[]): HTMLElement =>
  h(
    'div',
    {},
    h('h3', { class: 'timeline-list' }, title),
    h('ul', { class: 'timeline-events' }, ...items.map((item) => h('li', {}, ...item))),
  );
