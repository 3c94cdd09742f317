import { hostOrder } from '../host-order';
import { deviceInOrder } from '../intervals';
import { launchersOf } from '../launchers';
import { countUntil, sortRowsBy } from '../rows';
import type { Selection } from '../selection';
import type { Wait } from './synchronisation';

/**
 * Nanoseconds from the end of what a stream waited for until it goes on. In traces of several streams at hand (DLRM on eight ranks,
 * FSDP) nine tenths and more of the time in which the first event after such a call stalls end within so long after an
 * event of another stream.
 */
const LONGEST_REACTION = 10_000;

/** Numbers of streams are below this: they are 32-bit integers. */
const MOST_STREAMS = 2 ** 32;

/**
 * For the first device event that a thread launches after a call that lets a stream wait: the event on another stream of that
 * device which ended last before it began, if it stood still until right then though it was launched and its own stream had
 * nothing left to do. Which events the call was for is not recorded.
 * @param calls in file order
 */
export const streamWaits = (selection: Selection, calls: Uint32Array): readonly Wait[] => {
  if (calls.length === 0) return [];
  const { start, end } = selection;
  const { args } = selection.trace.slices;
  const stalled = stalledAfter(selection, calls);
  const byEnd = sortRowsBy(selection.device.slice(), end);
  const endedBefore = (row: number): number => {
    const begun = start[row] ?? 0;
    for (let place = countUntil(byEnd, (other) => (end[other] ?? 0) <= begun) - 1; place >= 0; place--) {
      const other = byEnd[place] ?? 0;
      if (begun - (end[other] ?? 0) > LONGEST_REACTION) break;
      const isElsewhere = args.stream.or(other, -1) !== args.stream.or(row, -1);
      if (isElsewhere && args.device.or(other, -1) === args.device.or(row, -1)) return other;
    }
    return -1;
  };
  return stalled.map((to) => ({ from: endedBefore(to), to })).filter(({ from }) => from >= 0);
};

/** The device events that were launched first after one of the calls, and stood still before they began. */
const stalledAfter = (selection: Selection, calls: Uint32Array): readonly number[] => {
  const { start, end } = selection;
  const { args, track } = selection.trace.slices;
  const launchers = launchersOf(selection);
  const isFirst = launchedFirstAfter(selection, calls);
  const stalled: number[] = [];
  const idleSince = new Map<number, number>();
  for (const row of deviceInOrder(selection)) {
    const stream = (track[row] ?? 0) * MOST_STREAMS + args.stream.or(row, -1);
    const idle = idleSince.get(stream) ?? -Infinity;
    idleSince.set(stream, Math.max(idle, end[row] ?? 0));
    if (isFirst[row] === 0) continue;
    const ready = Math.max(idle, start[launchers[row] ?? 0] ?? 0);
    if ((start[row] ?? 0) - ready > LONGEST_REACTION) stalled.push(row);
  }
  return stalled;
};

/** A byte by row: 1 for the first device event that is launched on a thread after each of the calls. */
const launchedFirstAfter = (selection: Selection, calls: Uint32Array): Uint8Array => {
  const { length, track } = selection.trace.slices;
  const launchers = launchersOf(selection);
  const launched = new Int32Array(length).fill(-1);
  for (const row of selection.device) {
    const launcher = launchers[row] ?? -1;
    if (launcher >= 0) launched[launcher] = row;
  }
  const isCall = new Uint8Array(length);
  for (const call of calls) isCall[call] = 1;
  const isFirst = new Uint8Array(length);
  /** The thread that has made such a call since it last launched something. */
  let waiting = -1;
  for (const row of hostOrder(selection)) {
    if (isCall[row] === 1) waiting = track[row] ?? -1;
    const first = launched[row] ?? -1;
    if (waiting < 0 || first < 0) continue;
    if (track[row] === waiting) isFirst[first] = 1;
    waiting = -1;
  }
  return isFirst;
};
