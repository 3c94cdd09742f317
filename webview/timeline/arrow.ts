import type { TimelineColours } from './colours';

export interface Point {
  readonly x: number;
  readonly y: number;
}

const HEAD = 6;

/** A curved arrow from one event to another, with an edge in the background's colour so that it stands out on any fill. */
export const drawArrow = (
  context: CanvasRenderingContext2D,
  tail: Point,
  head: Point,
  { foreground, background }: TimelineColours,
): void => {
  const bend = Math.max(24, Math.min(120, Math.abs(head.x - tail.x) / 2));
  const tip = head.x - 1;
  const curve = new Path2D();
  curve.moveTo(tail.x, tail.y);
  curve.bezierCurveTo(tail.x + bend, tail.y, tip - bend, head.y, tip - HEAD, head.y);
  const point = new Path2D();
  point.moveTo(tip, head.y);
  point.lineTo(tip - HEAD - 1, head.y - HEAD / 2 - 1);
  point.lineTo(tip - HEAD - 1, head.y + HEAD / 2 + 1);
  point.closePath();
  for (const [colour, width] of [
    [background, 4],
    [foreground, 1.5],
  ] as const) {
    context.strokeStyle = context.fillStyle = colour;
    context.lineWidth = width;
    context.stroke(curve);
    if (colour === background) context.stroke(point);
    else context.fill(point);
  }
};
