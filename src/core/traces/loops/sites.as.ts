/** Under which calls most of the time of a name was launched; see ../analysis/launch-sites.ts. */
import { nodeOfCall } from './calls.as';
import { firstOf } from './groups.as';
import { Kind } from './marks';
import { allocate, double, integer, integers, setDouble, setInteger } from './memory.as';
import { name } from './rows.as';

/** Names in order of first appearance, and of each the node with the most time. */
export let heaviest: usize = 0;
export let heaviestNodes: usize = 0;
export let heaviestCount: i32 = 0;
/** By text its place plus one; by place the times of its node. */
let placeOf: usize = 0;
let deviceTimes: usize = 0;
let hostTimes: usize = 0;

function begin(texts: i32, most: i32): void {
  heaviest = allocate((<usize>most) << 2);
  heaviestNodes = allocate((<usize>most) << 2);
  deviceTimes = allocate((<usize>most) << 3);
  hostTimes = allocate((<usize>most) << 3);
  heaviestCount = 0;
  placeOf = integers(texts, 0);
}

/** Of nodes that take as long the first stays. */
function weigh(text: i32, node: i32, device: f64, host: f64): void {
  let place = integer(placeOf, text) - 1;
  if (place < 0) {
    place = heaviestCount++;
    setInteger(placeOf, text, heaviestCount);
    setInteger(heaviest, place, text);
  } else {
    const known = double(deviceTimes, place);
    if (!(device > known || (device === known && host > double(hostTimes, place)))) return;
  }
  setInteger(heaviestNodes, place, node);
  setDouble(deviceTimes, place, device);
  setDouble(hostTimes, place, host);
}

/** Of operators by device time, then by host time. @param kinds by node, as the other columns */
export function weighOperators(
  length: i32,
  kinds: usize,
  names: usize,
  device: usize,
  host: usize,
  texts: i32,
): void {
  begin(texts, min(length, texts));
  for (let node = 0; node < length; node++)
    if (integer(kinds, node) === Kind.operator)
      weigh(integer(names, node), node, double(device, node), double(host, node));
}

/**
 * Of device rows, in the groups of `byNodeOfLaunch` and their names.
 * @param count of groups @param times by group
 */
export function weighLaunches(device: usize, launchers: usize, count: i32, times: usize, texts: i32): void {
  begin(texts, min(count, texts));
  for (let group = 0; group < count; group++) {
    const row = integer(device, integer(firstOf, group));
    const node = integer(nodeOfCall, integer(launchers, row));
    weigh(integer(name, row), node, double(times, group), 0);
  }
}
