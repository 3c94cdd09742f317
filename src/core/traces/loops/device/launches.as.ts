/** How the device's rows were launched. */
import { allocate, byte, bytes, double, integer, setByte, setDouble } from '../memory.as';
import { end, name, start } from '../rows.as';
import { deviceEnd, devices, deviceStart } from './rows.as';

/**
 * A byte for each place: 1 where its launch is known and counts.
 * @param rows of the device
 * @param names a byte for each name that counts, or 0 for all
 * @param without a row that is left out, or -1
 */
export function markLaunched(rows: usize, launchers: usize, names: usize, without: i32): usize {
  const marks = bytes(devices);
  for (let place = 0; place < devices; place++) {
    const row = integer(rows, place);
    const launcher = integer(launchers, row);
    if (launcher < 0 || row === without) continue;
    if (names === 0 || byte(names, integer(name, launcher)) === 1) setByte(marks, place, 1);
  }
  return marks;
}

/** Of each that was launched how long the call and the work took, and from the end of the call to its start. */
export let callTimes: usize = 0;
export let workTimes: usize = 0;
export let delays: usize = 0;

/** @param wanted a byte for each place @returns how many there are */
export function measureLaunches(rows: usize, launchers: usize, wanted: usize): i32 {
  callTimes = allocate((<usize>devices) << 3);
  workTimes = allocate((<usize>devices) << 3);
  delays = allocate((<usize>devices) << 3);
  let count = 0;
  for (let place = 0; place < devices; place++) {
    if (byte(wanted, place) === 0) continue;
    const launcher = integer(launchers, integer(rows, place));
    const returned = double(end, launcher);
    const begun = double(deviceStart, place);
    setDouble(callTimes, count, returned - double(start, launcher));
    setDouble(workTimes, count, double(deviceEnd, place) - begun);
    setDouble(delays, count, begun > returned ? begun - returned : 0);
    count++;
  }
  return count;
}

/** How much work is shorter than its call, of calls that take no longer than a limit. */
export function countShorter(count: i32, limit: f64): i32 {
  let shorter = 0;
  for (let i = 0; i < count; i++)
    if (double(callTimes, i) <= limit && double(workTimes, i) < double(callTimes, i)) shorter++;
  return shorter;
}
