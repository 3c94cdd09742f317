import type { Trace, Track } from '../columns';
import { profilerSpans, type Span } from '../ran';
import { isDeviceWork, SliceKind } from '../slice-kind';
import { formatQuantity } from '../../units/format';
import { EVENT_CLASSES, type EventClass } from './event-class';
import { type ExtraKind, type Extras, type ExtraTrack, lengthOfTrack } from './extras';
import { type Lanes, lengthOf, type TrackLanes } from './lanes';
import { inStretches, type Work } from './work';

/** What stands on the left of a timeline: processes, and the threads or streams of each. */
export interface TimelineLayout {
  /** Nanoseconds after the trace's origin: where the first event starts and the last ends. */
  readonly from: number;
  readonly to: number;
  /** The same of what ran, without instants and the profiler's own spans: such marks may stand far from all else. */
  readonly ran: Span;
  /** Slices, asynchronous spans and instants. */
  readonly events: number;
  /** The kinds of events there are, in the order of the legend. */
  readonly classes: readonly EventClass[];
  readonly processes: readonly TimelineProcess[];
  /** In the order of the lanes, so that `LaneRange.track` is a place in it. */
  readonly tracks: readonly TimelineTrack[];
}

export interface TimelineProcess {
  readonly title: string;
  readonly isDevice: boolean;
  /** Places in `tracks`, from top to bottom. */
  readonly tracks: readonly number[];
}

export interface TimelineTrack {
  readonly kind: 'slices' | ExtraKind;
  readonly title: string;
  /** Whether it holds work of a device. */
  readonly isDevice: boolean;
  readonly events: number;
  /** How many levels its events are nested. */
  readonly depth: number;
  /** Events nested deeper than is drawn. */
  readonly tooDeep: number;
  /** Of a counter: from its least value, or 0 where that is less, to its greatest. */
  readonly range?: CounterRange;
}

export interface CounterRange {
  readonly from: number;
  readonly to: number;
  /** The greatest, with its unit. */
  readonly most: string;
}

/** Devices first, which the host works for; then in the order the writer asks for. Writers put threads under them too. */
export const layoutOf = (
  trace: Trace,
  extras: Extras,
  lanes: Lanes,
  spans: Pick<TimelineLayout, 'from' | 'to' | 'ran'>,
  classes: readonly EventClass[],
): TimelineLayout => {
  const devices = deviceTracks(trace);
  const byProcess = new Map<string, number[]>();
  lanes.tracks.forEach(({ track }, place) => {
    const pid = trace.tracks[track]?.pid ?? '';
    const known = byProcess.get(pid);
    if (known === undefined) byProcess.set(pid, [place]);
    else known.push(place);
  });
  const trackOf = (place: number): Track | undefined => trace.tracks[lanes.tracks[place]?.track ?? -1];
  const isDevice = (place: number): boolean => devices.has(lanes.tracks[place]?.track ?? -1);
  const isCounter = (place: number): boolean => lanes.tracks[place]?.kind === 'counter';
  const processes = [...byProcess.values()].map((places) => {
    const isOfDevice = places.some(isDevice);
    const inOrder = places.sort(
      (a, b) =>
        Number(isCounter(a)) - Number(isCounter(b)) ||
        Number(isDevice(b)) - Number(isDevice(a)) ||
        compare(threadOrder(trackOf(a)), threadOrder(trackOf(b))) ||
        a - b,
    );
    const [top] = inOrder;
    return {
      order: processOrder(top === undefined ? undefined : trackOf(top)),
      title: processTitle(top === undefined ? undefined : trackOf(top)),
      isDevice: isOfDevice,
      // Such as Kineto's own, which tell when the recording began and ended.
      hasInstantsAlone: places.every((place) => lanes.tracks[place]?.kind === 'instants'),
      tracks: inOrder,
    };
  });
  return {
    ...spans,
    events: trace.slices.length + extras.firstValue,
    classes,
    processes: processes
      .sort(
        (a, b) =>
          Number(b.isDevice) - Number(a.isDevice) ||
          Number(a.hasInstantsAlone) - Number(b.hasInstantsAlone) ||
          compare(a.order, b.order),
      )
      .map(({ title, isDevice: isOfDevice, tracks }) => ({ title, isDevice: isOfDevice, tracks })),
    tracks: lanes.tracks.map((of, place) => {
      const extra = extras.tracks[place - (lanes.tracks.length - extras.tracks.length)];
      return {
        kind: of.kind,
        title: extra?.title ?? trackTitle(trackOf(place)),
        isDevice: isDevice(place),
        events: eventsOf(lanes, of) + of.tooDeep,
        depth: of.depth,
        tooDeep: of.tooDeep,
        ...(extra?.kind === 'counter' ? { range: rangeOf(extra) } : {}),
      };
    }),
  };
};

const rangeOf = ({ lanes, unit }: ExtraTrack): CounterRange => {
  let [least, most] = [Infinity, -Infinity];
  for (const value of lanes[0]?.value ?? []) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return { from: Math.min(0, least), to: Math.max(0, most), most: showValue(most, unit) };
};

