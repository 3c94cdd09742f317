/** Stable sorting by numbers: few sorted runs are merged, many sorted by their digits. */
import { beginnings } from './counts.as';
import { allocate, double, integer, release, setInteger, used } from './memory.as';

/** More runs take more to merge than the passes of a sort by digits. */
const MOST_MERGED = 32;
const DIGIT_BITS = 11;
const DIGITS = 1 << DIGIT_BITS;

/** Sorts places by the numbers that stand at them in a column; both zeros are one number, and NaN comes last. */
export function sortBy(places: usize, length: i32, numbers: usize): void {
  const since = used();
  const bounds = allocate((MOST_MERGED + 1) << 2);
  const runs = findRuns(places, length, numbers, bounds);
  if (runs > MOST_MERGED) sortByDigits(places, length, numbers);
  else if (runs > 1) mergeRuns(places, length, numbers, bounds, runs, false);
  release(since);
}

/**
 * Sorts all places up to a length: equal numbers by place, though they stand stream by stream, which are mostly in order each.
 */
export function sortStreams(places: usize, length: i32, numbers: usize): void {
  const since = used();
  const bounds = allocate((MOST_MERGED + 1) << 2);
  const runs = findRuns(places, length, numbers, bounds);
  if (runs > MOST_MERGED) {
    for (let place = 0; place < length; place++) setInteger(places, place, place);
    sortByDigits(places, length, numbers);
  } else if (runs > 1) mergeRuns(places, length, numbers, bounds, runs, true);
  release(since);
}

/** Finds where each sorted run begins, and the end of the last; at most one more than are merged. */
function findRuns(places: usize, length: i32, numbers: usize, bounds: usize): i32 {
  if (length === 0) return 0;
  setInteger(bounds, 0, 0);
  let runs = 1;
  let before = double(numbers, integer(places, 0));
  for (let i = 1; i < length; i++) {
    const next = double(numbers, integer(places, i));
    if (next < before) {
      if (runs === MOST_MERGED) return runs + 1;
      setInteger(bounds, runs++, i);
    }
    before = next;
  }
  setInteger(bounds, runs, length);
  return runs;
}

/** Merges neighbouring runs in pairs until there is one. */
function mergeRuns(
  places: usize,
  length: i32,
  numbers: usize,
  bounds: usize,
  runs: i32,
  byPlace: bool,
): void {
  let source = places;
  let target = allocate((<usize>length) << 2);
  for (let left = runs; left > 1;) {
    let merged = 0;
    for (let run = 0; run < left; run += 2) {
      const from = integer(bounds, run);
      const to = integer(bounds, min(run + 2, left));
      mergeTwo(source, target, from, integer(bounds, run + 1), to, numbers, byPlace);
      setInteger(bounds, merged++, from);
    }
    setInteger(bounds, merged, length);
    left = merged;
    const other = source;
    source = target;
    target = other;
  }
  if (source !== places) memory.copy(places, source, (<usize>length) << 2);
}

/** @param byPlace whether equal numbers are in order of place, rather than as they stand */
function mergeTwo(
  source: usize,
  target: usize,
  from: i32,
  middle: i32,
  to: i32,
  numbers: usize,
  byPlace: bool,
): void {
  let left = from;
  let right = middle;
  let out = from;
  while (left < middle && right < to) {
    const one = integer(source, left);
    const other = integer(source, right);
    const a = double(numbers, one);
    const b = double(numbers, other);
    const takesLeft = a < b || (a === b && (!byPlace || one < other));
    setInteger(target, out++, takesLeft ? one : other);
    if (takesLeft) left++;
    else right++;
  }
  copyIntegers(target, out, source, left, middle);
  copyIntegers(target, out + middle - left, source, right, to);
}

function copyIntegers(target: usize, at: i32, source: usize, from: i32, to: i32): void {
  memory.copy(target + ((<usize>at) << 2), source + ((<usize>from) << 2), (<usize>(to - from)) << 2);
}

/** Bits that are in the same order as the numbers. */
function keyOf(numbers: usize, place: i32): u64 {
  const bits = reinterpret<u64>(double(numbers, place) + 0.0);
  return bits >> 63 !== 0 ? ~bits : bits | (1 << 63);
}

/** Sorts by those bits in which the numbers differ, some at a time. */
function sortByDigits(places: usize, length: i32, numbers: usize): void {
  const first = keyOf(numbers, integer(places, 0));
  let differing: u64 = 0;
  for (let i = 1; i < length; i++) differing |= keyOf(numbers, integer(places, i)) ^ first;
  const counts = allocate(DIGITS << 2);
  let source = places;
  let target = allocate((<usize>length) << 2);
  for (let shift = ctz(differing); shift < 64 && differing >> shift !== 0; shift += DIGIT_BITS) {
    memory.fill(counts, 0, DIGITS << 2);
    for (let i = 0; i < length; i++) {
      const digit = digitOf(numbers, integer(source, i), shift);
      setInteger(counts, digit, integer(counts, digit) + 1);
    }
    beginnings(counts, DIGITS);
    for (let i = 0; i < length; i++) {
      const place = integer(source, i);
      const digit = digitOf(numbers, place, shift);
      const at = integer(counts, digit);
      setInteger(counts, digit, at + 1);
      setInteger(target, at, place);
    }
    const other = source;
    source = target;
    target = other;
  }
  if (source !== places) memory.copy(places, source, (<usize>length) << 2);
}

function digitOf(numbers: usize, place: i32, shift: u64): i32 {
  return (<i32>(keyOf(numbers, place) >> shift)) & (DIGITS - 1);
}
