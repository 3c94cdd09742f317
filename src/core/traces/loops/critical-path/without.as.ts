/** How long the longest path would be if some edges had no weight. */
import { allocate, byte, bytes, doubles, double, integer, setByte } from '../memory.as';
import { name } from '../rows.as';
import { crossed, firstLeaving, nextLeaving, placeOf } from './crossed.as';
import {
  crossingTo,
  crossingWeight,
  ENTERED,
  FOLLOWS,
  LEFT,
  marks,
  NOBODY,
  nodes,
  TAKES_TIME,
  time,
  worker,
} from './graph.as';
import { first, last, runs } from './runs.as';

/** Two lengths, or a mask for each. */
const PAIR: usize = 16;

/** The group of the edge from the node before; 0 is none. */
let group: usize = 0;
/** By group the masks of an edge's weight. */
let masks: usize = 0;
/** Of nodes that crossings enter, by place: the longest ways there so far. */
let reached: usize = 0;

/**
 * Measures the longest path of an ordered graph as if a group of edges between neighbours had no weight, for each group. Two
 * are measured in one walk.
 * @param groups a byte for each name of who accounts for an edge, from 1; 0 is none
 * @returns lengths by group, from the first
 */
export function lengthsWithout(groups: usize, count: i32): usize {
  group = bytes(nodes);
  for (let node = 0; node < nodes; node++) {
    const row = integer(worker, node);
    if (row !== NOBODY) setByte(group, node, byte(groups, integer(name, row)));
  }
  const lengths = doubles(count + 1);
  masks = allocate((<usize>count + 1) * PAIR);
  reached = allocate(<usize>crossed * PAIR);
  for (let pair = 0; pair < count; pair += 2) {
    for (let each = 0; each <= count; each++) {
      store<i64>(masks + <usize>each * PAIR, each === pair + 1 ? 0 : -1);
      store<i64>(masks + <usize>each * PAIR, each === pair + 2 ? 0 : -1, 8);
    }
    v128.store(lengths + ((<usize>pair) << 3), longestOfPair());
  }
  return lengths;
}

/** O(edges). The same walk as in longest.as.ts. */
function longestOfPair(): v128 {
  memory.fill(reached, 0, <usize>crossed * PAIR);
  let longest = f64x2.splat(0);
  for (let run = 0; run < runs; run++) {
    const until = integer(last, run);
    let node = integer(first, run);
    let mark = byte(marks, node);
    let now = double(time, node);
    let length = (mark & ENTERED) === 0 ? f64x2.splat(0) : v128.load(at(node));
    for (;;) {
      if ((mark & LEFT) !== 0) leave(node, length);
      if (node === until) break;
      const before = now;
      node++;
      mark = byte(marks, node);
      now = double(time, node);
      length = f64x2.add(length, weight(node, mark, now - before));
      if ((mark & ENTERED) !== 0) length = f64x2.max(length, v128.load(at(node)));
    }
    longest = f64x2.max(longest, length);
    if (until + 1 === nodes) continue;
    mark = byte(marks, until + 1);
    if ((mark & FOLLOWS) !== 0)
      enter(until + 1, f64x2.add(length, weight(until + 1, mark, double(time, until + 1) - now)));
  }
  return longest;
}

function at(node: i32): usize {
  return reached + <usize>placeOf(node) * PAIR;
}

/** Of the edge from the node before. */
function weight(node: i32, mark: i32, span: f64): v128 {
  if ((mark & TAKES_TIME) === 0 || !(span > 0)) return f64x2.splat(0);
  return v128.and(f64x2.splat(span), v128.load(masks + <usize>byte(group, node) * PAIR));
}

function enter(node: i32, length: v128): void {
  v128.store(at(node), f64x2.max(length, v128.load(at(node))));
}

function leave(node: i32, length: v128): void {
  for (let crossing = firstLeaving(node); crossing >= 0; crossing = nextLeaving(crossing))
    enter(crossingTo(crossing), f64x2.add(length, f64x2.splat(crossingWeight(crossing))));
}
