/** Work that the host has launched and a stream has not begun. */
import { allocate, byte, bytes, double, integer, setByte, setDouble, setInteger, upTo } from '../memory.as';
import { start } from '../rows.as';
import { sortBy } from '../sort.as';

/** Launches and starts in order of time: the device row, whether it is its launch, and when. */
export let changeRow: usize = 0;
export let changeIsLaunch: usize = 0;
export let changeTime: usize = 0;

/** Orders what happens to a stream's rows: of one moment, launches by their rows stand before starts. */
export function orderChanges(rows: usize, length: i32, launchers: usize): void {
  changeRow = allocate((<usize>length) << 3);
  changeIsLaunch = bytes(2 * length);
  changeTime = allocate((<usize>length) << 4);
  const launches = upTo(length);
  const starts = upTo(length);
  const launchedBy = allocate((<usize>length) << 3);
  const launched = allocate((<usize>length) << 3);
  const begun = allocate((<usize>length) << 3);
  for (let i = 0; i < length; i++) {
    const row = integer(rows, i);
    const launcher = integer(launchers, row);
    setDouble(launchedBy, i, <f64>launcher);
    setDouble(launched, i, double(start, launcher));
    setDouble(begun, i, double(start, row));
  }
  sortBy(launches, length, launchedBy);
  sortBy(launches, length, launched);
  sortBy(starts, length, begun);
  let launch = 0;
  let first = 0;
  for (let change = 0; change < 2 * length; change++) {
    const isLaunch =
      launch < length &&
      (first >= length ||
        double(launched, integer(launches, launch)) <= double(begun, integer(starts, first)));
    const place = isLaunch ? integer(launches, launch++) : integer(starts, first++);
    setInteger(changeRow, change, integer(rows, place));
    setByte(changeIsLaunch, change, isLaunch ? 1 : 0);
    setDouble(changeTime, change, double(isLaunch ? launched : begun, place));
  }
}

/** The queue's length from each change on. */
export function queueLengths(isLaunch: usize, changes: i32): usize {
  const lengths = allocate((<usize>changes) << 3);
  let waiting: f64 = 0;
  for (let change = 0; change < changes; change++) {
    waiting += byte(isLaunch, change) === 1 ? 1 : -1;
    setDouble(lengths, change, waiting);
  }
  return lengths;
}

/** Nanoseconds in which the queue was full, and the sum of its length over time. */
export let fullTime: f64 = 0;
export let queueArea: f64 = 0;

export function measureQueue(time: usize, lengths: usize, changes: i32, full: f64): void {
  fullTime = 0;
  queueArea = 0;
  for (let i = 0; i + 1 < changes; i++) {
    const lasted = double(time, i + 1) - double(time, i);
    const length = double(lengths, i);
    queueArea += lasted * length;
    if (length >= full) fullTime += lasted;
  }
}
