import type { Analysis } from './analysis';
import { once } from './once';
import { describe } from './describe';
import type { Description } from './describe';
import { launchersOf } from './launchers';
import { filterRows } from './rows';
import { inSeconds } from './selection';
import type { Selection } from './selection';

/** How the host starts work on the device. Seconds, but for the counts. */
export interface LaunchReport {
  readonly count: number;
  /** The call on the host. */
  readonly host: Description;
  /** What it started. */
  readonly device: Description;
  /** From the end of the call to the start on the device; 0 where the device was faster. */
  readonly delay: Description;
  readonly hostSeconds: number;
  readonly deviceSeconds: number;
  readonly delaySeconds: number;
  /** Device work shorter than its launch, where that took at most 50 µs. */
  readonly shorterThanLaunch: number;
  /** Calls longer than 50 µs. */
  readonly slowCalls: number;
  /** Delays longer than 100 µs. */
  readonly lateStarts: number;
}

const SLOW_CALL = 50_000;
const LATE_START = 100_000;

/** The calls that HTA counts (hta/analyzers/cuda_kernel_analysis.py:536-636); `cuLaunchKernel`, graphs and hip are not. */
const HTA_LAUNCHES: ReadonlySet<string> = new Set([
  'cudaLaunchKernel',
  'cudaLaunchKernelExC',
  'cudaMemcpyAsync',
  'cudaMemsetAsync',
  'runFunction - job_prep_and_submit_for_execution',
]);

/**
 * Kernel launch statistics (HTA, as above): every device event joined with its launch by correlation id. Our own
 * window counts every call into the runtime or driver that started something.
 */
const run = (selection: Selection): LaunchReport | undefined => {
  const { slices, strings } = selection.trace;
  const { start, end } = selection;
  const launchers = launchersOf(selection);
  const counts = (launcher: number): boolean =>
    selection.window !== 'hta' || HTA_LAUNCHES.has(strings.text(slices.name[launcher] ?? 0));
  const rows = filterRows(selection.device, (row) => {
    const launcher = launchers[row] ?? -1;
    return launcher >= 0 && counts(launcher);
  });
  const host = new Float64Array(rows.length);
  const device = new Float64Array(rows.length);
  const delay = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] ?? 0;
    const launcher = launchers[row] ?? 0;
    const returned = end[launcher] ?? 0;
    const begun = start[row] ?? 0;
    host[i] = returned - (start[launcher] ?? 0);
    device[i] = (end[row] ?? 0) - begun;
    delay[i] = begun > returned ? begun - returned : 0;
  }
  const described = {
    host: describe(host, 1e-9),
    device: describe(device, 1e-9),
    delay: describe(delay, 1e-9),
  };
  if (described.host === undefined || described.device === undefined || described.delay === undefined)
    return undefined;
  return {
    count: rows.length,
    host: described.host,
    device: described.device,
    delay: described.delay,
    hostSeconds: inSeconds(sum(host)),
    deviceSeconds: inSeconds(sum(device)),
    delaySeconds: inSeconds(sum(delay)),
    shorterThanLaunch: countShorter(device, host),
    slowCalls: countLonger(host, SLOW_CALL),
    lateStarts: countLonger(delay, LATE_START),
  };
};

const sum = (values: Float64Array): number => {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i] ?? 0;
  return total;
};

const countLonger = (durations: Float64Array, limit: number): number => {
  let total = 0;
  for (let i = 0; i < durations.length; i++) if ((durations[i] ?? 0) > limit) total++;
  return total;
};

/** Work shorter than its call, of calls that are not slow. */
const countShorter = (work: Float64Array, calls: Float64Array): number => {
  let total = 0;
  for (let i = 0; i < calls.length; i++) {
    const call = calls[i] ?? 0;
    if (call <= SLOW_CALL && (work[i] ?? 0) < call) total++;
  }
  return total;
};

export const launch: Analysis<'launch', LaunchReport> = { id: 'launch', run: once(run) };
