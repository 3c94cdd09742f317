import type { Trace } from '../columns';
import { linkTrace } from '../link';
import { isDeviceWork, SliceKind } from '../slice-kind';
import { callPlace, type CodePlace, functionPlace } from '../source-places';
import { argumentsOf } from './arguments';
import { EVENT_CLASSES, type EventClass } from './event-class';
import {
  durationOf,
  type EventPlace,
  isValue,
  locate,
  nameOf,
  rowCovering,
  rowsAround,
  startOf,
  valueOf,
} from './places';
import { busyIn } from './summary';
import type { TimelineIndex } from './timeline';

/** An event that another one is about. */
export interface NamedEvent {
  readonly row: number;
  readonly name: string;
}

/** An event at the other end of an arrow. Nanoseconds after the trace's origin. */
export interface LinkedEvent extends NamedEvent {
  /** "launches", "launched by", or the flow's name. */
  readonly relation: string;
  /** Whether the arrow ends there; else it begins there. */
  readonly forwards: boolean;
  readonly start: number;
  readonly end: number;
  readonly place: EventPlace;
}

/** Everything that is told of one event. Nanoseconds, after the trace's origin where they are times. */
export interface EventDetails extends NamedEvent {
  readonly place: EventPlace;
  readonly category: string;
  readonly eventClass: EventClass;
  readonly start: number;
  /** Of a counter's value, how long it holds. Absent of instants, and where the file has none. */
  readonly duration?: number;
  /** Of a counter, with its unit. */
  readonly value?: string;
  /** Without the time of the events inside it on its track. */
  readonly self?: number;
  readonly arguments: readonly (readonly [label: string, value: string])[];
  /** Of a slice; the outermost first. */
  readonly around: readonly NamedEvent[];
  readonly links: readonly LinkedEvent[];
  /** How many there are; `links` has the first. */
  readonly linkCount: number;
  /** Lines of Python that it stands for or was called from, the innermost first. */
  readonly source: readonly CodePlace[];
}

/** A launched graph has thousands of kernels. */
const MOST_LINKS = 100;

/** Undefined for a row that there is not, or that nests too deep to be drawn. */
export const eventDetails = (timeline: TimelineIndex, row: number): EventDetails | undefined => {
  const { trace, extras, classOf } = timeline;
  const { slices, strings } = trace;
  const place = locate(timeline, row);
  if (place === undefined) return undefined;
  const isSlice = row < slices.length;
  const eventClass = EVENT_CLASSES[classOf(row)] ?? 'other';
  const duration = isSlice ? (slices.duration[row] ?? NaN) : durationOf(timeline, row);
  const self = selfTime(timeline, row, place);
  const ends = isSlice ? linkedRows(timeline, row) : [];
  const category = isSlice ? slices.category[row] : extras.category[row - slices.length];
  const named = (of: number): NamedEvent => ({ row: of, name: nameOf(timeline, of) });
  return {
    ...named(row),
    place: { track: place.track, depth: place.depth },
    category: strings.text(category ?? 0),
    eventClass,
    start: startOf(timeline, row),
    ...(duration >= 0 && eventClass !== 'instant' ? { duration } : {}),
    ...(isValue(timeline, row) ? { value: valueOf(timeline, row) } : {}),
    ...(self === undefined ? {} : { self }),
    arguments: isSlice ? argumentsOf(trace, row) : [],
    around: isSlice ? rowsAround(timeline, row).map(named) : [],
    links: ends.slice(0, MOST_LINKS).flatMap((end): readonly LinkedEvent[] => {
      const at = locate(timeline, end.row);
      const start = slices.start[end.row] ?? 0;
      const length = slices.duration[end.row] ?? 0;
      return at === undefined
        ? []
        : [
            {
              ...named(end.row),
              relation: end.relation,
              forwards: end.forwards,
              start,
              end: start + (length > 0 ? length : 0),
              place: { track: at.track, depth: at.depth },
            },
          ];
    }),
    linkCount: ends.length,
    source: isSlice ? sourceOf(timeline, row) : [],
  };
};

/** Undefined where nothing is inside, so that it says no more than the duration. */
const selfTime = (timeline: TimelineIndex, row: number, { track, depth }: EventPlace): number | undefined => {
  const { pyramid } = timeline;
  const lanes = pyramid.lanes.tracks[track];
  // What stands below an asynchronous span may belong to another.
  if (lanes?.kind !== 'slices') return undefined;
  const start = startOf(timeline, row);
  const duration = durationOf(timeline, row);
  if (depth + 1 >= lanes.depth || !(duration > 0)) return undefined;
  const inside = busyIn(pyramid, lanes.firstLane + depth + 1, { from: start, to: start + duration });
  return inside === 0 ? undefined : Math.max(0, duration - inside);
};

