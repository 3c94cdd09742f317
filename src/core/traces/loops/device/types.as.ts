/** Which types of kernels run at once; see ../../analysis/kernel-types.ts. */
import { allocate, double, doubles, integer, setDouble, setInteger } from '../memory.as';

/** Of each of three types at most two at once: where one stretch of a type ends, the next may begin. */
const COMBINATIONS = 16;

/** Combinations, a bit for each type, in order of first appearance, and nanoseconds by combination. */
export let combinations: usize = 0;
export let combinationCount: i32 = 0;
export let combinedTime: usize = 0;

/** @param order places of the others in order of time @param changes what begins there, or below 0 ends */
export function sweepTypes(order: usize, length: i32, times: usize, changes: usize): void {
  combinations = allocate(COMBINATIONS << 2);
  combinationCount = 0;
  combinedTime = doubles(COMBINATIONS);
  let seen = 0;
  let running = 0;
  for (let i = 0; i + 1 < length; i++) {
    const place = integer(order, i);
    running += load<i8>(changes + <usize>place);
    if (running <= 0) continue;
    const lasted = double(times, integer(order, i + 1)) - double(times, place);
    setDouble(combinedTime, running, double(combinedTime, running) + lasted);
    if (((seen >> running) & 1) !== 0) continue;
    seen |= 1 << running;
    setInteger(combinations, combinationCount++, running);
  }
}
