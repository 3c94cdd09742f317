/** The picture itself: minimap, time axis and lanes, drawn once a frame when something has changed. */
import type { EventDetails } from '../../src/core/traces/timeline/event';
import { seconds } from '../../src/core/traces/timeline/event-facts';
import type { TimelineLayout } from '../../src/core/traces/timeline/layout';
import type { Direction, EventHit, EventPlace } from '../../src/core/traces/timeline/places';
import type { Overview } from '../../src/core/traces/timeline/summary';
import type { View, ViewQuery } from '../../src/core/traces/timeline/view';
import type { ViewContext } from '../context';
import { h } from '../dom';
import { gridTicks, paintAxis } from './axis';
import { contextOf } from './canvas';
import { readColours, type TimelineColours } from './colours';
import { createFitter, type TextFitter } from './fit-text';
import { listenToGestures } from './gestures';
import { createLabels } from './labels';
import { latestOnly } from './latest';
import { createMinimap } from './minimap';
import { MARKER, paint } from './paint';
import { type Closed, LANE, laneBox, lanesWithin, placeAt, type Rows, rowsOf } from './rows';
import { makeShown, type Shown } from './shown';
import { around, clamped, panned, revealing, spanOf, type Viewport, wholeOf, zoomed } from './viewport';
import { isEnough, queryFor } from './wanted';

export interface TimelineChart {
  readonly element: HTMLElement;
  /** Another trace; what was in view stays where it can. */
  show(layout: TimelineLayout, viewport: Viewport | undefined): void;
  select(details: EventDetails | undefined): void;
  /** Brings an event into view, opening what hides it. */
  reveal(details: EventDetails): void;
  zoom(factor: number): void;
  /** What ran; where that is in view already, the marks beside it too. */
  showAll(): void;
  /** Closes all tracks to their outermost level, or opens them. */
  closeAll(isClosed: boolean): void;
  focus(): void;
  viewport(): Viewport;
}

export interface ChartEvents {
  /** The reader chose an event; undefined: none. */
  onSelect(row: number | undefined): void;
  onGo(direction: Direction): void;
  onSearch(): void;
  onSearchOn(step: 1 | -1): void;
  onMove(viewport: Viewport): void;
}

const AXIS_HEIGHT = 22;
/** Around a click or the pointer, in pixels. */
const NEAR = 2;
/** Lanes beyond the edges that are asked for with those in view. */
const BEYOND = 12 * LANE;
const OVERVIEW_COLUMNS = 1000;
const MOST_HINT = 300;

