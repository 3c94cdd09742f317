/** The longest path of the graph. */
import {
  allocate,
  byte,
  bytes,
  double,
  doubles,
  integer,
  integers,
  setByte,
  setDouble,
  setInteger,
} from '../memory.as';
import { name } from '../rows.as';
import {
  crossingTo,
  crossingWeight,
  edgeFrom,
  edgeWeight,
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
import { first, firstLeaving, last, nextLeaving, runs } from './runs.as';

/** Of each run's last node the length of the longest path there, and of nodes that crossings enter the longest by way of those. */
let reached: usize = 0;
let entered: usize = 0;
/** Of nodes that crossings enter the one on the longest path, plus one; 0 where that comes from the node before. */
let by: usize = 0;
/** A number for each node. */
let group: usize = 0;
/** Length of the path that was measured last, and where it ends. */
let longest: f64 = 0;
let end: i32 = -1;

/** The edges of the longest path in order of time, and how many. */
export let path: usize = 0;
export let pathCount: i32 = 0;

/** Finds the longest path of an ordered graph. @returns its length */
export function findLongest(): f64 {
  reached = allocate((<usize>nodes) << 3);
  entered = doubles(nodes);
  by = integers(nodes, 0);
  group = bytes(nodes);
  measure(-1);
  const backwards = allocate((<usize>nodes) << 2);
  pathCount = 0;
  for (let node = end; node >= 0;) {
    const crossing = integer(by, node);
    if (crossing === 0 && (byte(marks, node) & FOLLOWS) === 0) break;
    const edge = crossing === 0 ? node : nodes + crossing - 1;
    // It ends where it first is as long as that.
    if (pathCount > 0 || edgeWeight(edge) > 0) setInteger(backwards, pathCount++, edge);
    node = edgeFrom(edge);
  }
  path = allocate((<usize>pathCount) << 2);
  for (let i = 0; i < pathCount; i++) setInteger(path, i, integer(backwards, pathCount - 1 - i));
  return longest;
}

/** Groups the edges between neighbours by the names of who accounts for them. @param groups a byte for each name, from 1 */
export function groupWorkers(groups: usize): void {
  for (let node = 0; node < nodes; node++) {
    const row = integer(worker, node);
    if (row !== NOBODY) setByte(group, node, byte(groups, integer(name, row)));
  }
}

/** Length of the longest path if a group's edges had no weight. */
export function lengthWithout(left: i32): f64 {
  measure(left);
  return longest;
}

/** Walks the graph as if one group's edges had no weight; -1 is no group. O(edges). */
function measure(left: i32): void {
  longest = 0;
  end = -1;
  for (let run = 0; run < runs; run++) {
    const begun = integer(first, run);
    const until = integer(last, run);
    let length: f64 = 0;
    let before: f64 = 0;
    if ((byte(marks, begun) & FOLLOWS) !== 0) {
      length = double(reached, begun - 1);
      before = double(time, begun - 1);
    }
    for (let node = begun; node <= until; node++) {
      const mark = byte(marks, node);
      const now = double(time, node);
      if ((mark & TAKES_TIME) !== 0 && now > before && byte(group, node) !== left) length += now - before;
      before = now;
      if ((mark & ENTERED) !== 0) length = enter(node, mark, length);
      if ((mark & LEFT) !== 0) leave(node, length);
    }
    setDouble(reached, until, length);
    if (length > longest) {
      longest = length;
      end = until;
    }
  }
}

/** The longer of the ways to a node: by the node before, which takes `length`, or by a crossing. */
function enter(node: i32, mark: i32, length: f64): f64 {
  const other = double(entered, node);
  setDouble(entered, node, 0);
  if (other >= length || (mark & FOLLOWS) === 0) return other;
  setInteger(by, node, 0);
  return length;
}

function leave(node: i32, length: f64): void {
  for (let crossing = firstLeaving(node); crossing >= 0; crossing = nextLeaving(crossing)) {
    const to = crossingTo(crossing);
    const through = length + crossingWeight(crossing);
    if (integer(by, to) !== 0 && through <= double(entered, to)) continue;
    setDouble(entered, to, through);
    setInteger(by, to, crossing + 1);
  }
}
