/** What rows of some kinds are called, and how long they last. */
import { allocate, byte, double, integer, integers, setInteger } from './memory.as';
import { end, kind, name, slices, start } from './rows.as';

/** Two bytes for each name, with a bit for each kind of the slices that have it. */
export function kindsByName(names: i32): usize {
  const kinds = integers((names + 1) >> 1, 0);
  for (let row = 0; row < slices; row++) {
    const at = kinds + ((<usize>integer(name, row)) << 1);
    store<u16>(at, load<u16>(at) | ((<u16>1) << (<u16>byte(kind, row))));
  }
  return kinds;
}

/** How many rows are of each of 256 kinds. */
export function countKinds(rows: usize, length: i32): usize {
  const counts = integers(256, 0);
  for (let i = 0; i < length; i++) {
    const own = byte(kind, integer(rows, i));
    setInteger(counts, own, integer(counts, own) + 1);
  }
  return counts;
}

/** Rows that were found last, and how many. */
export let found: usize = 0;
export let foundCount: i32 = 0;

/**
 * Finds the rows of some kinds with a wanted name, in the same order.
 * @param kinds a bit for each kind
 * @param wanted a byte for each name, or 0 for all names
 */
export function findNamed(rows: usize, length: i32, kinds: u32, wanted: usize): void {
  found = allocate((<usize>length) << 2);
  foundCount = 0;
  for (let i = 0; i < length; i++) {
    const row = integer(rows, i);
    if (((kinds >> byte(kind, row)) & 1) === 0) continue;
    if (wanted !== 0 && byte(wanted, integer(name, row)) === 0) continue;
    setInteger(found, foundCount, row);
    foundCount++;
  }
}

/** Summed duration of the rows of some kinds. @param kinds a bit for each kind */
export function sumDurations(rows: usize, length: i32, kinds: u32): f64 {
  let sum: f64 = 0;
  for (let i = 0; i < length; i++) {
    const row = integer(rows, i);
    // In this order: floating point is not associative.
    if (((kinds >> byte(kind, row)) & 1) !== 0) sum = sum + double(end, row) - double(start, row);
  }
  return sum;
}
