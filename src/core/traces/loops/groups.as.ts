/** Groups of what is alike, and sums over them. */
import { allocate, double, doubles, integer, integers, setDouble, setInteger } from './memory.as';
import { textAt } from './pages.as';
import { name } from './rows.as';

/** What tells groups apart: four integers an element, which stands for a row. */
let keys: usize = 0;
let rows: usize = 0;
let length: i32 = 0;
/** By element the number of its group; -1 for one that belongs to none. */
export let groupOf: usize = 0;
/** By group its first element. */
export let firstOf: usize = 0;

/** Begins to group some rows, by nothing yet. */
export function beginGroups(elements: usize, count: i32): void {
  rows = elements;
  length = count;
  keys = integers(4 * count, 0);
}

/** By the rows' names. */
export function byName(which: i32): void {
  for (let i = 0; i < length; i++) setInteger(keys, 4 * i + which, integer(name, integer(rows, i)));
}

/** By an argument that is a text. */
export function byText(which: i32, column: usize): void {
  for (let i = 0; i < length; i++) setInteger(keys, 4 * i + which, textAt(column, integer(rows, i)));
}

function hash(key: usize): i32 {
  const mixed = (load<u64>(key) * 0x9e3779b97f4a7c15) ^ (load<u64>(key, 8) * 0xc2b2ae3d27d4eb4f);
  return <i32>((mixed ^ (mixed >> 29)) >> 8);
}

function isSame(a: usize, b: usize): bool {
  return load<u64>(a) === load<u64>(b) && load<u64>(a, 8) === load<u64>(b, 8);
}

function keyOf(element: i32): usize {
  return keys + ((<usize>element) << 4);
}

/**
 * Numbers the groups in the order in which they first appear.
 * @param wanted a byte an element, 0 for one that belongs to no group
 * @returns how many groups there are
 */
export function group(wanted: usize): i32 {
  groupOf = allocate((<usize>length) << 2);
  firstOf = allocate((<usize>length) << 2);
  let mask = 1023;
  let slots = integers(mask + 1, 0xff);
  let count = 0;
  for (let i = 0; i < length; i++) {
    if (load<u8>(wanted + <usize>i) === 0) {
      setInteger(groupOf, i, -1);
      continue;
    }
    let slot = hash(keyOf(i)) & mask;
    let found = integer(slots, slot);
    while (found >= 0 && !isSame(keyOf(integer(firstOf, found)), keyOf(i))) {
      slot = (slot + 1) & mask;
      found = integer(slots, slot);
    }
    if (found < 0) {
      found = count++;
      setInteger(slots, slot, found);
      setInteger(firstOf, found, i);
      if (2 * count > mask) {
        mask = 2 * mask + 1;
        slots = slotsOf(count, mask);
      }
    }
    setInteger(groupOf, i, found);
  }
  return count;
}

function slotsOf(count: i32, mask: i32): usize {
  const slots = integers(mask + 1, 0xff);
  for (let each = 0; each < count; each++) {
    let slot = hash(keyOf(integer(firstOf, each))) & mask;
    while (integer(slots, slot) >= 0) slot = (slot + 1) & mask;
    setInteger(slots, slot, each);
  }
  return slots;
}

/** By group the sum of its elements' values, in their order. */
export function sumByGroup(groups: usize, count: i32, values: usize): usize {
  const sums = doubles(count);
  for (let i = 0; i < length; i++) {
    const own = integer(groups, i);
    if (own >= 0) setDouble(sums, own, double(sums, own) + double(values, i));
  }
  return sums;
}

/** How many elements each group has. */
export function countByGroup(groups: usize, count: i32): usize {
  const counts = integers(count, 0);
  for (let i = 0; i < length; i++) {
    const own = integer(groups, i);
    if (own >= 0) setInteger(counts, own, integer(counts, own) + 1);
  }
  return counts;
}
