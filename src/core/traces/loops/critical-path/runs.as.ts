/** The graph's nodes in topological order (Kahn's), in runs that follow each other. */
import { allocate, byte, integer, integers, setInteger } from '../memory.as';
import { crossingFrom, crossings, crossingTo, ENTERED, FOLLOWS, LEFT, marks, nodes } from './graph.as';

export let runs: i32 = 0;
/** First and last node of each run: what leads to a node stands before it. */
export let first: usize = 0;
export let last: usize = 0;
/** Of each node one of the crossings that leave it, and of each of those another one, plus one; 0 is none. */
let some: usize = 0;
let next: usize = 0;

/** The first of the crossings that leave a node, or -1. */
export function firstLeaving(node: i32): i32 {
  return integer(some, node) - 1;
}

/** The one after that, or -1. */
export function nextLeaving(crossing: i32): i32 {
  return integer(next, crossing) - 1;
}

function indexLeaving(): void {
  some = integers(nodes, 0);
  next = allocate((<usize>crossings) << 2);
  for (let crossing = crossings - 1; crossing >= 0; crossing--) {
    const node = crossingFrom(crossing);
    setInteger(next, crossing, integer(some, node));
    setInteger(some, node, crossing + 1);
  }
}

/** Orders the nodes. @returns false where edges lead around in a circle */
export function findRuns(): bool {
  indexLeaving();
  /** Of nodes that crossings enter: how many edges lead there from nodes that have not been passed. */
  const pending = integers(nodes, 0);
  for (let crossing = 0; crossing < crossings; crossing++) {
    const node = crossingTo(crossing);
    setInteger(pending, node, integer(pending, node) + 1);
  }
  first = allocate((<usize>nodes) << 2);
  last = allocate((<usize>nodes) << 2);
  runs = 0;
  for (let node = 0; node < nodes; node++) {
    const mark = byte(marks, node);
    if ((mark & ENTERED) === 0) {
      if ((mark & FOLLOWS) === 0) setInteger(first, runs++, node);
    } else if ((mark & FOLLOWS) !== 0) setInteger(pending, node, integer(pending, node) + 1);
  }
  let passed = 0;
  for (let run = 0; run < runs; run++) {
    const begun = integer(first, run);
    const ended = passRun(begun, pending);
    setInteger(last, run, ended);
    passed += ended + 1 - begun;
  }
  return passed === nodes;
}

/** One edge less leads to a node. @returns whether it was the last */
function arrive(node: i32, pending: usize): bool {
  const left = integer(pending, node) - 1;
  setInteger(pending, node, left);
  return left === 0;
}

/** The node at which a run ends. New runs begin at nodes that only waited for this one. */
function passRun(begun: i32, pending: usize): i32 {
  let node = begun;
  leave(node, pending);
  while (node + 1 < nodes) {
    const mark = byte(marks, node + 1);
    if ((mark & FOLLOWS) === 0) break;
    if ((mark & ENTERED) !== 0 && !arrive(node + 1, pending)) break;
    node++;
    leave(node, pending);
  }
  return node;
}

function leave(node: i32, pending: usize): void {
  if ((byte(marks, node) & LEFT) === 0) return;
  for (let crossing = firstLeaving(node); crossing >= 0; crossing = nextLeaving(crossing)) {
    const to = crossingTo(crossing);
    if (arrive(to, pending)) setInteger(first, runs++, to);
  }
}
