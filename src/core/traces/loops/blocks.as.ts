/** Memory events of the profiler, and the nodes of the operator tree that they belong to. */
import { OVERLAPPING } from './marks';
import { allocate, double, doubles, integer, integers, setDouble, setInteger } from './memory.as';
import { end, start, track } from './rows.as';

/**
 * For each event the innermost node on its thread, or -1.
 * @param order events by time
 * @param times by event, as `threads`
 * @param nodes row of each node: thread by thread, by start, longer first
 */
export function findAllocators(
  order: usize,
  events: i32,
  times: usize,
  threads: usize,
  nodes: usize,
  length: i32,
  parent: usize,
  mergedInto: usize,
  tracks: i32,
): usize {
  const nodeOf = integers(events, 0xff);
  /** Of each thread the first node that has not begun, one more than the last, and the innermost that is open. */
  const next = integers(tracks, 0);
  const last = integers(tracks, 0);
  const top = integers(tracks, 0xff);
  /** The node that was open when a node began. */
  const below = allocate((<usize>length) << 2);
  for (let node = length - 1; node >= 0; node--) {
    const thread = integer(track, integer(nodes, node));
    if (integer(last, thread) === 0) setInteger(last, thread, node + 1);
    setInteger(next, thread, node);
  }
  for (let i = 0; i < events; i++) {
    const event = integer(order, i);
    const thread = integer(threads, event);
    const time = double(times, event);
    let open = integer(top, thread);
    let node = integer(next, thread);
    for (; node < integer(last, thread); node++) {
      const begins = double(start, integer(nodes, node));
      if (begins > time) break;
      if (integer(parent, node) === OVERLAPPING) continue;
      open = stillOpen(open, begins, nodes, below);
      setInteger(below, node, open);
      open = node;
    }
    open = stillOpen(open, time, nodes, below);
    setInteger(next, thread, node);
    setInteger(top, thread, open);
    if (open < 0) continue;
    const merged = integer(mergedInto, open);
    setInteger(nodeOf, event, merged >= 0 ? merged : open);
  }
  return nodeOf;
}

function stillOpen(top: i32, moment: f64, nodes: usize, below: usize): i32 {
  let open = top;
  while (open >= 0 && double(end, integer(nodes, open)) <= moment) open = integer(below, open);
  return open;
}

/** By node, of its own events and of all in it: bytes more, bytes allocated, and allocations. */
export let ownIncrease: usize = 0;
export let ownAllocated: usize = 0;
export let ownAllocations: usize = 0;
export let allIncrease: usize = 0;
export let allAllocated: usize = 0;
export let allAllocations: usize = 0;

function add(sums: usize, node: i32, value: f64): void {
  setDouble(sums, node, double(sums, node) + value);
}

function upwards(own: usize, length: i32, parent: usize): usize {
  const all = allocate((<usize>length) << 3);
  memory.copy(all, own, (<usize>length) << 3);
  for (let node = length - 1; node >= 0; node--) {
    const above = integer(parent, node);
    if (above >= 0) add(all, above, double(all, node));
  }
  return all;
}

/** Sums some events up. @param bytes by event: allocated, or freed below 0 */
export function sumBlocks(
  events: usize,
  count: i32,
  nodeOf: usize,
  bytes: usize,
  length: i32,
  parent: usize,
): void {
  ownIncrease = doubles(length);
  ownAllocated = doubles(length);
  ownAllocations = doubles(length);
  for (let i = 0; i < count; i++) {
    const event = integer(events, i);
    const node = integer(nodeOf, event);
    if (node < 0) continue;
    const change = double(bytes, event);
    add(ownIncrease, node, change);
    add(ownAllocated, node, max<f64>(0, change));
    add(ownAllocations, node, change > 0 ? 1 : 0);
  }
  allIncrease = upwards(ownIncrease, length, parent);
  allAllocated = upwards(ownAllocated, length, parent);
  allAllocations = upwards(ownAllocations, length, parent);
}
