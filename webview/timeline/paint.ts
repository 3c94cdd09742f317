/** Draws a frame: lanes, what is in them, the selected event and its arrows. Nothing here asks or remembers. */
import { EVENT_CLASSES } from '../../src/core/traces/timeline/event-class';
import type { EventDetails } from '../../src/core/traces/timeline/event';
import type { TimelineLayout } from '../../src/core/traces/timeline/layout';
import type { EventPlace } from '../../src/core/traces/timeline/places';
import { drawArrow } from './arrow';
import { gridTicks } from './axis';
import type { EventColour, TimelineColours } from './colours';
import type { TextFitter } from './fit-text';
import { LANE, laneBox, type LaneBox, type Rows, rowsWithin } from './rows';
import type { Shown } from './shown';
import { spanOf, type Viewport } from './viewport';

export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly viewport: Viewport;
  readonly rows: Rows;
  readonly layout: TimelineLayout;
  readonly scrollTop: number;
  readonly shown: Shown | undefined;
  readonly selected: EventDetails | undefined;
  /** Stretch of pixels that the pointer marks. */
  readonly marked: readonly [number, number] | undefined;
  readonly colours: TimelineColours;
  readonly fit: TextFitter;
}

/** Between an event and the lane's edge. */
const INSET = 1;
const BAR = LANE - 2 * INSET;
/** Wide enough to be told from its neighbour by a gap. */
const APART = 3;
const TEXT_INSET = 4;
const NARROWEST_TEXT = 28;
const COUNTER = EVENT_CLASSES.indexOf('counter');
const INSTANT = EVENT_CLASSES.indexOf('instant');

export const paint = (context: CanvasRenderingContext2D, frame: Frame): void => {
  const { width, height, rows, scrollTop, colours, shown, viewport } = frame;
  context.clearRect(0, 0, width, height);
  context.fillStyle = colours.grid;
  for (const { x } of gridTicks(viewport, frame.layout.from, width))
    context.fillRect(Math.round(x), 0, 1, height);
  context.font = `${colours.font.size * 0.92}px ${colours.font.family}`;
  context.textBaseline = 'middle';
  context.imageSmoothingEnabled = false;
  for (const row of rowsWithin(rows, scrollTop, scrollTop + height)) {
    const top = row.top - scrollTop;
    if (row.kind === 'process') {
      context.fillStyle = colours.grid;
      context.fillRect(0, Math.round(top), width, 1);
      continue;
    }
    if (shown === undefined) continue;
    const kind = frame.layout.tracks[row.track]?.kind;
    for (let depth = 0; depth < row.depth; depth++) {
      const y = top + depth * row.laneHeight;
      if (y + row.laneHeight <= 0 || y >= height) continue;
      const slot = shown.slotOf({ track: row.track, depth });
      if (slot === undefined) continue;
      if (kind === 'counter') paintArea(context, frame, shown, slot, { top: y, height: row.laneHeight });
      else if (kind === 'instants') paintMarkers(context, frame, shown, slot, y + INSET);
      else paintLane(context, frame, shown, slot, y + INSET);
    }
  }
  paintSelection(context, frame);
  if (frame.marked !== undefined) paintMarked(context, frame, frame.marked);
};

const paintLane = (
  context: CanvasRenderingContext2D,
  { width, viewport, colours, fit }: Frame,
  { view, stripes }: Shown,
  slot: number,
  y: number,
): void => {
  const scale = width / spanOf(viewport);
  const { query, first, start, end, colour, label, names } = view;
  const stripe = view.stripe[slot] ?? -1;
  if (stripe >= 0 && stripes !== undefined) {
    const perTime = query.columns / (query.to - query.from);
    const from = Math.max(viewport.from, query.from);
    const to = Math.min(viewport.to, query.to);
    if (to > from)
      context.drawImage(
        stripes,
        (from - query.from) * perTime,
        stripe,
        (to - from) * perTime,
        1,
        (from - viewport.from) * scale,
        y,
        (to - from) * scale,
        BAR,
      );
  }
  let fill = -1;
  const last = first[slot + 1] ?? 0;
  for (let i = first[slot] ?? 0; i < last; i++) {
    const left = ((start[i] ?? 0) - viewport.from) * scale;
    if (left >= width) break;
    const right = ((end[i] ?? 0) - viewport.from) * scale;
    if (right <= 0) continue;
    const of = colour[i] ?? 0;
    if (of !== fill) {
      context.fillStyle = colours.events[of]?.fill ?? colours.quiet;
      fill = of;
    }
    const x = Math.max(left, -2);
    const w = Math.max(Math.min(right, width + 2) - x, 1);
    context.fillRect(x, y, w >= APART ? w - 1 : w, BAR);
    if (w >= NARROWEST_TEXT && (label[i] ?? -1) >= 0) {
      paintName(
        context,
        colours.events[of],
        fit(names[label[i] ?? 0] ?? '', w - 2 * TEXT_INSET),
        Math.max(x, 0),
        y,
      );
      fill = -1;
    }
  }
  if (colours.contrast !== 'transparent')
    outlineLane(context, view, slot, y, viewport, width, colours.contrast);
};

const LIGHT = 0.45;

/** A counter: solid up to the least value of each pixel, lighter up to its greatest. */
const paintArea = (
  context: CanvasRenderingContext2D,
  { width, viewport, colours }: Frame,
  { view, areas }: Shown,
  slot: number,
  { top, height }: LaneBox,
): void => {
  const paths = areas[view.area[slot] ?? -1];
  if (paths === undefined) return;
  const { query } = view;
  const scale = width / spanOf(viewport);
  context.save();
  context.fillStyle = colours.events[COUNTER]?.fill ?? colours.quiet;
  context.translate((query.from - viewport.from) * scale, top + INSET);
  context.scale(((query.to - query.from) * scale) / query.columns, height - 2 * INSET);
  context.fill(paths.least);
  context.globalAlpha = LIGHT;
  context.fill(paths.most);
  context.restore();
  context.fillStyle = colours.grid;
  context.fillRect(0, Math.round(top + height - INSET), width, 1);
};

