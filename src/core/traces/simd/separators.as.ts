/**
 * What stands between two values of an event (`,\n    "dur": `), as it was met before. A writer puts the same bytes between
 * the same two keys every time, so comparing a block or two replaces reading white space, commas, quotes and keys. Only what
 * was read in full is remembered, so a match means the same as reading it again.
 */
import { firstBytes } from './bytes.as';
import { allocate } from './memory.as';
import { LONGEST_SEPARATOR, STATES } from './states';

const SLOTS: usize = 8;
/** A slot: length, state after it, then from a whole block on the bytes. */
const NEXT: usize = 4;
const BYTES: usize = 16;
const STRIDE: usize = BYTES + <usize>LONGEST_SEPARATOR;

const slots: usize = allocate(<usize>STATES * SLOTS * STRIDE);
/** A state: the slot that matched last, how many are filled, and which is replaced next. */
const states: usize = allocate(<usize>STATES * 16);
const FILLED: usize = 4;
const OLDEST: usize = 8;

for (let state: usize = 0; state < <usize>STATES; state++)
  store<u32>(states + (state << 4), <u32>(slots + state * SLOTS * STRIDE));

/** The state after the last match. */
export let next: i32 = 0;

function matches(slot: usize, p: usize, end: usize): usize {
  const length: usize = load<u32>(slot);
  if (length === 0 || p + length > end) return 0;
  let i: usize = 0;
  const whole = length & ~15;
  for (; i < whole; i += 16)
    if (v128.any_true(v128.xor(v128.load(p + i), v128.load(slot + BYTES + i)))) return 0;
  const rest = length & 15;
  if (rest !== 0) {
    const different = v128.xor(v128.load(p + i), v128.load(slot + BYTES + i));
    if (v128.any_true(v128.and(different, firstBytes(rest)))) return 0;
  }
  next = load<i32>(slot + NEXT);
  return length;
}

/** Length of the separator that stands at `p` after `state`, or 0 where none is known. */
export function match(state: i32, p: usize, end: usize): usize {
  const known = states + ((<usize>state) << 4);
  const latest: usize = load<u32>(known);
  const length = matches(latest, p, end);
  if (length !== 0) return length;
  let slot = slots + <usize>state * SLOTS * STRIDE;
  const last = slot + <usize>load<u32>(known + FILLED) * STRIDE;
  for (; slot < last; slot += STRIDE) {
    if (slot === latest) continue;
    const found = matches(slot, p, end);
    if (found !== 0) {
      store<u32>(known, <u32>slot);
      return found;
    }
  }
  return 0;
}

/** Remembers the bytes from `p` on as what stands after `state`. */
export function learn(state: i32, p: usize, length: usize, after: i32): void {
  if (length > <usize>LONGEST_SEPARATOR || match(state, p, p + length) === length) return;
  const known = states + ((<usize>state) << 4);
  let place: usize = load<u32>(known + FILLED);
  if (place < SLOTS) store<u32>(known + FILLED, <u32>(place + 1));
  else {
    place = load<u32>(known + OLDEST);
    store<u32>(known + OLDEST, <u32>((place + 1) % SLOTS));
  }
  const slot = slots + (<usize>state * SLOTS + place) * STRIDE;
  store<u32>(slot, <u32>length);
  store<i32>(slot + NEXT, after);
  memory.copy(slot + BYTES, p, length);
  store<u32>(known, <u32>slot);
}
