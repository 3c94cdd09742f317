import type { Trace } from '../columns';
import { type CounterLevels, counterLevels } from './counter-levels';
import { eventClasses } from './event-class';
import { eventColours } from './event-colour';
import { type Extras, extrasOf } from './extras';
import { layLanes } from './lanes';
import { classesOf, drawnSpans, layoutOf, spansOf, type TimelineLayout } from './layout';
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
  /** Place of a row's colour: see `eventColours`. */
  readonly colourOf: (row: number) => number;
}

/** A second of work for some million events, and about twenty bytes of memory each. */
export function* indexing(trace: Trace): Work<TimelineIndex> {
  const spans = yield* part(spansOf(trace), 0, 0.05);
  const extras = yield* part(extrasOf(trace, Math.max(0, spans.all.to)), 0.05, 0.15);
  const classOf = eventClasses(trace, extras);
  const classes = yield* part(classesOf(trace, extras, classOf), 0.15, 0.2);
  const lanes = yield* part(layLanes(trace, extras), 0.2, 0.65);
  const pyramid = yield* part(buildPyramid(trace.slices, extras, lanes), 0.65, 1);
  yield 1;
  const layout = layoutOf(trace, extras, lanes, drawnSpans(spans, extras), classes);
  const colourOf = eventColours(trace, extras, classOf);
  return { trace, extras, pyramid, counters: counterLevels(extras), layout, classOf, colourOf };
}

export const indexTimeline = (trace: Trace): TimelineIndex => finish(indexing(trace));
