/** What stacks show of a call tree, in seconds; see ../analysis/stacks.ts. */
import {
  allocate,
  byte,
  bytes,
  double,
  integer,
  integers,
  setByte,
  setDouble,
  setInteger,
} from './memory.as';
import { sortBy } from './sort.as';

const SECOND: f64 = 1e9;

/** By node, as `FRAME` tells TypeScript. */
const HOST_TOTAL: usize = 0;
const HOST_SELF: usize = 8;
const DEVICE_TOTAL: usize = 16;
const DEVICE_SELF: usize = 24;
const FRAME: usize = 32;

export let frameTimes: usize = 0;
let nodes: i32 = 0;

/** Of a function: its text, and its sums. As `FUNCTION` tells TypeScript. */
const TEXT: usize = 0;
const CALLS: usize = 8;
/** In the order of a node's. */
const TIMES: usize = 16;
const FUNCTION: usize = 48;

export let functionSums: usize = 0;
export let functions: i32 = 0;

function timeAt(node: i32, field: usize): f64 {
  return load<f64>(frameTimes + <usize>node * FRAME + field);
}

/** Takes the times of some nodes, which are nanoseconds by node. */
export function timeFrames(
  length: i32,
  host: usize,
  hostInside: usize,
  deviceTotal: usize,
  deviceSelf: usize,
): void {
  nodes = length;
  frameTimes = allocate(<usize>length * FRAME);
  for (let node = 0; node < length; node++) {
    const at = frameTimes + <usize>node * FRAME;
    store<f64>(at + HOST_TOTAL, double(host, node) / SECOND);
    store<f64>(at + HOST_SELF, max<f64>(0, double(host, node) - double(hostInside, node)) / SECOND);
    store<f64>(at + DEVICE_TOTAL, double(deviceTotal, node) / SECOND);
    store<f64>(at + DEVICE_SELF, double(deviceSelf, node) / SECOND);
  }
}

/** Puts the children of each node in order: the most host time first. */
export function orderFrames(firstChild: usize, children: usize): void {
  const descending = allocate((<usize>nodes) << 3);
  for (let node = 0; node < nodes; node++) setDouble(descending, node, -timeAt(node, HOST_TOTAL));
  for (let node = 0; node < nodes; node++) {
    const from = integer(firstChild, node);
    const length = integer(firstChild, node + 1) - from;
    if (length > 1) sortBy(children + ((<usize>from) << 2), length, descending);
  }
}

/** A byte for each of some texts: 1 for names of nodes. */
export function namesOfFrames(name: usize, texts: i32): usize {
  const isName = bytes(texts);
  for (let node = 1; node < nodes; node++) setByte(isName, integer(name, node), 1);
  return isName;
}

/**
 * Sums the functions up, in order of first appearance.
 * @param isInside by node whether one of its name is around it
 * @param isFunction a byte for each text
 */
export function sumFunctions(
  name: usize,
  calls: usize,
  isInside: usize,
  isFunction: usize,
  texts: i32,
): void {
  const placeOf = integers(texts, 0);
  let most = 0;
  for (let text = 0; text < texts; text++) most += byte(isFunction, text);
  functionSums = allocate(<usize>most * FUNCTION);
  memory.fill(functionSums, 0, <usize>most * FUNCTION);
  functions = 0;
  for (let node = 1; node < nodes; node++) {
    const text = integer(name, node);
    if (byte(isFunction, text) === 0) continue;
    let place = integer(placeOf, text);
    if (place === 0) {
      place = ++functions;
      setInteger(placeOf, text, place);
      store<i32>(functionSums + <usize>(place - 1) * FUNCTION + TEXT, text);
    }
    const sums = functionSums + <usize>(place - 1) * FUNCTION;
    store<f64>(sums + CALLS, load<f64>(sums + CALLS) + <f64>integer(calls, node));
    add(sums, node, HOST_SELF);
    add(sums, node, DEVICE_SELF);
    if (byte(isInside, node) === 1) continue;
    add(sums, node, HOST_TOTAL);
    add(sums, node, DEVICE_TOTAL);
  }
}

function add(sums: usize, node: i32, field: usize): void {
  const at = sums + TIMES + field;
  store<f64>(at, load<f64>(at) + timeAt(node, field));
}