interface LinkedRow {
  readonly row: number;
  readonly relation: string;
  readonly forwards: boolean;
}

/** What launched it or what it launched, then where the file's own arrows lead. */
const linkedRows = (timeline: TimelineIndex, row: number): readonly LinkedRow[] => {
  const { trace } = timeline;
  const kind = trace.slices.kind[row] ?? 0;
  const { launcher } = linkTrace(trace);
  const links: LinkedRow[] = [];
  if (isDeviceWork(kind)) {
    const launch = launcher[row] ?? -1;
    if (launch >= 0) links.push({ row: launch, relation: 'launched by', forwards: false });
  } else if (kind === SliceKind.runtime) {
    for (let of = launcher.indexOf(row); of >= 0; of = launcher.indexOf(row, of + 1))
      links.push({ row: of, relation: 'launches', forwards: true });
  }
  const known = new Set([row, ...links.map((link) => link.row)]);
  return [...links, ...flowRows(timeline, row).filter((link) => !known.has(link.row))];
};

const START = 's'.charCodeAt(0);
const STEP = 't'.charCodeAt(0);
const END = 'f'.charCodeAt(0);

/** The other ends of the arrows that begin or end in an event. */
const flowRows = (timeline: TimelineIndex, row: number): readonly LinkedRow[] => {
  const { slices, flows, strings } = timeline.trace;
  const track = slices.track[row];
  const start = slices.start[row] ?? 0;
  const duration = slices.duration[row] ?? 0;
  const end = start + (duration > 0 ? duration : 0);
  const isArrow = (at: number): boolean =>
    flows.phase[at] === START || flows.phase[at] === STEP || flows.phase[at] === END;
  const own: number[] = [];
  for (let at = 0; at < flows.length; at++) {
    const time = flows.time[at] ?? 0;
    if (flows.track[at] !== track || time < start || time > end || !isArrow(at)) continue;
    if (rowCovering(timeline, track ?? 0, time) === row) own.push(at);
  }
  if (own.length === 0) return [];
  const keyOf = (at: number): string => `${flows.category[at]} ${flows.name[at]} ${flows.id[at]}`;
  const wanted = new Set(own.map(keyOf));
  const ids = new Set(own.map((at) => flows.id[at]));
  const ends = new Map<number, LinkedRow>();
  for (let at = 0; at < flows.length; at++) {
    if (!ids.has(flows.id[at]) || !isArrow(at) || !wanted.has(keyOf(at)) || own.includes(at)) continue;
    const other = rowCovering(timeline, flows.track[at] ?? 0, flows.time[at] ?? 0);
    if (other !== undefined && !ends.has(other))
      ends.set(other, {
        row: other,
        relation: strings.text(flows.name[at] ?? 0) || 'flow',
        forwards: (flows.time[at] ?? 0) > (flows.time[own[0] ?? 0] ?? 0) || flows.phase[at] === END,
      });
  }
  return [...ends.values()];
};

/** The Python calls around an event, or around what launched it. */
const sourceOf = (timeline: TimelineIndex, row: number): readonly CodePlace[] => {
  const { trace } = timeline;
  const launch = isDeviceWork(trace.slices.kind[row] ?? 0) ? (linkTrace(trace).launcher[row] ?? -1) : row;
  const host = launch < 0 ? (linkTrace(trace).operator[row] ?? -1) : launch;
  if (host < 0) return [];
  const places = new Map<string, CodePlace>();
  for (const of of [...rowsAround(timeline, host), host].reverse())
    for (const place of placesOf(trace, of)) {
      const key = `${place.file}:${place.line}`;
      if (!places.has(key)) places.set(key, { file: place.file, line: place.line });
    }
  return [...places.values()];
};

/** Where a Python call stands: the function, then the line that calls it; of an operator, its recorded stack. */
const placesOf = ({ slices, strings }: Trace, row: number): readonly CodePlace[] => {
  const calledFrom = strings.text(slices.args.callStack.or(row, 0));
  const frames = calledFrom.split(';').flatMap((frame) => {
    const place = callPlace(frame.trim()) ?? functionPlace(frame.trim());
    return place === undefined ? [] : [place];
  });
  if (slices.kind[row] !== SliceKind.python) return frames;
  const own = functionPlace(strings.text(slices.name[row] ?? 0));
  return own === undefined ? frames : [own, ...frames];
};
