/** What to ask the worker for, and whether what there is will do. */
import type { LaneRange, ViewQuery } from '../../src/core/traces/timeline/view';
import type { Shown } from './shown';
import { spanOf, type Viewport } from './viewport';

/** Of what is in view, asked for on both sides, so that moving shows nothing empty. */
const MARGIN = 0.5;
/** Of a column; more, and it is seen that it was made for another magnification. */
const SAME_SCALE = 0.02;
/** More columns than any screen has. */
const MOST_COLUMNS = 16_000;

interface Wanted {
  readonly viewport: Viewport;
  readonly whole: Viewport;
  /** Of the screen, not of CSS. */
  readonly pixels: number;
  readonly lanes: readonly LaneRange[];
}

export const queryFor = ({ viewport, whole, pixels, lanes }: Wanted): ViewQuery => {
  const margin = spanOf(viewport) * MARGIN;
  const from = Math.max(whole.from, viewport.from - margin);
  const to = Math.min(whole.to, viewport.to + margin);
  const columns = Math.min(MOST_COLUMNS, Math.max(1, Math.round(((to - from) / spanOf(viewport)) * pixels)));
  return { from, to, columns, lanes };
};

/** Whether an answer shows all that is in view, as finely as it is looked at. */
export const isEnough = (shown: Shown | undefined, { viewport, pixels, lanes }: Wanted): boolean => {
  if (shown === undefined) return lanes.length === 0;
  const { query } = shown.view;
  const column = (query.to - query.from) / query.columns;
  const wanted = spanOf(viewport) / pixels;
  const isFine = Math.abs(column / wanted - 1) <= SAME_SCALE || query.columns >= MOST_COLUMNS;
  return (
    isFine &&
    query.from <= viewport.from &&
    query.to >= viewport.to &&
    lanes.every(
      ({ track, firstDepth, endDepth }) =>
        shown.slotOf({ track, depth: firstDepth }) !== undefined &&
        shown.slotOf({ track, depth: endDepth - 1 }) !== undefined,
    )
  );
};
