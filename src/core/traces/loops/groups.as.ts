/** Groups of what is alike, and sums over them. */
import { beginnings } from './counts.as';
import {
  allocate,
  byte,
  bytes,
  double,
  doubles,
  integer,
  integers,
  setByte,
  setDouble,
  setInteger,
} from './memory.as';
import { textAt } from './pages.as';
import { end, name, start } from './rows.as';

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

/** By a column of integers. */
export function byInteger(which: i32, column: usize): void {
  for (let i = 0; i < length; i++) setInteger(keys, 4 * i + which, integer(column, integer(rows, i)));
}

/** By any number. */
export function setKey(element: i32, which: i32, value: i32): void {
  setInteger(keys, 4 * element + which, value);
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
 * @param wanted a byte an element, 0 for one that belongs to no group; or 0 where all belong to one
 * @returns how many groups there are
 */
export function group(wanted: usize): i32 {
  groupOf = allocate((<usize>length) << 2);
  firstOf = allocate((<usize>length) << 2);
  let mask = 1023;
  let slots = integers(mask + 1, 0xff);
  let count = 0;
  for (let i = 0; i < length; i++) {
    if (wanted !== 0 && load<u8>(wanted + <usize>i) === 0) {
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

/** By group the sum of its rows' durations, in their order. */
export function sumDurationsByGroup(groups: usize, count: i32): usize {
  const sums = doubles(count);
  for (let i = 0; i < length; i++) {
    const own = integer(groups, i);
    const row = integer(rows, i);
    if (own >= 0) setDouble(sums, own, double(sums, own) + (double(end, row) - double(start, row)));
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

/**
 * Which elements of a tree count: those of a group that counts, unless they are within one that counts.
 * @param parent by element the one around it, or a negative number
 * @param counts a byte for each group
 * @returns the groups of those that count; -1 for the others
 */
export function outermost(parent: usize, groups: usize, counts: usize): usize {
  const outer = allocate((<usize>length) << 2);
  const covered = bytes(length);
  for (let i = 0; i < length; i++) {
    setInteger(outer, i, -1);
    const above = integer(parent, i);
    if (above >= 0 && byte(covered, above) === 1) {
      setByte(covered, i, 1);
      continue;
    }
    const own = integer(groups, i);
    if (own < 0 || byte(counts, own) === 0) continue;
    setByte(covered, i, 1);
    setInteger(outer, i, own);
  }
  return outer;
}

/** By group its first element among some, or -1. */
export function firstByGroup(groups: usize, count: i32): usize {
  const firsts = integers(count, 0xff);
  for (let i = length - 1; i >= 0; i--)
    if (integer(groups, i) >= 0) setInteger(firsts, integer(groups, i), i);
  return firsts;
}

/** The rows one group after the other, each in their order, and where each group's end. */
export let splitRows: usize = 0;
export let splitEnds: usize = 0;

/** Splits the rows, of which each belongs to a group. */
export function splitByGroup(groups: usize, count: i32): void {
  splitRows = allocate((<usize>length) << 2);
  splitEnds = countByGroup(groups, count);
  beginnings(splitEnds, count);
  for (let i = 0; i < length; i++) {
    const group = integer(groups, i);
    const place = integer(splitEnds, group);
    setInteger(splitRows, place, integer(rows, i));
    setInteger(splitEnds, group, place + 1);
  }
}

/** Puts another number in the place of each group's. @param others by group, -1 for none */
export function renumber(groups: usize, others: usize): void {
  for (let i = 0; i < length; i++) {
    const own = integer(groups, i);
    if (own >= 0) setInteger(groups, i, integer(others, own));
  }
}

/** Unmarks elements whose row has another name than the wanted, or is marked itself. @param apart a byte for each slice, or 0 */
export function keepWanted(wanted: usize, names: usize, apart: usize): void {
  for (let i = 0; i < length; i++) {
    const row = integer(rows, i);
    if (byte(names, integer(name, row)) === 0 || (apart !== 0 && byte(apart, row) === 1))
      setByte(wanted, i, 0);
  }
}
