/** The host's part of the graph of the critical path; see ../../analysis/critical-path/host.ts. */
import { Kind } from '../marks';
import { allocate, byte, double, integer, release, setInteger, used } from '../memory.as';
import { end, kind, name, start, track } from '../rows.as';
import { addEnd, addStart, NOBODY, TAKES_NONE, TAKES_TIME } from './graph.as';
import { addMoment, beginMoments, earliest, removeEarliest } from './moments.as';

/** What `keepWithin` kept, and how many. */
export let kept: usize = 0;
export let keptCount: i32 = 0;

/** The rows of some length that begin in a span, in the same order and place. */
export function keepWithin(rows: usize, length: i32, from: f64, to: f64): void {
  kept = rows;
  keptCount = 0;
  for (let i = 0; i < length; i++) {
    const row = integer(rows, i);
    const begun = double(start, row);
    if (!(begun >= from && begun <= to && double(end, row) > begun)) continue;
    setInteger(kept, keptCount++, row);
  }
}

function isCall(row: i32): bool {
  const what = byte(kind, row);
  return what === Kind.operator || what === Kind.runtime;
}

/** Where the rows of each thread end, and how many threads there are. */
export let threadEnds: usize = 0;
export let threads: i32 = 0;

/** @param rows in thread order */
export function findThreads(rows: usize, length: i32): void {
  threadEnds = allocate((<usize>length) << 2);
  threads = 0;
  for (let i = 0; i < length; i++)
    if (i + 1 === length || integer(track, integer(rows, i)) !== integer(track, integer(rows, i + 1)))
      setInteger(threadEnds, threads++, i + 1);
}

/**
 * Adds one thread's events. Those that overlap without nesting end in the order in which those around them would: the last
 * to begin first.
 * @param rows by start, the longer first
 * @param isBlocking a byte for each name
 */
export function connectThread(rows: usize, length: i32, isBlocking: usize): void {
  const before = used();
  /** Events that have begun: all, and those of the graph. */
  const open = allocate((<usize>length) << 2);
  const shown = allocate((<usize>length) << 2);
  beginMoments(allocate((<usize>length) << 3), allocate((<usize>length) << 3));
  let opened = 0;
  let depth = 0;
  let isFirst = true;
  for (let i = 0; i <= length; i++) {
    const row = i < length ? integer(rows, i) : NOBODY;
    const from = i < length ? double(start, row) : Infinity;
    while (opened > 0 && earliest() <= from) {
      removeEarliest();
      const closing = integer(open, --opened);
      if (depth === 0 || integer(shown, depth - 1) !== closing) continue;
      depth--;
      const mark = byte(isBlocking, integer(name, closing)) !== 0 ? TAKES_NONE : TAKES_TIME;
      addEnd(closing, double(end, closing), mark, closing);
    }
    if (i === length) break;
    setInteger(open, opened++, row);
    addMoment(double(end, row));
    if (!isCall(row)) continue;
    if (depth > 0) addStart(row, from, TAKES_TIME, integer(shown, depth - 1));
    else addStart(row, from, isFirst ? 0 : TAKES_NONE, NOBODY);
    isFirst = false;
    setInteger(shown, depth++, row);
  }
  release(before);
}
