import type { Analysis } from './analysis';
import { describe } from './describe';
import type { Description } from './describe';
import { launchersOf } from './launchers';
import { once } from './once';
import { changesByStream, type QueueChanges } from './queue-changes';
import { filterRows } from './rows';
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
  /** The length after each change, and when, in seconds. */
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
  return series.length === 0 ? undefined : series.flatMap((one) => queueOf(one));
};

/** Device rows whose launches count. */
const launchedRows = (selection: Selection, rows: Uint32Array): Uint32Array => {
  const { slices, strings } = selection.trace;
  const launchers = launchersOf(selection);
  const mistaken = mistakenRow(selection);
  return filterRows(rows, (row) => {
    const launcher = launchers[row] ?? -1;
    if (launcher < 0 || row === mistaken) return false;
    return selection.window !== 'hta' || HTA_LAUNCHES.has(strings.text(slices.name[launcher] ?? 0));
  });
};

/** The changes of one stream, and its queue's length from each on. */
export interface QueueSeries extends QueueChanges {
  readonly length: Float64Array;
}

export const queueSeries = once((selection: Selection): readonly QueueSeries[] => {
  const rows = launchedRows(selection, selection.device);
  return changesByStream(selection, rows).map((changes) => {
    const { isLaunch } = changes;
    const length = new Float64Array(isLaunch.length);
    let waiting = 0;
    for (let change = 0; change < length.length; change++) {
      waiting += isLaunch[change] === 1 ? 1 : -1;
      length[change] = waiting;
    }
    return { ...changes, length };
  });
});

const queueOf = ({ device, stream, time, length }: QueueSeries): readonly QueueReport[] => {
  const points = describe(length);
  if (points === undefined) return [];
  let full = 0;
  let area = 0;
  for (let i = 0; i + 1 < time.length; i++) {
    const lasted = (time[i + 1] ?? 0) - (time[i] ?? 0);
    area += lasted * (length[i] ?? 0);
    if ((length[i] ?? 0) >= FULL_QUEUE) full += lasted;
  }
  const span = (time[time.length - 1] ?? 0) - (time[0] ?? 0);
  const seconds: number[] = [];
  const lengths: number[] = [];
  for (let i = 0; i < time.length; i++) {
    seconds.push(inSeconds(time[i] ?? 0));
    lengths.push(length[i] ?? 0);
  }
  return [
    {
      ...(device === undefined ? {} : { device }),
      stream,
      points,
      ...(span > 0 ? { timeMean: area / span } : {}),
      fullSeconds: inSeconds(full),
      time: seconds,
      length: lengths,
    },
  ];
};

export const queue: Analysis<'queue', readonly QueueReport[]> = { id: 'queue', run };
