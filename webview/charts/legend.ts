import { h } from '../dom';
import type { Palette } from '../theme/palette';
import type { Series } from './bar-data';
import { fillOf } from './patterns';

const SIDE = 14;

/** One entry a series, its swatch filled as its bars are. */
export const legend = (series: readonly Series[], palette: Palette): readonly HTMLElement[] =>
  series.map((one, index) => h('li', {}, swatch(fillOf(one, index, palette)), one.name));

const swatch = (fill: string | CanvasPattern): HTMLCanvasElement => {
  const pixels = Math.round(SIDE * window.devicePixelRatio);
  const canvas = h('canvas', { width: pixels, height: pixels, class: 'swatch', 'aria-hidden': 'true' });
  const context = canvas.getContext('2d');
  if (context !== null) {
    context.scale(pixels / SIDE, pixels / SIDE);
    context.fillStyle = fill;
    context.fillRect(0, 0, SIDE, SIDE);
  }
  return canvas;
};
