import type { FrameKind } from '../../../src/core/report/pages/page';
import { fillOf } from '../patterns';
import type { Palette } from '../../theme/palette';
import type { FlameBox, FlameNode } from './layout';

export const ROW = 20;
const PADDING = 4;
/** Shorter names say nothing. */
const LEAST_TEXT = 28;
/** So that the text on it can be read in every theme. */
const FILL_OPACITY = 0.4;
const FADED = 0.15;

export const KIND_NAMES: Readonly<Record<FrameKind, string>> = {
  code: 'own Python',
  library: 'packages and built-in functions',
  operator: 'operators',
};
const KINDS: readonly FrameKind[] = ['code', 'library', 'operator'];

export interface Marks {
  readonly selected: FlameNode | undefined;
  /** Empty where nothing is searched for. */
  readonly found: ReadonlySet<FlameNode>;
  readonly searching: boolean;
}

/** Draws at CSS pixels; the canvas has as many as the screen. */
export const drawFlame = (
  context: CanvasRenderingContext2D,
  boxes: readonly FlameBox[],
  marks: Marks,
  palette: Palette,
  focus: string,
): void => {
  const fills = KINDS.map((_, index) => fillOf({}, index, palette));
  context.textBaseline = 'middle';
  context.font = `${palette.font.size * 0.92}px ${palette.font.family}`;
  for (const box of boxes) drawBox(context, box, marks, palette, fills);
  const selected = boxes.find(({ node }) => node === marks.selected);
  if (selected === undefined) return;
  context.strokeStyle = focus;
  context.lineWidth = 2;
  context.strokeRect(selected.x + 1, selected.depth * ROW + 1, Math.max(1, selected.width - 2), ROW - 3);
};

const drawBox = (
  context: CanvasRenderingContext2D,
  { node, x, width, depth }: FlameBox,
  { found, searching }: Marks,
  palette: Palette,
  fills: readonly (string | CanvasPattern)[],
): void => {
  const y = depth * ROW;
  const box = [x, y, Math.max(0.5, width - 1), ROW - 1] as const;
  const faded = searching && !found.has(node);
  context.globalAlpha = faded ? FADED : FILL_OPACITY;
  context.fillStyle =
    node.parent === undefined ? palette.rest : (fills[KINDS.indexOf(node.frame.kind)] ?? palette.rest);
  context.fillRect(...box);
  context.globalAlpha = 1;
  if (palette.contrast !== '' && palette.contrast !== 'transparent') {
    context.strokeStyle = palette.contrast;
    context.lineWidth = 1;
    context.strokeRect(x + 0.5, y + 0.5, Math.max(0.5, width - 2), ROW - 2);
  }
  if (width < LEAST_TEXT) return;
  context.fillStyle = faded ? palette.quiet : palette.foreground;
  const text = fitting(context, shortName(node.frame.name), width - 2 * PADDING);
  context.fillText(text, x + PADDING, y + ROW / 2);
};

/** "/long/way/to/model.py(42): forward" as "forward (model.py:42)", the name first. */
export const shortName = (name: string): string => {
  const [, file, line, called] = /^(.+)\((\d+)\): (.+)$/.exec(name) ?? [];
  return file === undefined || called === undefined
    ? name
    : `${called} (${file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1)}:${line})`;
};

const fitting = (context: CanvasRenderingContext2D, text: string, width: number): string => {
  if (context.measureText(text).width <= width) return text;
  let [fits, not] = [0, text.length];
  while (not - fits > 1) {
    const middle = (fits + not) >> 1;
    if (context.measureText(`${text.slice(0, middle)}…`).width <= width) fits = middle;
    else not = middle;
  }
  return fits === 0 ? '' : `${text.slice(0, fits)}…`;
};