export const createChart = (context: ViewContext, events: ChartEvents): TimelineChart => {
  const { host, theme } = context;
  const canvas = h('canvas', {
    class: 'timeline-canvas',
    tabindex: 0,
    role: 'application',
    'aria-roledescription': 'timeline',
  });
  const axis = h('canvas', { class: 'timeline-axis', 'aria-hidden': 'true' });
  const content = h('div', { class: 'timeline-content' });
  const scroll = h('div', { class: 'timeline-scroll' }, content);
  const hint = h('div', { class: 'timeline-hint', hidden: true, 'aria-hidden': 'true' });

  const bands = h('div', { class: 'timeline-bands', 'aria-hidden': 'true' });

  let layout: TimelineLayout | undefined;
  let closed: Closed = { processes: new Set(), tracks: new Set() };
  let rows: Rows = { rows: [], height: 0 };
  let whole: Viewport = { from: 0, to: 1 };
  /** What ran: instants may stand far from it. */
  let ran: Viewport = whole;
  let viewport: Viewport = whole;
  let shown: Shown | undefined;
  let overview: Overview | undefined;
  let selected: EventDetails | undefined;
  let marked: readonly [number, number] | undefined;
  let colours: TimelineColours = readColours();
  let fit: TextFitter | undefined;
  let [width, height] = [0, 0];

  let isScheduled = false;
  const schedule = (): void => {
    if (isScheduled) return;
    isScheduled = true;
    requestAnimationFrame(() => {
      isScheduled = false;
      draw();
    });
  };
  const draw = (): void => {
    if (layout === undefined || width <= 0 || height <= 0) return;
    const drawing = contextOf(canvas, height, width);
    if (drawing === undefined) return;
    const { scrollTop } = scroll;
    fit ??= createFitter(drawing, `${colours.font.size * 0.92}px ${colours.font.family}`);
    paint(drawing, {
      width,
      height,
      viewport,
      rows,
      layout,
      scrollTop,
      shown,
      selected,
      marked,
      colours,
      fit,
    });
    const scale = contextOf(axis, AXIS_HEIGHT, width);
    if (scale !== undefined)
      paintAxis(scale, gridTicks(viewport, layout.from, width), width, AXIS_HEIGHT, colours);
    const isWithin = viewport.from >= ran.from && viewport.to <= ran.to;
    minimap.paint({
      width,
      whole: isWithin ? ran : whole,
      trace: layout.ran,
      viewport,
      overview,
      colours,
    });
    labels.update(layout, rows, closed, scrollTop - BEYOND, scrollTop + height + BEYOND);
    const wanted = {
      viewport,
      whole,
      pixels: Math.round(width * window.devicePixelRatio),
      lanes: lanesWithin(rows, scrollTop, scrollTop + height),
    };
    if (!isEnough(shown, wanted))
      ask(queryFor({ ...wanted, lanes: lanesWithin(rows, scrollTop - BEYOND, scrollTop + height + BEYOND) }));
  };
  const ask = latestOnly<ViewQuery, View>(
    (query) => host.timelineView(query),
    (view) => {
      shown = makeShown(view, colours);
      schedule();
    },
    context.showError,
  );
  const move = (next: Viewport): void => {
    viewport = next;
    events.onMove(viewport);
    schedule();
  };
  const minimap = createMinimap(contextOf, move);
  const showAll = (): void => move(viewport.from === ran.from && viewport.to === ran.to ? whole : ran);
  const relay = (): void => {
    if (layout === undefined) return;
    rows = rowsOf(layout, closed);
    content.style.setProperty('height', `${Math.max(rows.height, 1)}px`);
    schedule();
  };
  const toggled = (set: ReadonlySet<number>, one: number): ReadonlySet<number> => {
    const next = new Set(set);
    if (!next.delete(one)) next.add(one);
    return next;
  };
  const labels = createLabels(
    (process) => {
      closed = { ...closed, processes: toggled(closed.processes, process) };
      relay();
    },
    (track) => {
      closed = { ...closed, tracks: toggled(closed.tracks, track) };
      relay();
    },
  );

  const timeAt = (x: number): number => viewport.from + (x / width) * spanOf(viewport);
  const pointAt = (x: number, y: number): (EventPlace & { time: number; within: number }) | undefined => {
    const place = placeAt(rows, y + scroll.scrollTop);
    if (place === undefined) return undefined;
    const near = layout?.tracks[place.track]?.kind === 'instants' ? MARKER : NEAR;
    return { ...place, time: timeAt(x), within: (near / width) * spanOf(viewport) };
  };
  let pointer: { readonly x: number; readonly y: number } | undefined;
  const showHint = (hit: EventHit | undefined): void => {
    hint.hidden = hit === undefined || pointer === undefined;
    if (hit === undefined || pointer === undefined) return;
    const { name, duration, value = duration > 0 ? seconds(duration) : undefined } = hit;
    hint.textContent = `${name.slice(0, MOST_HINT)}${value === undefined ? '' : ` · ${value}`}`;
    const { offsetLeft, offsetTop } = canvas;
    const left = Math.min(pointer.x + 14, Math.max(0, width - hint.offsetWidth - 4));
    hint.style.setProperty('left', `${scroll.offsetLeft + offsetLeft + left}px`);
    hint.style.setProperty('top', `${scroll.offsetTop + offsetTop - scroll.scrollTop + pointer.y + 18}px`);
  };
  const look = latestOnly(
    (point: Parameters<typeof host.timelineEventAt>[0] | undefined) =>
      point === undefined ? Promise.resolve(undefined) : host.timelineEventAt(point),
    showHint,
    context.showError,
  );
  const pick = (point: Parameters<typeof host.timelineEventAt>[0] | undefined): void => {
    if (point === undefined) events.onSelect(undefined);
    else host.timelineEventAt(point).then((hit) => events.onSelect(hit?.row), context.showError);
  };
  listenToGestures(canvas, {
    zoom: (factor, anchor) => move(zoomed(viewport, whole, factor, anchor)),
    pan: (share) => move(panned(viewport, whole, share)),
    scroll: (pixels) => scroll.scrollBy({ top: pixels }),
    point: (at) => {
      pointer = at;
      look(at === undefined ? undefined : pointAt(at.x, at.y));
    },
    select: (x, y) => pick(pointAt(x, y)),
    mark: (from, to, done) => {
      marked = done ? undefined : [from, to];
      if (done) move(clamped({ from: timeAt(Math.min(from, to)), to: timeAt(Math.max(from, to)) }, whole));
      schedule();
    },
    go: (direction) => {
      const [first] = lanesWithin(rows, scroll.scrollTop, scroll.scrollTop + height);
      if (selected !== undefined) events.onGo(direction);
      // From nothing, the longest event of the topmost track in view.
      else if (first !== undefined)
        pick({
          track: first.track,
          depth: first.firstDepth,
          time: timeAt(width / 2),
          within: spanOf(viewport) / 2,
        });
    },
    zoomToSelection: () => {
      if (selected !== undefined)
        move(around(whole, selected.start, selected.start + (selected.duration ?? 0)));
    },
    clear: () => events.onSelect(undefined),
    showAll,
    search: events.onSearch,
    searchOn: events.onSearchOn,
  });
  scroll.addEventListener('scroll', () => {
    hint.hidden = true;
    schedule();
  });
  new ResizeObserver(() => {
    width = Math.floor(scroll.clientWidth - canvas.offsetLeft);
    height = scroll.clientHeight;
    schedule();
  }).observe(scroll);
  theme.onChange(() => {
    colours = readColours();
    fit = undefined;
    if (shown !== undefined) shown = makeShown(shown.view, colours);
    schedule();
  });
  content.append(canvas, labels.element);

  return {
    element: h('div', { class: 'timeline-chart' }, bands, minimap.element, axis, scroll, hint),
    show: (next, wanted) => {
      layout = next;
      whole = wholeOf(next);
      ran = clamped(wholeOf(next.ran), whole);
      viewport = wanted === undefined ? ran : clamped(wanted, whole);
      shown = undefined;
      overview = undefined;
      canvas.setAttribute(
        'aria-label',
        `Timeline of ${next.events.toLocaleString('en-US')} events on ${next.tracks.length} tracks. ` +
          'W and S zoom, A and D move, arrow keys go from event to event.',
      );
      relay();
      host.timelineOverview(OVERVIEW_COLUMNS).then((answer) => {
        overview = answer;
        bands.replaceChildren(
          ...['device', 'host', 'spans'].filter((band) => band in answer).map((band) => h('span', {}, band)),
        );
        schedule();
      }, context.showError);
    },
    select: (details) => {
      selected = details;
      schedule();
    },
    reveal: ({ place, start, duration = 0 }) => {
      if (layout === undefined) return;
      const process = layout.processes.findIndex(({ tracks }) => tracks.includes(place.track));
      const tracks = new Set(closed.tracks);
      const processes = new Set(closed.processes);
      if (processes.delete(process) || (place.depth > 0 && tracks.delete(place.track))) {
        closed = { processes, tracks };
        relay();
      }
      const lane = laneBox(layout, rows, place) ?? { top: 0, height: LANE };
      if (lane.top < scroll.scrollTop || lane.top + lane.height > scroll.scrollTop + height)
        scroll.scrollTo({ top: lane.top - (height - lane.height) / 2 });
      move(revealing(viewport, whole, start, start + duration));
    },
    zoom: (factor) => move(zoomed(viewport, whole, factor, 0.5)),
    showAll,
    closeAll: (isClosed) => {
      closed = {
        processes: new Set(),
        tracks: new Set(isClosed ? layout?.tracks.map((_, track) => track) : []),
      };
      relay();
    },
    focus: () => canvas.focus(),
    viewport: () => viewport,
  };
};
