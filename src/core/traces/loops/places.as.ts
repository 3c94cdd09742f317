/** Places by a number: open addressing in a table with twice as many slots as entries, keys before values. */
import { allocate, double, integer, setDouble, setInteger } from './memory.as';

const HEADER: usize = 16;

/** An index with room for some entries. */
export function makeIndex(entries: i32): usize {
  let slots: usize = 16;
  while (slots < 2 * <usize>entries) slots <<= 1;
  const index = allocate(HEADER + slots * 12);
  store<u32>(index, <u32>slots - 1);
  memory.fill(index + HEADER + (slots << 3), 0xff, slots << 2);
  return index;
}

function slotOf(index: usize, key: f64): i32 {
  const mask = load<i32>(index);
  const keys = index + HEADER;
  const values = keys + ((<usize>mask + 1) << 3);
  // Both zeros are one key.
  let slot = (<i32>((reinterpret<u64>(key + 0.0) * 0x9e3779b97f4a7c15) >> 40)) & mask;
  while (integer(values, slot) >= 0 && double(keys, slot) !== key) slot = (slot + 1) & mask;
  return slot;
}

/** What was set last for a key, or -1. */
export function find(index: usize, key: f64): i32 {
  return integer(index + HEADER + ((<usize>load<u32>(index) + 1) << 3), slotOf(index, key));
}

/** Sets a key's value, which is not negative; NaN is no key. */
export function set(index: usize, key: f64, value: i32): void {
  const slot = slotOf(index, key);
  setDouble(index + HEADER, slot, key);
  setInteger(index + HEADER + ((<usize>load<u32>(index) + 1) << 3), slot, value);
}
