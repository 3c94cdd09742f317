import type { Trace } from '../columns';
import { type CounterLevels, counterLevels } from './counter-levels';
import { eventClasses } from './event-class';
import { type Extras, extrasOf } from './extras';
import { layLanes } from './lanes';
import { type TimelineLayout, layoutOf, spanOf } from './layout';
import { buildPyramid, type Pyramid } from './pyramid';
import { finish, part, type Work } from './work';

/**
 * A trace made ready to be drawn at any magnification; what the functions of this folder ask. Its rows are those of the
 * slices, then those of `extras`.
 */
export interface TimelineIndex {
  readonly trace: Trace;
  readonly extras: Extras;
  readonly pyramid: Pyramid;
  readonly counters: CounterLevels;
  readonly layout: TimelineLayout;
  /** Place in `EVENT_CLASSES` of a row. */
  readonly classOf: (row: number) => number;
}

/** A second of work for some million events, and about twenty bytes of memory each. */
export function* indexing(trace: Trace): Work<TimelineIndex> {
  yield 0;
  const { to: end } = spanOf(trace);
  const extras = extrasOf(trace, end);
  const classOf = eventClasses(trace, extras);
  const lanes = yield* part(layLanes(trace, extras), 0.05, 0.6);
  const pyramid = yield* part(buildPyramid(trace.slices, extras, lanes), 0.6, 0.95);
  yield 0.95;
  const layout = layoutOf(trace, extras, lanes, classOf);
  return { trace, extras, pyramid, counters: counterLevels(extras), layout, classOf };
}

export const indexTimeline = (trace: Trace): TimelineIndex => finish(indexing(trace));
