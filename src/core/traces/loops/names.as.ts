/** What rows of some kinds are called, and how long they last. */
import { allocate, byte, double, integer, integers, setInteger } from './memory.as';
import { end, kind, name, start } from './rows.as';

/**
 * Sets in the two bytes of each name a bit for each kind of the slices that have it.
 * @param kindsOf kinds of some slices
 * @param namesOf and their names
 */
export function kindsByName(kindsOf: usize, namesOf: usize, length: i32, kinds: usize): void {
  for (let i = 0; i < length; i++) {
    const at = kinds + ((<usize>integer(namesOf, i)) << 1);
    store<u16>(at, load<u16>(at) | ((<u16>1) << (<u16>byte(kindsOf, i))));
  }
}

/** Puts the places of slices of some kinds with a wanted name into `places`, and returns how many there are. */
export function placesNamed(
  kindsOf: usize,
  namesOf: usize,
  length: i32,
  kinds: u32,
  wanted: usize,
  places: usize,
): i32 {
  let count = 0;
  for (let i = 0; i < length; i++) {
    if (((kinds >> byte(kindsOf, i)) & 1) === 0 || byte(wanted, integer(namesOf, i)) === 0) continue;
    setInteger(places, count, i);
    count++;
  }
  return count;
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

/** The first start and the last end of the rows that were found last. */
export let foundFrom: f64 = 0;
export let foundTo: f64 = 0;

export function boundFound(): void {
  foundFrom = Infinity;
  foundTo = -Infinity;
  for (let i = 0; i < foundCount; i++) {
    const row = integer(found, i);
    foundFrom = min(foundFrom, double(start, row));
    foundTo = max(foundTo, double(end, row));
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
