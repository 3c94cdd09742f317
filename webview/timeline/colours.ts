/** The theme's colours as the timeline's canvases need them. */
import { EVENT_CLASSES } from '../../src/core/traces/timeline/event-class';
import { NAME_COLOURS } from '../../src/core/traces/timeline/event-colour';
import { type Palette, readPalette } from '../theme/palette';

/** Red, green, blue: 0 … 255. */
export type Rgb = readonly [number, number, number];

export interface EventColour {
  readonly fill: string;
  readonly rgb: Rgb;
  /** Of a text on it. */
  readonly text: string;
}

export interface TimelineColours extends Palette {
  /** By place in `EVENT_CLASSES`, and after those the colours of names: see `eventColours`. */
  readonly events: readonly EventColour[];
  readonly selection: string;
}

const LEGIBLE = 4.5;

export const readColours = (): TimelineColours => {
  const palette = readPalette();
  const style = getComputedStyle(document.body);
  const toRgb = rgbReader();
  const inks = [palette.foreground, palette.background, 'black', 'white'];
  const tokens = [
    ...EVENT_CLASSES.map((name) => `--wl-event-${name}`),
    ...Array.from({ length: NAME_COLOURS }, (_, place) => `--wl-name-${place}`),
  ];
  const events = tokens.map((token): EventColour => {
    const fill = style.getPropertyValue(token).trim();
    const rgb = toRgb(fill);
    const contrasts = inks.map((ink) => ({ ink, contrast: contrastOf(toRgb(ink), rgb) }));
    const best = contrasts.reduce((a, b) => (b.contrast > a.contrast ? b : a));
    return { fill, rgb, text: (contrasts.find(({ contrast }) => contrast >= LEGIBLE) ?? best).ink };
  });
  return {
    ...palette,
    events,
    selection: style.getPropertyValue('--wl-focus').trim(),
  };
};

/** What a colour of CSS, whatever its notation, is on the screen. */
const rgbReader = (): ((colour: string) => Rgb) => {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 1;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  return (colour) => {
    if (context === null) return [0, 0, 0];
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
    return [red, green, blue];
  };
};

/** Relative luminance (WCAG 2.2). */
const luminance = (rgb: Rgb): number => {
  const [red = 0, green = 0, blue = 0] = rgb.map((part) => {
    const value = part / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

/** 1 … 21 (WCAG 2.2). */
const contrastOf = (a: Rgb, b: Rgb): number => {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
};
