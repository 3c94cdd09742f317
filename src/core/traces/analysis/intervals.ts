import { type Address, type Loops, withLoops } from '../loops/loops';
import { deviceTypes, type KernelType } from './kernel-type';
import { once } from './once';
import type { Selection } from './selection';

/** Disjoint intervals in ascending order, in nanoseconds. */
export interface Intervals {
  readonly start: Float64Array;
  readonly end: Float64Array;
}

/** Intervals, and their summed length in nanoseconds. */
export interface Union extends Intervals {
  readonly length: number;
}

/** Places of the device's rows by start, equal ones as in the file; sorted once for all, for a part of them is in order too. */
const devicePlaces = once((selection: Selection): Uint32Array =>
  withLoops(selection, (loops) => {
    loops.useDevice();
    const { device, trace } = selection;
    const [track = 0] = loops.gather(device, [trace.slices.track]);
    return loops.rows(loops.calls.orderDevice(track, trace.tracks.length), device.length).slice();
  }),
);

/** The device's rows by start; see `devicePlaces`. */
export const deviceInOrder = once((selection: Selection): Uint32Array => {
  const places = devicePlaces(selection);
  return withLoops(selection, (loops) => {
    const rows = loops.room(4 * places.length);
    loops.calls.gather(rows, loops.put(places), places.length, loops.put(selection.device), 4);
    return loops.rows(rows, places.length).slice();
  });
});

/** The union of the device rows of one type of kernel. */
export const typeUnion = (selection: Selection, type: KernelType): Union => {
  const known = typeUnions(selection);
  let union = known.get(type);
  if (union === undefined)
    known.set(type, (union = deviceUnion(selection, { of: deviceTypes(selection), is: type })));
  return union;
};

const typeUnions = once((_: Selection) => new Map<KernelType, Union>());

/** When any device event runs. */
export const deviceBusy = once((selection: Selection): Union => deviceUnion(selection));

/**
 * The union of the time spans of device rows: of all, or of those with a mark (a byte for each place). Spans that touch become
 * one, as in HTA's `merge_kernel_intervals` (hta/utils/utils.py): a new interval begins where a start lies after every end so far.
 */
export const deviceUnion = (
  selection: Selection,
  mark?: { readonly of: Uint8Array; readonly is: number },
): Union => {
  const places = devicePlaces(selection);
  return withLoops(selection, (loops) => {
    loops.useDevice();
    loops.calls.uniteDevice(loops.put(places), mark === undefined ? 0 : loops.put(mark.of), mark?.is ?? 0);
    return unionOf(loops);
  });
};

const unionOf = (loops: Loops): Union => {
  const { spanStart, spanEnd, spanCount } = loops.calls;
  const [start, end, count]: readonly [Address, Address, number] = [
    spanStart.value,
    spanEnd.value,
    spanCount.value,
  ];
  return {
    start: loops.doubles(start, count).slice(),
    end: loops.doubles(end, count).slice(),
    length: loops.calls.lengthWithin(start, end, count, -Infinity, Infinity),
  };
};

/** What lies in both. */
export const intersection = (selection: Selection, a: Intervals, b: Intervals): Union =>
  withLoops(selection, (loops) => {
    const put = ({ start, end }: Intervals) => [loops.put(start), loops.put(end), start.length] as const;
    loops.calls.intersect(...put(a), ...put(b));
    return unionOf(loops);
  });
