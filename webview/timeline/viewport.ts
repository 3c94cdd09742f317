/** The stretch of time in view; nanoseconds after the trace's origin. */
export interface Viewport {
  readonly from: number;
  readonly to: number;
}

/** Less is nothing any clock tells apart. */
const SHORTEST = 20;
/** Left free at both ends of the whole trace, so that its first and last event have an edge. */
const MARGIN = 0.01;

export const spanOf = ({ from, to }: Viewport): number => to - from;

/** The whole of a trace, with a little room around it. */
export const wholeOf = ({ from, to }: Viewport): Viewport => {
  const margin = Math.max(SHORTEST / 2, (to - from) * MARGIN);
  return { from: from - margin, to: to + margin };
};

/** As near as the whole allows: no longer than it, and not beside it. */
export const clamped = ({ from, to }: Viewport, whole: Viewport): Viewport => {
  const span = Math.min(Math.max(to - from, SHORTEST), spanOf(whole));
  const centred = (from + to - span) / 2;
  const start = Math.min(Math.max(centred, whole.from), whole.to - span);
  return { from: start, to: start + span };
};

/** `factor` times as long, with the time at `anchor` (0 left … 1 right) where it was. */
export const zoomed = (view: Viewport, whole: Viewport, factor: number, anchor: number): Viewport => {
  const span = Math.min(Math.max(spanOf(view) * factor, SHORTEST), spanOf(whole));
  const at = view.from + spanOf(view) * anchor;
  const from = at - span * anchor;
  return clamped({ from, to: from + span }, whole);
};

/** Moved by a share of its length. */
export const panned = (view: Viewport, whole: Viewport, share: number): Viewport => {
  const by = spanOf(view) * share;
  return clamped({ from: view.from + by, to: view.to + by }, whole);
};

/** Of an event this share of the picture is shown on each side. */
const AROUND = 1.5;
/** An event narrower than this share cannot be seen well. */
const NARROW = 0.01;
/** Of the picture, filled with a longer event. */
const MUCH = 0.3;
const BEFORE = 0.2;

/** Shows an event: as it is where much of it can be seen, else moved; nearer only where it is too narrow. */
export const revealing = (view: Viewport, whole: Viewport, start: number, end: number): Viewport => {
  const span = spanOf(view);
  const length = end - start;
  if (length < span * NARROW) return around(whole, start, end);
  const seen = Math.min(end, view.to) - Math.max(start, view.from);
  if (seen >= Math.min(length, span * MUCH)) return view;
  const from = length > span ? start - span * BEFORE : (start + end - span) / 2;
  return clamped({ from, to: from + span }, whole);
};

/** An event with some of what is beside it. */
export const around = (whole: Viewport, start: number, end: number): Viewport => {
  const room = Math.max((end - start) * AROUND, SHORTEST);
  return clamped({ from: start - room, to: end + room }, whole);
};