/** Half a marker's width, in pixels. */
export const MARKER = 5;

/** Instants: a marker each, or a line where they are too near each other. */
const paintMarkers = (
  context: CanvasRenderingContext2D,
  { width, viewport, colours }: Frame,
  { view }: Shown,
  slot: number,
  y: number,
): void => {
  const stripe = view.stripe[slot] ?? -1;
  if (stripe < 0) return;
  const { query, fill } = view;
  const pixels = (width / spanOf(viewport)) * ((query.to - query.from) / query.columns);
  const offset = (query.from - viewport.from) * (width / spanOf(viewport));
  const first = Math.max(0, Math.floor((-MARKER - offset) / pixels));
  const last = Math.min(query.columns, Math.ceil((width + MARKER - offset) / pixels));
  context.fillStyle = colours.events[INSTANT]?.fill ?? colours.quiet;
  let before = -Infinity;
  for (let column = first; column < last; column++) {
    if ((fill[stripe * query.columns + column] ?? 0) === 0) continue;
    const x = offset + (column + 0.5) * pixels;
    if (x - before < 1) continue;
    if (x - before < 2 * MARKER) context.fillRect(x, y, 1, BAR);
    else {
      context.beginPath();
      context.moveTo(x, y);
      context.lineTo(x + MARKER, y + BAR / 2);
      context.lineTo(x, y + BAR);
      context.lineTo(x - MARKER, y + BAR / 2);
      context.fill();
    }
    before = x;
  }
};

const paintName = (
  context: CanvasRenderingContext2D,
  colour: EventColour | undefined,
  text: string,
  x: number,
  y: number,
): void => {
  if (text === '' || colour === undefined) return;
  context.fillStyle = colour.text;
  context.fillText(text, x + TEXT_INSET, y + BAR / 2 + 0.5);
};

/** In high contrast themes every event has an edge. */
const outlineLane = (
  context: CanvasRenderingContext2D,
  { first, start, end }: Shown['view'],
  slot: number,
  y: number,
  viewport: Viewport,
  width: number,
  colour: string,
): void => {
  const scale = width / spanOf(viewport);
  context.strokeStyle = colour;
  context.lineWidth = 1;
  for (let i = first[slot] ?? 0; i < (first[slot + 1] ?? 0); i++) {
    const left = Math.max(((start[i] ?? 0) - viewport.from) * scale, -2);
    const right = Math.min(((end[i] ?? 0) - viewport.from) * scale, width + 2);
    if (right - left > 2 * APART)
      context.strokeRect(Math.round(left) + 0.5, y + 0.5, Math.round(right - left) - 2, BAR - 1);
  }
};

interface EventBox {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** Where an event stands on the canvas. */
const boxOf = (
  { viewport, width, layout, rows, scrollTop }: Frame,
  place: EventPlace,
  start: number,
  end: number,
): EventBox | undefined => {
  const lane = laneBox(layout, rows, place);
  if (lane === undefined) return undefined;
  const scale = width / spanOf(viewport);
  const x = (start - viewport.from) * scale;
  const [y, h] = [lane.top - scrollTop + INSET, lane.height - 2 * INSET];
  return layout.tracks[place.track]?.kind === 'instants'
    ? { x: x - MARKER, y, w: 2 * MARKER, h }
    : { x, y, w: Math.max((end - start) * scale, 2), h };
};

const paintSelection = (context: CanvasRenderingContext2D, frame: Frame): void => {
  const { selected, colours, width } = frame;
  if (selected === undefined) return;
  const end = selected.start + (selected.duration ?? 0);
  const own = boxOf(frame, selected.place, selected.start, end);
  if (own === undefined) return;
  for (const link of selected.links) {
    const other = boxOf(frame, link.place, link.start, link.end);
    if (other === undefined) continue;
    const [tail, head] = link.forwards ? [own, other] : [other, own];
    // From its end, so that the name stays free, unless the other begins before that.
    const left = tail.x + tail.w <= head.x ? tail.w : Math.min(tail.w, 6) / 2;
    drawArrow(
      context,
      { x: tail.x + left, y: tail.y + BAR / 2 },
      { x: head.x, y: head.y + BAR / 2 },
      colours,
    );
    outline(context, other, width, colours.foreground, 1);
  }
  outline(context, own, width, colours.foreground, 2);
};

const outline = (
  context: CanvasRenderingContext2D,
  { x, y, w, h }: EventBox,
  width: number,
  colour: string,
  line: number,
): void => {
  const left = Math.max(x, -4);
  const right = Math.min(x + w, width + 4);
  if (right < 0 || left > width) return;
  context.strokeStyle = colour;
  context.lineWidth = line;
  context.strokeRect(left - 0.5, y - 0.5, Math.max(right - left, 2), h + 1);
};

const paintMarked = (
  context: CanvasRenderingContext2D,
  { height, colours }: Frame,
  [a, b]: readonly [number, number],
): void => {
  context.save();
  context.globalAlpha = 0.25;
  context.fillStyle = colours.selection;
  context.fillRect(Math.min(a, b), 0, Math.abs(b - a), height);
  context.restore();
  context.fillStyle = colours.selection;
  for (const x of [a, b]) context.fillRect(x, 0, 1, height);
};
