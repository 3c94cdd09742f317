/** The call tree; see ../analysis/call-tree.ts for what it is. */
import { Kind } from './marks';
import { setKey } from './groups.as';
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
import { textAt } from './pages.as';
import { end, kind, name, slices, start, track } from './rows.as';

/** Calls deeper than this count as part of the one at this depth: a trace can nest without end. */
const DEEPEST = 1000;
const ROOT = 0;

/** Of a node: what tells it apart, and its sums. */
const PARENT: usize = 0;
const NAME: usize = 4;
const SITE: usize = 8;
const KIND: usize = 12;
const IS_FRAME: usize = 16;
const CALLS: usize = 20;
const HOST: usize = 24;
const HOST_INSIDE: usize = 32;
const DEVICE_SELF: usize = 40;
const DEVICE_TOTAL: usize = 48;
const NODE: usize = 56;

let nodes: usize = 0;
let capacity: i32 = 0;
export let callNodes: i32 = 0;
/** By row: the node around a call into the runtime, or -1. */
export let nodeOfCall: usize = 0;

/** Places of nodes by what tells them apart, plus one: open addressing. */
let slots: usize = 0;
let mask: i32 = 0;

function at(node: i32): usize {
  return nodes + <usize>node * NODE;
}

function add(field: usize, node: i32, value: f64): void {
  const place = at(node) + field;
  store<f64>(place, load<f64>(place) + value);
}

function addCalls(node: i32, calls: i32): void {
  store<i32>(at(node) + CALLS, load<i32>(at(node) + CALLS) + calls);
}

function newNode(parent: i32, text: i32, site: i32, what: i32, isFrame: bool): i32 {
  if (callNodes === capacity) {
    const before = nodes;
    capacity = max(1024, 2 * capacity);
    nodes = allocate(<usize>capacity * NODE);
    memory.copy(nodes, before, <usize>callNodes * NODE);
  }
  const node = callNodes++;
  memory.fill(at(node), 0, NODE);
  store<i32>(at(node) + PARENT, parent);
  store<i32>(at(node) + NAME, text);
  store<i32>(at(node) + SITE, site);
  store<i32>(at(node) + KIND, what);
  store<i32>(at(node) + IS_FRAME, isFrame ? 1 : 0);
  return node;
}

function hash(parent: i32, text: i32, site: i32): i32 {
  const mixed = (((parent * 0x9e3779b1) ^ text) * 0x85ebca6b) ^ site;
  return ((mixed ^ (mixed >>> 15)) * 0xc2b2ae35) >>> 8;
}

/** The node of what a node calls, made where it is not there. */
function childOf(parent: i32, text: i32, site: i32, what: i32, isFrame: bool): i32 {
  let slot = hash(parent, text, site) & mask;
  let found = integer(slots, slot) - 1;
  while (found >= 0) {
    const known = at(found);
    if (
      load<i32>(known + PARENT) === parent &&
      load<i32>(known + NAME) === text &&
      load<i32>(known + SITE) === site
    )
      return found;
    slot = (slot + 1) & mask;
    found = integer(slots, slot) - 1;
  }
  const node = newNode(parent, text, site, what, isFrame);
  setInteger(slots, slot, node + 1);
  if (2 * callNodes > mask) {
    mask = 2 * mask + 1;
    slots = integers(mask + 1, 0);
    // The root is looked for by nobody.
    for (let each = 1; each < callNodes; each++) {
      const own = at(each);
      let place = hash(load<i32>(own + PARENT), load<i32>(own + NAME), load<i32>(own + SITE)) & mask;
      while (integer(slots, place) !== 0) place = (place + 1) & mask;
      setInteger(slots, place, each + 1);
    }
  }
  return node;
}

/** Adds time and calls to a node and all around it. */
function count(innermost: i32, duration: f64, calls: i32): void {
  for (let node = innermost; ;) {
    const parent = load<i32>(at(node) + PARENT);
    if (parent < 0) return;
    addCalls(node, calls);
    add(HOST, node, duration);
    add(HOST_INSIDE, parent, duration);
    node = parent;
  }
}

/** The stacks beside operators: by TextId a place in `frames` plus one, where their number stands before names and sites. */
let stacks: usize = 0;
let frames: usize = 0;

/** What is open, the innermost last. */
let rows: usize = 0;
let around: usize = 0;
let openStacks: usize = 0;
let depth: i32 = 0;

/** Python's calls of autograd's engine. */
let engineStart: usize = 0;
let engineEnd: usize = 0;
let engineNode: usize = 0;
let engineCalls: i32 = 0;

