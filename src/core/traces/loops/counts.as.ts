import { integer, setInteger } from './memory.as';

/** Puts where each begins, if they stand one after the other, in the place of how many each has. */
export function beginnings(counts: usize, length: i32): void {
  let before = 0;
  for (let i = 0; i < length; i++) {
    const count = integer(counts, i);
    setInteger(counts, i, before);
    before += count;
  }
}
