import type { Trace } from '../columns';
import { eventClasses } from './event-class';
import { layLanes } from './lanes';
import { type TimelineLayout, layoutOf } from './layout';
import { buildPyramid, type Pyramid } from './pyramid';

/** A trace made ready to be drawn at any magnification; what the functions of this folder ask. */
export interface TimelineIndex {
  readonly trace: Trace;
  readonly pyramid: Pyramid;
  readonly layout: TimelineLayout;
  /** Place in `EVENT_CLASSES` of a slice row. */
  readonly classOf: (row: number) => number;
}

/** A second of work for some million events, and about twenty bytes of memory each. */
export const indexTimeline = (trace: Trace): TimelineIndex => {
  const lanes = layLanes(trace);
  const classOf = eventClasses(trace);
  return {
    trace,
    pyramid: buildPyramid(trace.slices, lanes),
    layout: layoutOf(trace, lanes, classOf),
    classOf,
  };
};
