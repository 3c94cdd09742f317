/**
 * Memory of the scanner: everything is allocated once and kept, so an allocation is an addition. Tables that double leave
 * their old half behind.
 */

const PAGE_BITS: usize = 16;
const ALIGNMENT: usize = 64;
/** Pages are taken a few at a time: growing costs a system call. */
const PAGES_AT_ONCE: usize = 16;

let free: usize = (__heap_base + ALIGNMENT) & ~(ALIGNMENT - 1);

/** Zeroed bytes. Traps when 4 GiB are full; `used` is to be watched before that. */
export function allocate(bytes: usize): usize {
  const at = free;
  free = (free + bytes + ALIGNMENT) & ~(ALIGNMENT - 1);
  const needed = (free + (1 << PAGE_BITS)) >> PAGE_BITS;
  const pages = <usize>memory.size();
  if (needed > pages) {
    const more = max(needed - pages, PAGES_AT_ONCE);
    if (memory.grow(<i32>more) < 0) unreachable();
  }
  return at;
}

/** Bytes allocated so far. */
export function used(): usize {
  return free;
}
