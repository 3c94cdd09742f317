import type { Trace } from '../columns';
import type { PlacedTable } from '../columns/event-places';
import { asyncTracks } from './async-spans';
import { counterTracks } from './counter-series';
import { instantTracks } from './instants';
import { part, type Work } from './work';

/** A lane of what a trace has beside its slices, in order of time. Nanoseconds after the trace's origin. */
export interface ExtraLane {
  readonly start: Float64Array;
  /** 0 of instants; of a counter's value, until the next one. */
  readonly duration: Float64Array;
  /** TextIds; empty for counters, whose track has their name. */
  readonly name: Uint32Array;
  readonly category: Uint32Array;
  /** Of counters. */
  readonly value?: Float64Array;
  /** Of the track's table, whence they come. */
  readonly row: Uint32Array;
  /** Of asynchronous spans: the rows that end them; -1 where nothing does. */
  readonly endRow?: Int32Array;
}

export type ExtraKind = 'async' | 'instants' | 'counter';

export interface ExtraTrack {
  readonly kind: ExtraKind;
  /** Index into the trace's tracks: where it was written, or where it belongs. */
  readonly track: number;
  readonly title: string;
  readonly table: PlacedTable;
  readonly lanes: readonly ExtraLane[];
  /** Spans that found no lane. */
  readonly tooDeep: number;
  readonly unit?: 'B';
}

/**
 * What is drawn beside slices. A timeline numbers these after the slices, lane by lane, so that their rows are in the
 * order of their positions; counters come last.
 */
export interface Extras {
  readonly tracks: readonly ExtraTrack[];
  readonly length: number;
  /** Rows from here on, counted from the first extra one, are values of counters. */
  readonly firstValue: number;
  /** TextIds of the rows before `firstValue`. */
  readonly name: Uint32Array;
  readonly category: Uint32Array;
  /** From `firstValue` on. */
  readonly value: Float64Array;
}

export const lengthOfTrack = ({ lanes }: ExtraTrack): number =>
  lanes.reduce((sum, { start }) => sum + start.length, 0);

/** @param end nanoseconds: where the last slice ends, for what nobody ends */
export function* extrasOf(trace: Trace, end: number): Work<Extras> {
  const spans = yield* part(asyncTracks(trace, end), 0, 0.5);
  yield 0.5;
  const named = [...spans, ...instantTracks(trace)];
  yield 0.6;
  const counters = counterTracks(trace, end);
  yield 0.9;
  const total = (tracks: readonly ExtraTrack[]): number =>
    tracks.reduce((sum, track) => sum + lengthOfTrack(track), 0);
  const name = new Uint32Array(total(named));
  const category = new Uint32Array(name.length);
  const value = new Float64Array(total(counters));
  let at = 0;
  for (const lane of named.flatMap(({ lanes }) => lanes)) {
    name.set(lane.name, at);
    category.set(lane.category, at);
    at += lane.start.length;
  }
  at = 0;
  for (const lane of counters.flatMap(({ lanes }) => lanes)) {
    if (lane.value !== undefined) value.set(lane.value, at);
    at += lane.start.length;
  }
  return {
    tracks: [...named, ...counters],
    length: name.length + value.length,
    firstValue: name.length,
    name,
    category,
    value,
  };
}
