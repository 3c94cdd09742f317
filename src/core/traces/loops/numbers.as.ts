/** What a set of numbers looks like. */
import { double } from './memory.as';
import { sortNumbers } from './sort.as';

export let mean: f64 = 0;
/** Sum of squared differences from the mean. */
export let squares: f64 = 0;

/** Sorts numbers in place and sums them up. */
export function describe(numbers: usize, length: i32): void {
  sortNumbers(numbers, length);
  mean = sum(numbers, length) / <f64>length;
  squares = 0;
  for (let i = 0; i < length; i++) {
    const difference = double(numbers, i) - mean;
    squares += difference * difference;
  }
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
