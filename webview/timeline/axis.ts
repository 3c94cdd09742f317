/** Where the marks of the time axis stand, and what they say. */
import { LADDERS } from '../../src/core/units/ladders';
import type { TimelineColours } from './colours';
import { spanOf, type Viewport } from './viewport';

export interface Tick {
  /** Pixels. */
  readonly x: number;
  readonly label: string;
}

const NANOSECONDS = 1e9;
/** Pixels between marks, at least; a label has room there. */
const APART = 120;
const STEPS = [1, 2, 5, 10];

/** Marks at round times since `origin`; nanoseconds. */
export const gridTicks = (viewport: Viewport, origin: number, width: number): readonly Tick[] => {
  const span = spanOf(viewport);
  if (!(span > 0) || width <= 0) return [];
  const least = (span / width) * APART;
  const power = 10 ** Math.floor(Math.log10(least));
  const step = power * (STEPS.find((factor) => factor * power >= least) ?? 10);
  const ticks: Tick[] = [];
  const first = Math.ceil((viewport.from - origin) / step);
  for (let n = first; origin + n * step <= viewport.to; n++)
    ticks.push({
      x: ((origin + n * step - viewport.from) / span) * width,
      // Not -0.
      label: timeLabel(n * step + 0, step),
    });
  return ticks;
};

/** A time with as many decimals as tell it from the next mark: "12.304 ms". */
export const timeLabel = (nanoseconds: number, step: number): string => {
  const seconds = nanoseconds / NANOSECONDS;
  const reached = LADDERS.s.findLast(({ size }) => size <= 1 && size <= Math.abs(seconds) * (1 + 1e-9));
  const unit = reached ?? LADDERS.s.findLast(({ size }) => size * NANOSECONDS <= step) ?? LADDERS.s[0];
  const decimals = Math.max(0, Math.ceil(-Math.log10(step / NANOSECONDS / unit.size) - 1e-9));
  const value = seconds / unit.size;
  return `${value.toLocaleString('en-US', { minimumFractionDigits: Math.min(decimals, 20), maximumFractionDigits: Math.min(decimals, 20) })} ${unit.label}`;
};

export const paintAxis = (
  context: CanvasRenderingContext2D,
  ticks: readonly Tick[],
  width: number,
  height: number,
  colours: TimelineColours,
): void => {
  context.clearRect(0, 0, width, height);
  context.font = `${colours.font.size * 0.85}px ${colours.font.family}`;
  context.textBaseline = 'middle';
  context.fillStyle = colours.quiet;
  let free = 0;
  for (const { x, label } of ticks) {
    context.fillRect(Math.round(x), height - 6, 1, 6);
    const length = context.measureText(label).width;
    const at = labelStart(x, length, free, width);
    if (at === undefined) continue;
    context.fillText(label, at, height / 2);
    free = at + length;
  }
};

/** Between a mark and its label, and between labels. */
const BESIDE = 4;

/** Behind its mark; where it would be cut off there, before it; undefined without room for either. Pixels. */
export const labelStart = (x: number, length: number, free: number, width: number): number | undefined => {
  if (x + BESIDE + length <= width) return x + BESIDE;
  const before = x - BESIDE - length;
  return before >= free + BESIDE ? before : undefined;
};
