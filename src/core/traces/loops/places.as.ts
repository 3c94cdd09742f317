/**
 * Places by an id that the trace gives. Profilers count ids up, so mostly an array over their range holds them; if not,
 * open addressing in a table with twice as many slots as entries, keys before values.
 */
import { allocate, double, integer, setDouble, setInteger } from './memory.as';

/** Behind these bytes stand the values or the keys. */
const HEADER: usize = 16;
/** An array may have this many places for each entry. */
const SPARSEST = 4;
const ALWAYS_DENSE = 65536;

let lowest: f64 = 0;
let highest: f64 = 0;
let count: i32 = 0;

/** Begins to look at the ids that an index will hold. */
export function beginIndex(): void {
  lowest = Infinity;
  highest = -Infinity;
  count = 0;
}

export function expect(id: f64): void {
  count++;
  if (id < lowest) lowest = id;
  if (id > highest || id !== floor(id)) highest = id === floor(id) ? id : Infinity;
}

/** An index with room for the ids that were expected. */
export function makeIndex(): usize {
  const range = highest - lowest + 1;
  if (range <= <f64>count * SPARSEST + ALWAYS_DENSE) {
    const bytes = (<usize>range) << 2;
    const index = allocate(HEADER + bytes);
    store<u32>(index, 0);
    store<u32>(index, <u32>range, 4);
    store<f64>(index, lowest, 8);
    memory.fill(index + HEADER, 0xff, bytes);
    return index;
  }
  let slots: usize = 16;
  while (slots < 2 * <usize>count) slots <<= 1;
  const index = allocate(HEADER + slots * 12);
  store<u32>(index, <u32>slots - 1);
  memory.fill(index + HEADER + (slots << 3), 0xff, slots << 2);
  return index;
}

function slotOf(index: usize, id: f64): i32 {
  const mask = load<i32>(index);
  const keys = index + HEADER;
  const values = keys + ((<usize>mask + 1) << 3);
  // Both zeros are one id.
  let slot = (<i32>((reinterpret<u64>(id + 0.0) * 0x9e3779b97f4a7c15) >> 40)) & mask;
  while (integer(values, slot) >= 0 && double(keys, slot) !== id) slot = (slot + 1) & mask;
  return slot;
}

/** What was set last for an id, or -1; for NaN too. */
export function find(index: usize, id: f64): i32 {
  const mask = load<u32>(index);
  if (mask === 0) {
    const place = id - load<f64>(index, 8);
    return place >= 0 && place < <f64>load<u32>(index, 4) && place === floor(place)
      ? integer(index + HEADER, <i32>place)
      : -1;
  }
  return integer(index + HEADER + ((<usize>mask + 1) << 3), slotOf(index, id));
}

/** Sets the value, which is not negative, of an id that was expected. */
export function set(index: usize, id: f64, value: i32): void {
  const mask = load<u32>(index);
  if (mask === 0) {
    setInteger(index + HEADER, <i32>(id - load<f64>(index, 8)), value);
    return;
  }
  const slot = slotOf(index, id);
  setDouble(index + HEADER, slot, id);
  setInteger(index + HEADER + ((<usize>mask + 1) << 3), slot, value);
}
