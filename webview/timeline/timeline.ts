/** The timeline's page once its tracks are known: tools, picture, legend, the selected event, and what is in view. */
import type { EventClass } from '../../src/core/traces/timeline/event-class';
import { CLASS_NAMES } from '../../src/core/traces/timeline/event-class';
import { isByName } from '../../src/core/traces/timeline/event-colour';
import type { EventDetails } from '../../src/core/traces/timeline/event';
import { seconds } from '../../src/core/traces/timeline/event-facts';
import type { TimelineLayout } from '../../src/core/traces/timeline/layout';
import type { RangeSummary, TimeRange } from '../../src/core/traces/timeline/summary';
import type { ViewContext } from '../context';
import { h } from '../dom';
import { button } from '../toolkit';
import { createArgumentQuestions } from './argument-questions';
import { createChart } from './chart';
import { createDetails } from './details';
import { KEY_HELP } from './gestures';
import { createInView } from './in-view';
import { latestOnly } from './latest';
import { createSearchBox } from './search';

export interface TimelineView {
  readonly element: HTMLElement;
  show(layout: TimelineLayout): void;
}

const ZOOM = 1.5;
/** What is in view is told when it has been so for a while. */
const QUIET_MILLISECONDS = 200;

export const createTimeline = (context: ViewContext): TimelineView => {
  const { host, saved, showError } = context;
  let layout: TimelineLayout | undefined;
  let selected: EventDetails | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const spoken = h('p', { class: 'spoken', 'aria-live': 'polite' });

  const details = createDetails({
    select: (row) => select(row, true),
    cancel: () => questions.cancel(),
    read: () => {
      if (selected !== undefined) questions.ask(selected.row);
    },
    copy: ({ row }) => context.act(host.copyEvent(row), () => 'Copied the event as Markdown.'),
    open: (place) => context.act(host.openCode([place]), () => `Opened ${place.file}:${place.line}.`),
  });
  const questions = createArgumentQuestions(
    context,
    () => details.arguments,
    ({ arguments: all }) => {
      const more = all.length - (selected?.arguments.length ?? 0);
      if (more > 0) spoken.textContent = more === 1 ? '1 more argument.' : `${more} more arguments.`;
    },
  );
  const fetchDetails = latestOnly<
    { readonly row: number; readonly reveal: boolean },
    EventDetails | undefined
  >(
    ({ row }) => host.timelineEvent(row),
    (answer, { reveal }) => {
      if (answer === undefined) return;
      showSelected(answer);
      if (reveal) chart.reveal(answer);
    },
    showError,
  );
  const select = (row: number | undefined, reveal: boolean): void => {
    if (row === undefined) showSelected(undefined);
    else fetchDetails({ row, reveal });
  };
  const showSelected = (answer: EventDetails | undefined): void => {
    if (layout === undefined) return;
    selected = answer;
    chart.select(answer);
    details.show(answer, layout);
    spoken.textContent = answer === undefined ? '' : sentenceOf(answer, layout);
    if (answer === undefined) questions.end();
    else questions.ask(answer.row);
    if (answer === undefined || answer.source.length === 0) return;
    host.codeInWorkspace(answer.source).then((places) => {
      if (selected === answer) details.offer(places);
    }, showError);
  };

  const chart = createChart(context, {
    onSelect: (row) => select(row, false),
    onGo: (direction) => {
      if (selected !== undefined)
        host.timelineNeighbour(selected.row, direction).then((row) => {
          if (row !== undefined) select(row, true);
        }, showError);
    },
    onSearch: () => search.focus(),
    onSearchOn: (step) => search.go(step),
    onMove: (viewport) => {
      clearTimeout(timer);
      timer = setTimeout(() => summarize(viewport), QUIET_MILLISECONDS);
    },
  });
  const search = createSearchBox({
    ask: (query) => host.timelineSearch(query),
    from: () => ({ time: chart.viewport().from, ...(selected === undefined ? {} : { row: selected.row }) }),
    onMatch: (row) => select(row, true),
    onError: showError,
  });
  const inView = createInView(saved, (row) => select(row, true));
  const summarize = latestOnly<TimeRange, RangeSummary>(
    (range) => host.timelineSummary(range),
    (summary) => {
      if (layout !== undefined) inView.update(summary, layout);
    },
    showError,
  );
  const legend = h('ul', { class: 'legend timeline-legend', 'aria-label': 'Legend' });
  let areClosed = false;
  const closer = button('Collapse All', () => {
    areClosed = !areClosed;
    closer.textContent = areClosed ? 'Expand All' : 'Collapse All';
    chart.closeAll(areClosed);
  });

  return {
    element: h(
      'div',
      { class: 'timeline' },
      h(
        'div',
        { class: 'timeline-tools' },
        search.element,
        h(
          'div',
          { class: 'actions' },
          button('Zoom In', () => chart.zoom(1 / ZOOM)),
          button('Zoom Out', () => chart.zoom(ZOOM)),
          button('Whole Trace', () => chart.showAll()),
          closer,
        ),
      ),
      legend,
      chart.element,
      spoken,
      details.element,
      inView.element,
      help(),
    ),
    show: (next) => {
      const viewport = layout === undefined ? undefined : chart.viewport();
      layout = next;
      legend.replaceChildren(...next.classes.map(keyOf));
      chart.show(next, viewport);
      showSelected(undefined);
      summarize(chart.viewport());
    },
  };
};

/** One entry of the legend; its colour is the style sheet's. */
const keyOf = (name: EventClass): HTMLElement =>
  h(
    'li',
    {},
    h('span', { class: `timeline-swatch event-${name}`, 'aria-hidden': 'true' }),
    isByName(name) ? `${CLASS_NAMES[name]}, by name` : CLASS_NAMES[name],
  );

/** What a screen reader says of a newly selected event. */
const sentenceOf = (
  { name, start, duration, value, eventClass, place, links }: EventDetails,
  layout: TimelineLayout,
): string => {
  const [link] = links;
  const length = duration === undefined ? 'duration unknown' : seconds(duration);
  const what = value ?? (eventClass === 'instant' ? 'an instant' : length);
  return (
    `${name}, ${what}, at ${seconds(start - layout.from)}, ` +
    `level ${place.depth + 1} of ${layout.tracks[place.track]?.title ?? 'its track'}` +
    (link === undefined ? '.' : `, ${link.relation} ${link.name}.`)
  );
};

const help = (): HTMLElement =>
  h(
    'details',
    { class: 'timeline-help' },
    h('summary', {}, 'Keys, mouse and touch pad'),
    h(
      'dl',
      { class: 'facts' },
      ...KEY_HELP.flatMap(([keys, meaning]) => [h('dt', {}, keys), h('dd', {}, meaning)]),
    ),
  );
