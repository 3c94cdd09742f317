/** An answer of the worker made ready to be drawn many times over. */
import type { EventPlace } from '../../src/core/traces/timeline/places';
import type { View } from '../../src/core/traces/timeline/view';
import type { TimelineColours } from './colours';

export interface Shown {
  readonly view: View;
  /** Place of a lane in the view; undefined where it was not asked for. */
  readonly slotOf: (place: EventPlace) => number | undefined;
  /** A row of pixels for each stripe of short events; undefined where there are none. */
  readonly stripes: HTMLCanvasElement | undefined;
  /** For each counter; a column wide is 1, the range of its track high is 1. */
  readonly areas: readonly AreaPaths[];
}

/** What lies below the least and below the greatest value of each column. */
export interface AreaPaths {
  readonly least: Path2D;
  readonly most: Path2D;
}

/** A single short event fills little of its pixel, and is to be seen all the same. */
const FAINTEST = 90;
/** The same in high contrast themes, whose readers cannot tell it from the background. */
const FAINTEST_IN_CONTRAST = 200;
/** More than any track is deep. */
const DEPTHS = 4096;

export const makeShown = (view: View, colours: TimelineColours): Shown => {
  const slots = new Map<number, number>();
  let slot = 0;
  for (const { track, firstDepth, endDepth } of view.query.lanes)
    for (let depth = firstDepth; depth < endDepth; depth++) slots.set(track * DEPTHS + depth, slot++);
  return {
    view,
    slotOf: ({ track, depth }) => slots.get(track * DEPTHS + depth),
    stripes: drawStripes(view, colours),
    areas: areaPaths(view),
  };
};

const areaPaths = ({ query: { columns }, areaLeast, areaMost }: View): readonly AreaPaths[] =>
  Array.from({ length: areaMost.length / columns }, (_, area) => ({
    least: areaPath(areaLeast.subarray(area * columns, (area + 1) * columns)),
    most: areaPath(areaMost.subarray(area * columns, (area + 1) * columns)),
  }));

/** Steps from the lower edge, a line for each stretch of equal values. */
const areaPath = (values: Uint8Array): Path2D => {
  const path = new Path2D();
  path.moveTo(0, 1);
  for (let from = 0; from < values.length;) {
    let to = from + 1;
    while (to < values.length && values[to] === values[from]) to++;
    const y = 1 - (values[from] ?? 0) / 255;
    path.lineTo(from, y);
    path.lineTo(to, y);
    from = to;
  }
  path.lineTo(values.length, 1);
  path.closePath();
  return path;
};

const drawStripes = (
  { query, fill, fillColour }: View,
  { events, contrast }: TimelineColours,
): HTMLCanvasElement | undefined => {
  const height = fill.length / query.columns;
  if (height === 0) return undefined;
  const canvas = document.createElement('canvas');
  canvas.width = query.columns;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (context === null) return undefined;
  const image = context.createImageData(query.columns, height);
  const pixels = new Uint32Array(image.data.buffer);
  // Little-endian, as every machine that runs a browser is: alpha stands highest.
  const inks = events.map(({ rgb: [red, green, blue] }) => red | (green << 8) | (blue << 16));
  const faintest = contrast === 'transparent' ? FAINTEST : FAINTEST_IN_CONTRAST;
  for (let i = 0; i < fill.length; i++) {
    const share = fill[i] ?? 0;
    if (share === 0) continue;
    const alpha = Math.round(faintest + ((255 - faintest) * share) / 255);
    pixels[i] = ((inks[fillColour[i] ?? 0] ?? 0) | (alpha << 24)) >>> 0;
  }
  context.putImageData(image, 0, 0);
  return canvas;
};