/** The node of the last call of the engine that is running at a time. */
function engineAround(time: f64): i32 {
  for (let i = engineCalls - 1; i >= 0; i--)
    if (double(engineStart, i) <= time && time < double(engineEnd, i)) return integer(engineNode, i);
  return ROOT;
}

/**
 * Grows the tree.
 * @param order host rows, thread by thread, by start, longer first
 * @param isEngine a byte for each name of a Python function
 * @param callStack column of the argument
 * @param sites whether calls from different lines are different
 * @param stacksOfTexts a place in `framesOfStacks` plus one for each TextId; 0 where Python's own events tell more
 * @param noStack a byte for each name of an operator whose stack says nothing
 */
export function growCalls(
  order: usize,
  length: i32,
  tracks: i32,
  isEngine: usize,
  callStack: usize,
  sites: bool,
  stacksOfTexts: usize,
  framesOfStacks: usize,
  noStack: usize,
): void {
  capacity = 0;
  callNodes = 0;
  mask = 1023;
  slots = integers(mask + 1, 0);
  newNode(-1, 0, 0, Kind.other, false);
  nodeOfCall = integers(slices, 0xff);
  const room = (<usize>length) << 2;
  rows = allocate(room);
  around = allocate(room);
  openStacks = allocate(room);
  depth = 0;
  stacks = stacksOfTexts;
  frames = framesOfStacks;
  const runsPython = integers(tracks, 0);
  let engines = 0;
  for (let i = 0; i < length; i++) {
    const row = integer(order, i);
    if (byte(kind, row) !== Kind.python) continue;
    setInteger(runsPython, integer(track, row), 1);
    engines += byte(isEngine, integer(name, row));
  }
  engineStart = allocate((<usize>engines) << 3);
  engineEnd = allocate((<usize>engines) << 3);
  engineNode = allocate((<usize>engines) << 2);
  engineCalls = 0;
  // Threads that run Python before the others.
  for (let python = 1; python >= 0; python--) {
    for (let i = 0; i < length; i++) {
      const row = integer(order, i);
      const what = byte(kind, row);
      if (what !== Kind.python && what !== Kind.operator && what !== Kind.runtime) continue;
      if (integer(runsPython, integer(track, row)) === python)
        addRow(row, what, isEngine, callStack, sites, noStack);
    }
  }
}

function addRow(row: i32, what: i32, isEngine: usize, callStack: usize, sites: bool, noStack: usize): void {
  const from = double(start, row);
  const thread = integer(track, row);
  while (depth > 0) {
    const top = integer(rows, depth - 1);
    if (integer(track, top) === thread && double(end, top) > from) break;
    depth--;
  }
  const inside = depth > 0 ? integer(openStacks, depth - 1) : 0;
  let above = depth > 0 ? integer(around, depth - 1) : engineAround(from);
  if (what === Kind.runtime) {
    setInteger(nodeOfCall, row, above);
    return;
  }
  if (depth >= DEEPEST) {
    open(row, above, inside);
    return;
  }
  const duration = double(end, row) - from;
  const text = integer(name, row);
  let stack = inside;
  if (stacks !== 0 && what === Kind.operator && byte(noStack, text) === 0) {
    const told = textAt(callStack, row);
    if (told !== 0) stack = told;
  }
  if (stack !== inside) {
    count(above, -duration, 0);
    above = ROOT;
    const first = integer(stacks, stack) - 1;
    const framesOf = integer(frames, first);
    for (let i = 0; i < framesOf; i++) {
      const place = first + 1 + 2 * i;
      const site = sites ? integer(frames, place + 1) : 0;
      above = childOf(above, integer(frames, place), site, Kind.python, true);
    }
    count(above, duration, 1);
  }
  const site = sites && what === Kind.python ? textAt(callStack, row) : 0;
  const node = childOf(above, text, site, what, false);
  addCalls(node, 1);
  add(HOST, node, duration);
  add(HOST_INSIDE, above, duration);
  open(row, node, stack);
  if (what === Kind.python && byte(isEngine, text) === 1) {
    setDouble(engineStart, engineCalls, from);
    setDouble(engineEnd, engineCalls, double(end, row));
    setInteger(engineNode, engineCalls, node);
    engineCalls++;
  }
}

function open(row: i32, node: i32, stack: i32): void {
  setInteger(rows, depth, row);
  setInteger(around, depth, node);
  setInteger(openStacks, depth, stack);
  depth++;
}

