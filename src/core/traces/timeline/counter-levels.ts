import type { Extras } from './extras';
import { firstFrom } from './pyramid';
import type { TimelineIndex } from './timeline';

/** Values under one entry of `least` and `most`. */
const BLOCK = 64;

/** The extremes of blocks of counters' values, so that those of any stretch are found in a few steps. */
export interface CounterLevels {
  readonly least: Float64Array;
  readonly most: Float64Array;
}

export const counterLevels = ({ value }: Extras): CounterLevels => {
  const blocks = Math.ceil(value.length / BLOCK);
  const least = new Float64Array(blocks).fill(Infinity);
  const most = new Float64Array(blocks).fill(-Infinity);
  for (let i = 0; i < value.length; i++) {
    const block = Math.floor(i / BLOCK);
    const at = value[i] ?? 0;
    if (at < (least[block] ?? 0)) least[block] = at;
    if (at > (most[block] ?? 0)) most[block] = at;
  }
  return { least, most };
};

export interface Extremes {
  readonly least: number;
  readonly most: number;
}

/** Of the values at places `from` to before `to` of `extras.value`; not finite where there is none. */
export const extremesOf = ({ value }: Extras, levels: CounterLevels, from: number, to: number): Extremes => {
  let least = Infinity;
  let most = -Infinity;
  for (let i = from; i < to;) {
    const isBlock = i % BLOCK === 0 && i + BLOCK <= to;
    const low = isBlock ? levels.least[i / BLOCK] : value[i];
    const high = isBlock ? levels.most[i / BLOCK] : value[i];
    if (low !== undefined && low < least) least = low;
    if (high !== undefined && high > most) most = high;
    i += isBlock ? BLOCK : 1;
  }
  return { least, most };
};

/** The place in `extras.value` of a position. */
export const valuePlace = ({ pyramid, extras }: TimelineIndex, at: number): number =>
  at - pyramid.lanes.placed - extras.firstValue;

/** What a counter was in each column: the extremes, that of the column's beginning among them; NaN before its first value. */
export interface CounterColumns {
  readonly least: Float64Array;
  readonly most: Float64Array;
}

/** O(columns × log values). @param lane of a counter */
export const counterColumns = (
  timeline: TimelineIndex,
  lane: number,
  { from, to, columns }: { readonly from: number; readonly to: number; readonly columns: number },
): CounterColumns => {
  const { pyramid, extras, counters } = timeline;
  const laneFirst = pyramid.lanes.first[lane] ?? 0;
  const laneEnd = pyramid.lanes.first[lane + 1] ?? 0;
  const width = (to - from) / columns;
  const least = new Float64Array(columns).fill(NaN);
  const most = new Float64Array(columns).fill(NaN);
  // The value in effect at the column's beginning is the last that was written before it.
  let next = firstFrom(pyramid, from, laneFirst, laneEnd);
  for (let c = 0; c < columns; c++) {
    const begin = Math.max(laneFirst, next - 1);
    next = firstFrom(pyramid, from + (c + 1) * width, next, laneEnd);
    if (begin >= next) continue;
    const found = extremesOf(extras, counters, valuePlace(timeline, begin), valuePlace(timeline, next));
    least[c] = found.least;
    most[c] = found.most;
  }
  return { least, most };
};
