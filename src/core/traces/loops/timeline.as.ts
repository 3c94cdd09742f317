/** Memory events of the profiler one after the other, and what is held at the peak; see ../analysis/memory-timeline.ts. */
import { allocate, double, integer, setDouble, setInteger } from './memory.as';
import { beginIndex, expect, find, makeIndex, set } from './places.as';

const NANOSECONDS: f64 = 1e9;

/** By place: seconds, and bytes after the event. */
export let momentOf: usize = 0;
export let allocatedAfter: usize = 0;
export let reservedAfter: usize = 0;
/** Place of the first event after which the most is allocated. */
export let peakPlace: i32 = 0;
/** NaN where an event does not say. */
export let mostReserved: f64 = 0;
/** Events whose blocks are held at the peak, in order, and how many. */
export let held: usize = 0;
export let heldCount: i32 = 0;

/**
 * Follows some events of one allocator.
 * @param events in order of time
 * @param times by event, as the others: bytes allocated, or freed below 0; totals after it, or NaN
 */
export function followMemory(
  events: usize,
  count: i32,
  times: usize,
  changes: usize,
  totals: usize,
  reserved: usize,
): void {
  momentOf = allocate((<usize>count) << 3);
  allocatedAfter = allocate((<usize>count) << 3);
  reservedAfter = allocate((<usize>count) << 3);
  peakPlace = 0;
  mostReserved = 0;
  let sum: f64 = 0;
  for (let place = 0; place < count; place++) {
    const event = integer(events, place);
    setDouble(momentOf, place, double(times, event) / NANOSECONDS);
    const total = double(totals, event);
    const change = double(changes, event);
    if (!isNaN(total)) sum = total;
    else if (!isNaN(change)) sum += change;
    setDouble(allocatedAfter, place, sum);
    if (sum > double(allocatedAfter, peakPlace)) peakPlace = place;
    setDouble(reservedAfter, place, double(reserved, event));
    mostReserved = max(mostReserved, double(reserved, event));
  }
}

/** Finds what is held at the peak: blocks by address. */
export function findHeld(events: usize, changes: usize, addresses: usize): void {
  beginIndex();
  for (let place = 0; place <= peakPlace; place++) expect(addressOf(integer(events, place), addresses));
  /** One more than the place where a block was allocated, or 0. */
  const index = makeIndex();
  for (let place = 0; place <= peakPlace; place++) {
    const event = integer(events, place);
    set(index, addressOf(event, addresses), double(changes, event) > 0 ? place + 1 : 0);
  }
  held = allocate((<usize>peakPlace + 1) << 2);
  heldCount = 0;
  for (let place = 0; place <= peakPlace; place++) {
    const event = integer(events, place);
    if (find(index, addressOf(event, addresses)) === place + 1) setInteger(held, heldCount++, event);
  }
}

/** Blocks without an address are one. */
function addressOf(event: i32, addresses: usize): f64 {
  const address = double(addresses, event);
  return isNaN(address) ? -1 : address;
}
