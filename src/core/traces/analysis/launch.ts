import { withLoops } from '../loops/loops';
import type { Analysis } from './analysis';
import { describeAt, type Description } from './describe';
import { launchedPlaces, launchersOf } from './launchers';
import { once } from './once';
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
  const launchers = launchersOf(selection);
  const wanted = launchedPlaces(selection, HTA_LAUNCHES);
  return withLoops(selection, (loops) => {
    loops.useDevice();
    loops.useTimes();
    const { calls } = loops;
    const count = calls.measureLaunches(
      loops.keep(selection.device),
      loops.keep(launchers),
      loops.put(wanted),
    );
    const [host, device, delay] = [calls.callTimes.value, calls.workTimes.value, calls.delays.value];
    // Counted before they are sorted.
    const sums = {
      hostSeconds: inSeconds(calls.sum(host, count)),
      deviceSeconds: inSeconds(calls.sum(device, count)),
      delaySeconds: inSeconds(calls.sum(delay, count)),
      shorterThanLaunch: calls.countShorter(count, SLOW_CALL),
      slowCalls: calls.countAbove(host, count, SLOW_CALL),
      lateStarts: calls.countAbove(delay, count, LATE_START),
    };
    const described = {
      host: describeAt(loops, host, count, 1e-9),
      device: describeAt(loops, device, count, 1e-9),
      delay: describeAt(loops, delay, count, 1e-9),
    };
    return described.host === undefined || described.device === undefined || described.delay === undefined
      ? undefined
      : { count, host: described.host, device: described.device, delay: described.delay, ...sums };
  });
};

export const launch: Analysis<'launch', LaunchReport> = { id: 'launch', run: once(run) };
