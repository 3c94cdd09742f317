/**
 * The moments at which open events end: the earliest is at hand. Events that nest end before those around them, so that a stack
 * holds them in order; those that do not stand in a binary heap beside it.
 */
import { double, setDouble } from '../memory.as';

let stack: usize = 0;
let depth: i32 = 0;
let heap: usize = 0;
let size: i32 = 0;

/** Begins with none. Each gets memory for one double of the most that are open at once. */
export function beginMoments(nested: usize, others: usize): void {
  stack = nested;
  depth = 0;
  heap = others;
  size = 0;
}

function innermost(): f64 {
  return depth === 0 ? Infinity : double(stack, depth - 1);
}

export function earliest(): f64 {
  return size === 0 ? innermost() : min(innermost(), double(heap, 0));
}

export function addMoment(moment: f64): void {
  if (moment <= innermost()) setDouble(stack, depth++, moment);
  else addToHeap(moment);
}

export function removeEarliest(): void {
  if (size === 0 || innermost() <= double(heap, 0)) depth--;
  else removeFromHeap();
}

function addToHeap(moment: f64): void {
  let place = size++;
  while (place > 0) {
    const above = (place - 1) >> 1;
    const other = double(heap, above);
    if (other <= moment) break;
    setDouble(heap, place, other);
    place = above;
  }
  setDouble(heap, place, moment);
}

function removeFromHeap(): void {
  const moment = double(heap, --size);
  let place = 0;
  for (;;) {
    let below = 2 * place + 1;
    if (below >= size) break;
    if (below + 1 < size && double(heap, below + 1) < double(heap, below)) below++;
    const other = double(heap, below);
    if (moment <= other) break;
    setDouble(heap, place, other);
    place = below;
  }
  setDouble(heap, place, moment);
}
