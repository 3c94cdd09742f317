/** Spans of time: disjoint ones in ascending order, as ../analysis/intervals.ts has them, from the rows of one thread after the other. */
import { deviceEnd, devices, deviceStart } from './device/rows.as';
import { allocate, byte, double, integer, release, setDouble, upTo, used } from './memory.as';
import { end, start, track } from './rows.as';
import { sortBy } from './sort.as';

/** The spans that were made last. */
export let spanStart: usize = 0;
export let spanEnd: usize = 0;
export let spanCount: i32 = 0;

function begin(most: i32): void {
  spanStart = allocate((<usize>most) << 3);
  spanEnd = allocate((<usize>most) << 3);
  spanCount = 0;
}

/** Gives back what was taken since and the spans do not need. @param since what was used then */
function finish(since: usize): void {
  const bytes = (<usize>spanCount) << 3;
  release(since);
  const starts = allocate(bytes);
  memory.copy(starts, spanStart, bytes);
  const ends = allocate(bytes);
  memory.copy(ends, spanEnd, bytes);
  spanStart = starts;
  spanEnd = ends;
}

function add(from: f64, to: f64): void {
  setDouble(spanStart, spanCount, from);
  setDouble(spanEnd, spanCount, to);
  spanCount++;
}

/** Adds a span that begins no earlier than the last; those that touch become one. */
function join(from: f64, to: f64, first: i32): void {
  const last = spanCount - 1;
  if (last >= first && from <= double(spanEnd, last)) {
    if (to > double(spanEnd, last)) setDouble(spanEnd, last, to);
  } else add(from, to);
}

/**
 * The union of rows.
 * @param host rows thread by thread, each by start
 * @param device rows by start
 */
export function unite(host: usize, hosts: i32, device: usize, devices: i32): void {
  const since = used();
  begin(hosts + devices);
  let runs = 0;
  let first = 0;
  let thread = -1;
  for (let i = 0; i < hosts; i++) {
    const row = integer(host, i);
    if (integer(track, row) !== thread) {
      thread = integer(track, row);
      first = spanCount;
      runs++;
    }
    join(double(start, row), double(end, row), first);
  }
  first = spanCount;
  for (let i = 0; i < devices; i++) {
    const row = integer(device, i);
    join(double(start, row), double(end, row), first);
  }
  if (spanCount > first) runs++;
  if (runs > 1) rejoin();
  finish(since);
}

/** The union of the device's rows that have a mark. @param order their places by start @param marks a byte for each place, or 0 for all */
export function uniteDevice(order: usize, marks: usize, mark: i32): void {
  const since = used();
  begin(devices);
  for (let i = 0; i < devices; i++) {
    const place = integer(order, i);
    if (marks === 0 || byte(marks, place) === mark)
      join(double(deviceStart, place), double(deviceEnd, place), 0);
  }
  finish(since);
}

/** Sorts the spans by start, and joins those that touch. */
function rejoin(): void {
  const count = spanCount;
  const starts = spanStart;
  const ends = spanEnd;
  const order = upTo(count);
  sortBy(order, count, starts);
  begin(count);
  for (let i = 0; i < count; i++) {
    const place = integer(order, i);
    join(double(starts, place), double(ends, place), 0);
  }
}

/** What lies in both. */
export function intersect(aStart: usize, aEnd: usize, a: i32, bStart: usize, bEnd: usize, b: i32): void {
  const since = used();
  begin(a + b);
  let i = 0;
  let j = 0;
  while (i < a && j < b) {
    const from = max(double(aStart, i), double(bStart, j));
    const to = min(double(aEnd, i), double(bEnd, j));
    if (from < to) add(from, to);
    if (double(aEnd, i) < double(bEnd, j)) i++;
    else j++;
  }
  finish(since);
}

/** What lies in `a` and not in `b`. */
export function subtract(aStart: usize, aEnd: usize, a: i32, bStart: usize, bEnd: usize, b: i32): void {
  const since = used();
  begin(a + b);
  let j = 0;
  for (let i = 0; i < a; i++) {
    let from = double(aStart, i);
    const to = double(aEnd, i);
    while (j < b && double(bEnd, j) <= from) j++;
    for (let k = j; k < b && double(bStart, k) < to; k++) {
      if (double(bStart, k) > from) add(from, double(bStart, k));
      from = max(from, double(bEnd, k));
    }
    if (from < to) add(from, to);
  }
  finish(since);
}

/** Summed length of what lies between two moments. */
export function lengthWithin(starts: usize, ends: usize, count: i32, from: f64, to: f64): f64 {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (double(ends, middle) <= from) low = middle + 1;
    else high = middle;
  }
  let sum: f64 = 0;
  for (let i = low; i < count && double(starts, i) < to; i++)
    sum += min(double(ends, i), to) - max(double(starts, i), from);
  return sum;
}
