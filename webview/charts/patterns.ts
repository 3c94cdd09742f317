import type { Palette } from '../theme/palette';
import type { Series } from './bar-data';

/** Fills that differ in texture as well as in colour, because colour must not be the only sign. */
const TILE = 8;

type Stroke = (context: CanvasRenderingContext2D) => void;

const line = (...points: readonly (readonly [number, number, number, number])[]): Stroke => {
  return (context) => {
    for (const [x1, y1, x2, y2] of points) {
      context.moveTo(x1, y1);
      context.lineTo(x2, y2);
    }
  };
};

/** The first series is plain. Lines run over the tile's edge so that neighbours join. */
const TEXTURES: readonly Stroke[] = [
  line(),
  line([-2, 10, 10, -2], [-2, 2, 2, -2], [6, 10, 10, 6]),
  line([0, 4, 8, 4]),
  line([-2, -2, 10, 10], [6, -2, 10, 2], [-2, 6, 2, 10]),
  line([4, 0, 4, 8]),
  line([0, 4, 8, 4], [4, 0, 4, 8]),
];

/** `color` with the texture of series `index` in `ink` over it, sharp at this screen's resolution. */
const textured = (color: string, ink: string, index: number): string | CanvasPattern => {
  const texture = TEXTURES[index % TEXTURES.length];
  const scale = window.devicePixelRatio;
  const tile = document.createElement('canvas');
  tile.width = tile.height = Math.round(TILE * scale);
  const context = tile.getContext('2d');
  if (context === null || texture === undefined || index % TEXTURES.length === 0) return color;
  context.scale(tile.width / TILE, tile.height / TILE);
  context.fillStyle = color;
  context.fillRect(0, 0, TILE, TILE);
  context.strokeStyle = ink;
  context.lineWidth = 1;
  context.globalAlpha = 0.7;
  context.beginPath();
  texture(context);
  context.stroke();
  const pattern = context.createPattern(tile, 'repeat');
  pattern?.setTransform(new DOMMatrix().scale(TILE / tile.width));
  return pattern ?? color;
};

/** The fill of a series of a chart; what is left over is quiet. */
export const fillOf = (
  { rest }: Pick<Series, 'rest'>,
  index: number,
  palette: Palette,
): string | CanvasPattern =>
  rest === true
    ? palette.rest
    : textured(
        palette.series[index % palette.series.length] ?? palette.foreground,
        palette.background,
        index,
      );
