/** The nodes that crossings leave or enter. Most nodes are none of them: what is known of these stands by their place. */
import { allocate, byte, integer, integers, setInteger } from '../memory.as';
import { crossingFrom, crossings, ENTERED, LEFT, marks, nodes } from './graph.as';

/** How many there are. */
export let crossed: i32 = 0;
/** By node its place among them; anything for the others. */
let places: usize = 0;
/** Of each one of the crossings that leave it, and of each of those another one, plus one; 0 is none. */
let some: usize = 0;
let next: usize = 0;

export function placeOf(node: i32): i32 {
  return integer(places, node);
}

/** The first of the crossings that leave a node, or -1. */
export function firstLeaving(node: i32): i32 {
  return integer(some, placeOf(node)) - 1;
}

/** The one after that, or -1. */
export function nextLeaving(crossing: i32): i32 {
  return integer(next, crossing) - 1;
}

/** Finds them, when the graph is complete. */
export function findCrossed(): void {
  places = allocate((<usize>nodes) << 2);
  crossed = 0;
  for (let node = 0; node < nodes; node++)
    if ((byte(marks, node) & (LEFT | ENTERED)) !== 0) setInteger(places, node, crossed++);
  some = integers(crossed, 0);
  next = allocate((<usize>crossings) << 2);
  for (let crossing = crossings - 1; crossing >= 0; crossing--) {
    const place = placeOf(crossingFrom(crossing));
    setInteger(next, crossing, integer(some, place));
    setInteger(some, place, crossing + 1);
  }
}
