/** Memory of the loops: taken from the end, and given back to where it was before. */

const PAGE_BITS: usize = 16;
const ALIGNMENT: usize = 16;
/** Pages are taken many at a time: growing costs a system call. */
const PAGES_AT_ONCE: usize = 64;

let free: usize = (__heap_base + ALIGNMENT) & ~(ALIGNMENT - 1);

/** Bytes that hold anything. Traps when 4 GiB are full. */
export function allocate(bytes: usize): usize {
  const at = free;
  free = (free + bytes + ALIGNMENT) & ~(ALIGNMENT - 1);
  const needed = (free + (1 << PAGE_BITS)) >> PAGE_BITS;
  const pages = <usize>memory.size();
  if (free < at) unreachable();
  if (needed > pages && memory.grow(<i32>max(needed - pages, PAGES_AT_ONCE)) < 0) unreachable();
  return at;
}

/** Where the next bytes are taken from. */
export function used(): usize {
  return free;
}

/** Gives back all that was taken since `used` said this. */
export function release(to: usize): void {
  free = to;
}

export function integer(column: usize, place: i32): i32 {
  return load<i32>(column + ((<usize>place) << 2));
}

export function setInteger(column: usize, place: i32, value: i32): void {
  store<i32>(column + ((<usize>place) << 2), value);
}

export function double(column: usize, place: i32): f64 {
  return load<f64>(column + ((<usize>place) << 3));
}

export function setDouble(column: usize, place: i32, value: f64): void {
  store<f64>(column + ((<usize>place) << 3), value);
}

export function byte(column: usize, place: i32): i32 {
  return <i32>load<u8>(column + <usize>place);
}

export function setByte(column: usize, place: i32, value: i32): void {
  store<u8>(column + <usize>place, <u8>value);
}

/** Integers that are all the same. Only 0 and -1 are spelled by one byte. */
export function integers(length: i32, byte: u8): usize {
  const column = allocate((<usize>length) << 2);
  memory.fill(column, byte, (<usize>length) << 2);
  return column;
}

/** 0, 1, … length - 1. */
export function upTo(length: i32): usize {
  const places = allocate((<usize>length) << 2);
  for (let place = 0; place < length; place++) setInteger(places, place, place);
  return places;
}

/** Zeros. */
export function doubles(length: i32): usize {
  const column = allocate((<usize>length) << 3);
  memory.fill(column, 0, (<usize>length) << 3);
  return column;
}

/** Zeros. */
export function bytes(length: i32): usize {
  const column = allocate(<usize>length);
  memory.fill(column, 0, <usize>length);
  return column;
}
