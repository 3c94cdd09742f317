/** The graph's nodes in topological order (Kahn's), in runs that follow each other. */
import { allocate, byte, integer, integers, release, setInteger, used } from '../memory.as';
import { crossed, findCrossed, firstLeaving, nextLeaving, placeOf } from './crossed.as';
import { crossings, crossingTo, ENTERED, FOLLOWS, LEFT, marks, nodes } from './graph.as';

export let runs: i32 = 0;
/** First and last node of each run: what leads to a node stands before it. */
export let first: usize = 0;
export let last: usize = 0;
/** Of nodes that crossings enter, by place: how many edges lead there from nodes that have not been passed. */
let pending: usize = 0;

/** Orders the nodes. @returns false where edges lead around in a circle */
export function findRuns(): bool {
  findCrossed();
  first = allocate((<usize>nodes) << 2);
  last = allocate((<usize>nodes) << 2);
  const before = used();
  pending = integers(crossed, 0);
  for (let crossing = 0; crossing < crossings; crossing++) expect(crossingTo(crossing));
  runs = 0;
  for (let node = 0; node < nodes; node++) {
    const mark = byte(marks, node);
    if ((mark & ENTERED) === 0) {
      if ((mark & FOLLOWS) === 0) setInteger(first, runs++, node);
    } else if ((mark & FOLLOWS) !== 0) expect(node);
  }
  let passed = 0;
  for (let run = 0; run < runs; run++) {
    const begun = integer(first, run);
    const ended = passRun(begun);
    setInteger(last, run, ended);
    passed += ended + 1 - begun;
  }
  release(before);
  return passed === nodes;
}

/** One edge more leads to a node. */
function expect(node: i32): void {
  const place = placeOf(node);
  setInteger(pending, place, integer(pending, place) + 1);
}

/** One edge less leads to a node. @returns whether it was the last */
function arrive(node: i32): bool {
  const place = placeOf(node);
  const left = integer(pending, place) - 1;
  setInteger(pending, place, left);
  return left === 0;
}

/** The node at which a run ends. New runs begin at nodes that only waited for this one. */
function passRun(begun: i32): i32 {
  let node = begun;
  leave(node);
  while (node + 1 < nodes) {
    const mark = byte(marks, node + 1);
    if ((mark & FOLLOWS) === 0) break;
    if ((mark & ENTERED) !== 0 && !arrive(node + 1)) break;
    node++;
    leave(node);
  }
  return node;
}

function leave(node: i32): void {
  if ((byte(marks, node) & LEFT) === 0) return;
  for (let crossing = firstLeaving(node); crossing >= 0; crossing = nextLeaving(crossing)) {
    const to = crossingTo(crossing);
    if (arrive(to)) setInteger(first, runs++, to);
  }
}
