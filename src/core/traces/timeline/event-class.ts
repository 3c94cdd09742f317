import { kernelClassifier } from '../categories/classify';
import type { Trace } from '../columns';
import { profilerSpans } from '../ran';
import { SliceKind } from '../slice-kind';
import { type ExtraKind, type Extras, lengthOfTrack } from './extras';

/** What an event is drawn as, in the order of the legend. */
export const EVENT_CLASSES = [
  'computation',
  'communication',
  'memory',
  'synchronisation',
  'operator',
  'runtime',
  'python',
  'annotation',
  'other',
  'profiler',
  'async',
  'instant',
  'counter',
] as const;
export type EventClass = (typeof EVENT_CLASSES)[number];

/** For people, in the plural. */
export const CLASS_NAMES: Readonly<Record<EventClass, string>> = {
  computation: 'computation',
  communication: 'communication',
  memory: 'copies and sets of memory',
  synchronisation: 'waits',
  operator: 'operators',
  runtime: 'runtime calls',
  python: 'Python functions',
  annotation: 'annotations',
  other: 'other events',
  profiler: 'the profiler itself',
  async: 'asynchronous spans',
  instant: 'instants',
  counter: 'counters',
};

const CODE = Object.fromEntries(EVENT_CLASSES.map((name, code) => [name, code])) as Readonly<
  Record<EventClass, number>
>;

const OF_KIND: Readonly<Record<number, number>> = {
  [SliceKind.memcpy]: CODE.memory,
  [SliceKind.memset]: CODE.memory,
  [SliceKind.sync]: CODE.synchronisation,
  [SliceKind.operator]: CODE.operator,
  [SliceKind.runtime]: CODE.runtime,
  [SliceKind.python]: CODE.python,
  [SliceKind.annotation]: CODE.annotation,
  [SliceKind.deviceAnnotation]: CODE.annotation,
  [SliceKind.overhead]: CODE.profiler,
};

/** Of what is drawn beside slices. */
const OF_EXTRA: Readonly<Record<ExtraKind, number>> = {
  async: CODE.async,
  instants: CODE.instant,
  counter: CODE.counter,
};

/** A function from a row of a timeline to its place in `EVENT_CLASSES`; the names of kernels are looked at once. */
export const eventClasses = (trace: Trace, extras: Extras): ((row: number) => number) => {
  const { slices, strings } = trace;
  const isProfiler = profilerSpans(trace);
  const ends: { readonly end: number; readonly code: number }[] = [];
  for (const track of extras.tracks)
    ends.push({
      end: (ends.at(-1)?.end ?? slices.length) + lengthOfTrack(track),
      code: OF_EXTRA[track.kind],
    });
  const categoryOf = kernelClassifier();
  const ofKernel = new Map<number, number>();
  return (row) => {
    if (row >= slices.length) return ends.find(({ end }) => row < end)?.code ?? CODE.other;
    const kind = slices.kind[row] ?? 0;
    if (kind !== SliceKind.kernel) return OF_KIND[kind] ?? (isProfiler(row) ? CODE.profiler : CODE.other);
    const name = slices.name[row] ?? 0;
    let code = ofKernel.get(name);
    if (code === undefined) {
      code = categoryOf(strings.text(name)) === 'communication' ? CODE.communication : CODE.computation;
      ofKernel.set(name, code);
    }
    return code;
  };
};
