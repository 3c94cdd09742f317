/** The longest path of the graph. */
import { allocate, byte, doubles, double, integer, integers, setDouble, setInteger } from '../memory.as';
import { crossed, firstLeaving, nextLeaving, placeOf } from './crossed.as';
import {
  crossingTo,
  crossingWeight,
  edgeFrom,
  edgeWeight,
  ENTERED,
  FOLLOWS,
  LEFT,
  marks,
  nodes,
  TAKES_TIME,
  time,
} from './graph.as';
import { first, last, runs } from './runs.as';

/**
 * Of nodes that crossings enter, by place: the longest way there so far, and the crossing that it comes by, plus one; 0 where it
 * comes from the node before.
 */
let reached: usize = 0;
let by: usize = 0;
/** Length of the longest path, and where it ends. */
let longest: f64 = 0;
let end: i32 = -1;

/** The edges of the longest path in order of time, and how many. */
export let path: usize = 0;
export let pathCount: i32 = 0;

/** Finds the longest path of an ordered graph. @returns its length */
export function findLongest(): f64 {
  reached = doubles(crossed);
  by = integers(crossed, 0);
  measure();
  path = allocate((<usize>nodes) << 2);
  pathCount = 0;
  for (let node = end; node >= 0;) {
    const mark = byte(marks, node);
    const crossing = (mark & ENTERED) === 0 ? 0 : integer(by, placeOf(node));
    if (crossing === 0 && (mark & FOLLOWS) === 0) break;
    const edge = crossing === 0 ? node : nodes + crossing - 1;
    // It ends where it first is as long as that.
    if (pathCount > 0 || edgeWeight(edge) > 0) setInteger(path, pathCount++, edge);
    node = edgeFrom(edge);
  }
  for (let i = 0, j = pathCount - 1; i < j; i++, j--) {
    const edge = integer(path, i);
    setInteger(path, i, integer(path, j));
    setInteger(path, j, edge);
  }
  return longest;
}

/** O(edges). The same walk as in without.as.ts. */
function measure(): void {
  longest = 0;
  end = -1;
  for (let run = 0; run < runs; run++) {
    const until = integer(last, run);
    let node = integer(first, run);
    let mark = byte(marks, node);
    let now = double(time, node);
    let length: f64 = (mark & ENTERED) === 0 ? 0 : double(reached, placeOf(node));
    for (;;) {
      if ((mark & LEFT) !== 0) leave(node, length);
      if (node === until) break;
      const before = now;
      node++;
      mark = byte(marks, node);
      now = double(time, node);
      if ((mark & TAKES_TIME) !== 0 && now > before) length += now - before;
      if ((mark & ENTERED) !== 0) length = enter(node, length);
    }
    if (length > longest) {
      longest = length;
      end = until;
    }
    // What comes next waits for another run too.
    if (until + 1 < nodes && (byte(marks, until + 1) & FOLLOWS) !== 0)
      enter(until + 1, length + edgeWeight(until + 1));
  }
}

/** Comes to a node from the one before. @returns the longer of the ways there so far; of equal ones a crossing is taken */
function enter(node: i32, length: f64): f64 {
  const place = placeOf(node);
  const other = double(reached, place);
  if (other >= length) return other;
  setDouble(reached, place, length);
  setInteger(by, place, 0);
  return length;
}

function leave(node: i32, length: f64): void {
  for (let crossing = firstLeaving(node); crossing >= 0; crossing = nextLeaving(crossing)) {
    const place = placeOf(crossingTo(crossing));
    const through = length + crossingWeight(crossing);
    const other = double(reached, place);
    if (through < other || (through === other && integer(by, place) !== 0)) continue;
    setDouble(reached, place, through);
    setInteger(by, place, crossing + 1);
  }
}