/** A counter's value, with its unit where that is known. */
export const showValue = (value: number, unit: ExtraTrack['unit']): string =>
  unit === undefined
    ? value.toLocaleString('en-US', { maximumSignificantDigits: 6 })
    : formatQuantity(value, unit);

const eventsOf = ({ first }: Lanes, { firstLane, depth }: TrackLanes): number =>
  (first[firstLane + depth] ?? 0) - (first[firstLane] ?? 0);

/** The kinds of events there are. */
export function* classesOf(
  { slices }: Trace,
  extras: Extras,
  classOf: (row: number) => number,
): Work<readonly EventClass[]> {
  const found = new Uint8Array(EVENT_CLASSES.length);
  yield* inStretches(slices.length, (from, to) => {
    for (let row = from; row < to; row++) found[classOf(row)] = 1;
  });
  let first = slices.length;
  for (const track of extras.tracks) {
    found[classOf(first)] = 1;
    first += lengthOfTrack(track);
  }
  return EVENT_CLASSES.filter((_, code) => found[code] === 1);
}

const deviceTracks = ({ slices }: Trace): ReadonlySet<number> => {
  const found = new Set<number>();
  for (let row = 0; row < slices.length; row++) {
    const kind = slices.kind[row] ?? 0;
    if (isDeviceWork(kind) || kind === SliceKind.deviceAnnotation) found.add(slices.track[row] ?? 0);
  }
  return found;
};

/** Where the first slice starts and the last ends, of all and of what ran; `from` is Infinity where there is none. */
export interface SliceSpans {
  readonly all: Span;
  readonly ran: Span;
}

const grown = ({ from, to }: Span, start: number, end: number): Span => ({
  from: Math.min(from, start),
  to: Math.max(to, end),
});

const NOTHING: Span = { from: Infinity, to: -Infinity };

export function* spansOf(trace: Trace): Work<SliceSpans> {
  const { slices } = trace;
  const isProfiler = profilerSpans(trace);
  let [all, ran] = [NOTHING, NOTHING];
  yield* inStretches(slices.length, (first, end) => {
    let { from, to } = ran;
    for (let row = first; row < end; row++) {
      const start = slices.start[row] ?? 0;
      const stop = start + lengthOf(slices, row);
      if (isProfiler(row)) {
        all = grown(all, start, stop);
        continue;
      }
      if (start < from) from = start;
      if (stop > to) to = stop;
    }
    ran = { from, to };
  });
  return { all: grown(all, ran.from, ran.to), ran };
}

/** The same with what is drawn beside slices. Instants say nothing of what ran, nor does how long a counter kept its last value. */
export const drawnSpans = (
  { all, ran }: SliceSpans,
  { tracks }: Extras,
): Pick<TimelineLayout, 'from' | 'to' | 'ran'> => {
  let [whole, most] = [all, ran];
  for (const { kind, lanes } of tracks)
    for (const { start, duration } of lanes) {
      const [first, last] = [start[0], start.at(-1)];
      if (first === undefined || last === undefined) continue;
      const end = last + (duration.at(-1) ?? 0);
      whole = grown(whole, first, end);
      if (kind !== 'instants') most = grown(most, first, kind === 'counter' ? last : end);
    }
  if (whole.from > whole.to) whole = { from: 0, to: 0 };
  return { ...whole, ran: most.from < most.to ? most : whole };
};

/** Numbers before texts; "" last. */
type Order = readonly [index: number, number: number, text: string];

const orderOf = (index: number | undefined, id: string): Order => [
  index ?? 0,
  id === '' || Number.isNaN(Number(id)) ? Infinity : Number(id),
  id,
];
const processOrder = (track: Track | undefined): Order => orderOf(track?.processSortIndex, track?.pid ?? '');
const threadOrder = (track: Track | undefined): Order => orderOf(track?.threadSortIndex, track?.tid ?? '');
const compare = (a: Order, b: Order): number =>
  a[0] - b[0] || (a[1] === b[1] ? 0 : a[1] - b[1]) || a[2].localeCompare(b[2], 'en', { numeric: true });

/** Kineto's own processes and threads have names for ids: "Spans". */
const named = (kind: string, id: string): string =>
  id === '' ? `unnamed ${kind}` : /^-?\d+$/.test(id) ? `${kind} ${id}` : id;

/** "GPU 0 · python3 (0)". */
const processTitle = (track: Track | undefined): string => {
  const { pid = '', processLabels = '' } = track ?? {};
  const processName = track?.processName?.trim() ?? '';
  const name =
    processName === ''
      ? named('process', pid)
      : processName.includes(pid)
        ? processName
        : `${processName} (${pid})`;
  return processLabels === '' ? name : `${processLabels} · ${name}`;
};

const trackTitle = (track: Track | undefined): string => {
  const { tid = '' } = track ?? {};
  // CUDA's streams are written with a blank behind them.
  const threadName = track?.threadName?.trim() ?? '';
  return threadName === '' ? named('thread', tid) : threadName;
};
