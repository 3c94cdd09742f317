import { withLoops } from '../loops/loops';
import type { Analysis } from './analysis';
import { describeAt, type Description } from './describe';
import { launchedPlaces } from './launchers';
import { once } from './once';
import { changesByStream, type QueueChanges } from './queue-changes';
import { inSeconds } from './selection';
import type { Selection } from './selection';
import { mistakenRow } from './windows/hta';

/** Work that the host has launched and the device has not begun. */
export interface QueueReport {
  readonly device?: number;
  readonly stream: number;
  /** Lengths right after each change, each counted once however long it lasted. */
  readonly points: Description;
  /** Length averaged over time, from the first launch to the last start. Absent where no time passes. */
  readonly timeMean?: number;
  /** The length after each change, and when, in seconds; made into plain arrays when asked for. */
  readonly time: readonly number[];
  readonly length: readonly number[];
  /** Seconds with 1,024 or more waiting, where the runtime makes a launch wait. */
  readonly fullSeconds: number;
}

export const FULL_QUEUE = 1024;

/** hta/common/trace_symbol_table.py:319-356 */
const HTA_LAUNCHES: ReadonlySet<string> = new Set([
  'cudaLaunchKernel',
  'cudaLaunchKernelExC',
  'cuLaunchKernel',
  'cuLaunchKernelEx',
  'cudaMemcpyAsync',
  'cudaMemsetAsync',
  'hipLaunchKernel',
  'hipExtModuleLaunchKernel',
  'hipMemcpyAsync',
  'hipMemsetAsync',
  'hipMemcpyWithStream',
  'runFunction - job_prep_and_submit_for_execution',
]);

/**
 * Queue length of each stream over time (HTA, hta/analyzers/trace_counters.py:18-254): one more at the start of a
 * launch, one fewer when its device event begins. HTA's summary weighs every change alike; `timeMean` weighs by time.
 */
const run = (selection: Selection): readonly QueueReport[] | undefined => {
  const series = queueSeries(selection);
  return series.length === 0 ? undefined : series.flatMap((one) => queueOf(selection, one));
};

/** The changes of one stream, and its queue's length from each on. */
export interface QueueSeries extends QueueChanges {
  readonly length: Float64Array;
}

export const queueSeries = once((selection: Selection): readonly QueueSeries[] => {
  const wanted = launchedPlaces(selection, HTA_LAUNCHES, mistakenRow(selection));
  const series = changesByStream(selection, wanted);
  return withLoops(selection, (loops) =>
    series.map((changes) => {
      const { isLaunch } = changes;
      const length = loops.calls.queueLengths(loops.put(isLaunch), isLaunch.length);
      return { ...changes, length: loops.doubles(length, isLaunch.length).slice() };
    }),
  );
});

const queueOf = (
  selection: Selection,
  { device, stream, time, length }: QueueSeries,
): readonly QueueReport[] =>
  withLoops(selection, (loops) => {
    const { calls } = loops;
    const lengths = loops.put(length);
    calls.measureQueue(loops.put(time), lengths, time.length, FULL_QUEUE);
    const points = describeAt(loops, lengths, length.length);
    if (points === undefined) return [];
    const span = (time[time.length - 1] ?? 0) - (time[0] ?? 0);
    let seconds: readonly number[] | undefined;
    let waiting: readonly number[] | undefined;
    return [
      {
        ...(device === undefined ? {} : { device }),
        stream,
        points,
        ...(span > 0 ? { timeMean: calls.queueArea.value / span } : {}),
        fullSeconds: inSeconds(calls.fullTime.value),
        get time() {
          return (seconds ??= numbersOf(time, NANOSECONDS));
        },
        get length() {
          return (waiting ??= numbersOf(length, 1));
        },
      },
    ];
  });

const NANOSECONDS = 1e9;

/** Divided, in a plain array. A loop, because `Array.from` with a function is three times slower. */
const numbersOf = (values: Float64Array, by: number): readonly number[] => {
  const numbers: number[] = [];
  for (let i = 0; i < values.length; i++) numbers.push((values[i] ?? 0) / by);
  return numbers;
};

export const queue: Analysis<'queue', readonly QueueReport[]> = { id: 'queue', run };
