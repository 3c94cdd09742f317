import type { Loops } from '../../loops/loops';
import type { Selection } from '../selection';
import { type Bound, BOUNDS } from './bounds';
import type { Stretches } from './stretches';

/** The stretches of one name and bound. */
interface Total {
  /** TextId. */
  readonly name: number;
  readonly bound: Bound;
  readonly nanoseconds: number;
  readonly count: number;
}

export interface Breakdown {
  readonly stretches: Stretches;
  /** Seconds. */
  readonly byBound: Readonly<Record<Bound, number>>;
  /** The longest first. */
  readonly totals: readonly Total[];
  /** Nanoseconds that HTA subtracts. */
  readonly lost: number;
}

/**
 * What bounds the path that was found last, edge by edge. An event shorter than a microsecond that crosses none ends one before
 * it begins once HTA has rounded it. HTA looks for the path as if such edges took no time, and then subtracts those on it
 * (critical_path_analysis.py:1511-1520 sets the graph's weight, get_critical_path_breakdown sums the edges' own).
 * @param types `KernelType` by row
 */
export const breakdownOf = (selection: Selection, loops: Loops, types: Uint8Array): Breakdown => {
  const { calls } = loops;
  const lost = calls.breakDown(loops.put(types), selection.trace.strings.size, selection.window === 'hta');
  const [host = 0, computation = 0, communication = 0, copy = 0, launchDelay = 0, kernelGap = 0] =
    loops.doubles(calls.secondsBy.value, BOUNDS.length);
  const length = calls.stretches.value;
  const count = calls.totals.value;
  const bounds = loops.bytes(calls.totalBound.value, count);
  const times = loops.doubles(calls.totalTime.value, count);
  const counts = loops.integers(calls.totalCount.value, count);
  const totals = Array.from(loops.rows(calls.totalName.value, count), (name, place) => ({
    name,
    bound: BOUNDS[bounds[place] ?? 0] ?? 'host',
    nanoseconds: times[place] ?? 0,
    count: counts[place] ?? 0,
  }));
  return {
    stretches: {
      length,
      row: loops.rows(calls.stretchRow.value, length).slice(),
      bound: loops.bytes(calls.stretchBound.value, length).slice(),
      to: loops.doubles(calls.stretchTo.value, length).slice(),
      gap: loops.rows(calls.gapPlace.value, calls.gaps.value).slice(),
      gapFrom: loops.doubles(calls.gapFrom.value, calls.gaps.value).slice(),
    },
    byBound: { host, computation, communication, copy, launchDelay, kernelGap },
    totals: totals.sort((a, b) => b.nanoseconds - a.nanoseconds),
    lost,
  };
};