/** Gives nodes the times of what their calls launched. */
export function addLaunched(device: usize, devices: i32, launchers: usize): void {
  for (let i = 0; i < devices; i++) {
    const row = integer(device, i);
    const launcher = integer(launchers, row);
    const node = launcher < 0 ? -1 : integer(nodeOfCall, launcher);
    if (node >= 0) add(DEVICE_SELF, node, double(end, row) - double(start, row));
  }
  for (let node = callNodes - 1; node >= 0; node--) {
    add(DEVICE_TOTAL, node, load<f64>(at(node) + DEVICE_SELF));
    const parent = load<i32>(at(node) + PARENT);
    if (parent >= 0) add(DEVICE_TOTAL, parent, load<f64>(at(node) + DEVICE_TOTAL));
  }
}

/** Groups device rows by the nodes around their launches (see groups.as.ts). @returns a byte for each: 0 for those without one */
export function byNodeOfLaunch(which: i32, device: usize, devices: i32, launchers: usize): usize {
  const wanted = bytes(devices);
  for (let i = 0; i < devices; i++) {
    const launcher = integer(launchers, integer(device, i));
    const node = launcher < 0 ? -1 : integer(nodeOfCall, launcher);
    if (node < 0) continue;
    setByte(wanted, i, 1);
    setKey(i, which, node);
  }
  return wanted;
}

function integersOf(field: usize): usize {
  const column = allocate((<usize>callNodes) << 2);
  for (let node = 0; node < callNodes; node++) setInteger(column, node, load<i32>(at(node) + field));
  return column;
}

function doublesOf(field: usize): usize {
  const column = allocate((<usize>callNodes) << 3);
  for (let node = 0; node < callNodes; node++) setDouble(column, node, load<f64>(at(node) + field));
  return column;
}

/** A column each, in the order of `CallColumns` in call-tree.ts: integers, then doubles. */
export function callIntegers(which: i32): usize {
  if (which === 0) return integersOf(PARENT);
  if (which === 1) return integersOf(NAME);
  if (which === 2) return integersOf(SITE);
  if (which === 3) return integersOf(KIND);
  return which === 4 ? integersOf(IS_FRAME) : integersOf(CALLS);
}

export function callDoubles(which: i32): usize {
  if (which === 0) return doublesOf(HOST);
  if (which === 1) return doublesOf(HOST_INSIDE);
  return which === 2 ? doublesOf(DEVICE_SELF) : doublesOf(DEVICE_TOTAL);
}

/** Children of a node, in order, stand in `children` from its place to that of the next node. */
export let firstChild: usize = 0;
export let children: usize = 0;

export function findChildren(): void {
  firstChild = integers(callNodes + 1, 0);
  children = allocate((<usize>callNodes) << 2);
  for (let node = 1; node < callNodes; node++) {
    const after = load<i32>(at(node) + PARENT) + 1;
    setInteger(firstChild, after, integer(firstChild, after) + 1);
  }
  for (let node = 0; node < callNodes; node++)
    setInteger(firstChild, node + 1, integer(firstChild, node + 1) + integer(firstChild, node));
  const next = allocate((<usize>callNodes) << 2);
  memory.copy(next, firstChild, (<usize>callNodes) << 2);
  for (let node = 1; node < callNodes; node++) {
    const parent = load<i32>(at(node) + PARENT);
    const place = integer(next, parent);
    setInteger(children, place, node);
    setInteger(next, parent, place + 1);
  }
}

/** A byte for each node: 1 where one around it has its name. @param texts how many ids of texts there may be */
export function insideThemselves(texts: i32): usize {
  const inside = allocate(<usize>callNodes);
  const open = integers(texts, 0);
  const next = allocate((<usize>callNodes) << 2);
  memory.copy(next, firstChild, (<usize>callNodes) << 2);
  // The root's name, which is empty.
  setInteger(open, 0, 1);
  setByte(inside, ROOT, 0);
  let node = ROOT;
  while (node >= 0) {
    const place = integer(next, node);
    if (place < integer(firstChild, node + 1)) {
      setInteger(next, node, place + 1);
      node = integer(children, place);
      const text = load<i32>(at(node) + NAME);
      setByte(inside, node, integer(open, text) > 0 ? 1 : 0);
      setInteger(open, text, integer(open, text) + 1);
    } else {
      const text = load<i32>(at(node) + NAME);
      setInteger(open, text, integer(open, text) - 1);
      node = load<i32>(at(node) + PARENT);
    }
  }
  return inside;
}
