/** The moments at which open events end: the earliest is at hand, by a binary heap. */
import { double, setDouble } from '../memory.as';

let heap: usize = 0;
let size: i32 = 0;

/** Begins with none. @param memory for one double each of the most that are open at once */
export function beginMoments(memory: usize): void {
  heap = memory;
  size = 0;
}

export function earliest(): f64 {
  return size === 0 ? Infinity : double(heap, 0);
}

export function addMoment(moment: f64): void {
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

export function removeEarliest(): void {
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
