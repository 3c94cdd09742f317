/** What a set of numbers looks like. */
import { allocate, double, integer, release, setDouble, upTo, used } from './memory.as';
import { sortBy } from './sort.as';

export let mean: f64 = 0;
/** Sum of squared differences from the mean. */
export let squares: f64 = 0;

/** Copies numbers in ascending order, and sums the copy up. @returns where it stands */
export function describe(numbers: usize, length: i32): usize {
  const sorted = allocate((<usize>length) << 3);
  const since = used();
  const places = upTo(length);
  sortBy(places, length, numbers);
  for (let i = 0; i < length; i++) setDouble(sorted, i, double(numbers, integer(places, i)));
  release(since);
  mean = sum(sorted, length) / <f64>length;
  squares = 0;
  for (let i = 0; i < length; i++) {
    const difference = double(sorted, i) - mean;
    squares += difference * difference;
  }
  return sorted;
}

export function sum(numbers: usize, length: i32): f64 {
  let total: f64 = 0;
  for (let i = 0; i < length; i++) total += double(numbers, i);
  return total;
}

/** How many are above a limit. */
export function countAbove(numbers: usize, length: i32, limit: f64): i32 {
  let count = 0;
  for (let i = 0; i < length; i++) if (double(numbers, i) > limit) count++;
  return count;
}
