/** What source lines take, from a call tree; see ../analysis/source-lines.ts. */
import { Kind } from './marks';
import { allocate, byte, bytes, double, integer, integers, setByte, setInteger } from './memory.as';

/** By node, as ../analysis/call-tree.ts has them. */
let nodes: i32 = 0;
let firstChild: usize = 0;
let children: usize = 0;
let kinds: usize = 0;
let isFrame: usize = 0;
let names: usize = 0;
let sites: usize = 0;
let calls: usize = 0;
let host: usize = 0;
let device: usize = 0;

/** By text: whether it is a place, and that one plus one. */
let isFunction: usize = 0;
let isSite: usize = 0;
let functionOf: usize = 0;
let siteOf: usize = 0;

/** Of a place: its text, whether that is a call's and not a function's, how many of its calls are open, and its sums. */
const TEXT: usize = 0;
const IS_SITE: usize = 4;
const OPEN: usize = 8;
const CALLS: usize = 16;
const HOST_SELF: usize = 24;
const HOST_TOTAL: usize = 32;
const DEVICE_SELF: usize = 40;
const DEVICE_TOTAL: usize = 48;
const PLACE: usize = 56;

export let linePlaces: usize = 0;
export let lines: i32 = 0;

/** Of an operator below a place: both, and its sums. */
const OF: usize = 0;
const OPERATOR: usize = 4;
const OPERATOR_CALLS: usize = 8;
const OPERATOR_HOST: usize = 16;
const OPERATOR_DEVICE: usize = 24;
const BELOW: usize = 32;

export let lineOperators: usize = 0;
export let operatorsBelow: i32 = 0;
let capacity: i32 = 0;
/** Operators by place and name, plus one: open addressing. */
let slots: usize = 0;
let mask: i32 = 0;

/** Each open place once, the outermost first. */
let open: usize = 0;
let opened: i32 = 0;

function at(place: i32): usize {
  return linePlaces + <usize>place * PLACE;
}

function below(which: i32): usize {
  return lineOperators + <usize>which * BELOW;
}

function add(address: usize, value: f64): void {
  store<f64>(address, load<f64>(address) + value);
}

export function setCalls(length: i32, first: usize, inOrder: usize, kindOf: usize, frames: usize): void {
  nodes = length;
  firstChild = first;
  children = inOrder;
  kinds = kindOf;
  isFrame = frames;
}

export function setSums(numbers: usize, hostTimes: usize, deviceTimes: usize): void {
  calls = numbers;
  host = hostTimes;
  device = deviceTimes;
}

/** A byte for each of some texts: 1 for names of Python functions. */
export function namesOfLines(name: usize, texts: i32): usize {
  const isName = bytes(texts);
  for (let node = 0; node < nodes; node++)
    if (integer(kinds, node) === Kind.python && integer(isFrame, node) === 0)
      setByte(isName, integer(name, node), 1);
  return isName;
}

/** A byte for each of some texts: 1 for those of Python's nodes. @param text by node, as its kind */
export function textsOfPython(text: usize, kindOf: usize, length: i32, texts: i32): usize {
  const isText = bytes(texts);
  for (let node = 0; node < length; node++)
    if (integer(kindOf, node) === Kind.python) setByte(isText, integer(text, node), 1);
  return isText;
}

/**
 * Finds the places of a tree, in order of their first calls, and the operators below each, in theirs.
 * @param name texts by node, as `site`
 * @param functions a byte for each text: 1 where it is a function's place, or in `calledFrom` a call's
 * @param texts how many there are
 */
export function findLines(name: usize, site: usize, functions: usize, calledFrom: usize, texts: i32): void {
  names = name;
  sites = site;
  isFunction = functions;
  isSite = calledFrom;
  functionOf = integers(texts, 0);
  siteOf = integers(texts, 0);
  let most = 0;
  for (let text = 0; text < texts; text++) most += byte(isFunction, text) + byte(isSite, text);
  linePlaces = allocate(<usize>most * PLACE);
  open = allocate((<usize>most) << 2);
  lines = 0;
  opened = 0;
  operatorsBelow = 0;
  capacity = 0;
  grow();
  walk(0, -1, -1, false);
}

function placeOf(text: i32, isPlace: usize, known: usize): i32 {
  if (byte(isPlace, text) === 0) return -1;
  const place = integer(known, text) - 1;
  if (place >= 0) return place;
  const fresh = lines++;
  memory.fill(at(fresh), 0, PLACE);
  store<i32>(at(fresh) + TEXT, text);
  store<i32>(at(fresh) + IS_SITE, isPlace === isSite ? 1 : 0);
  setInteger(known, text, fresh + 1);
  return fresh;
}

function walk(node: i32, inFunction: i32, inCall: i32, inOperator: bool): void {
  const to = integer(firstChild, node + 1);
  for (let i = integer(firstChild, node); i < to; i++) {
    const child = integer(children, i);
    if (integer(kinds, child) !== Kind.python) {
      if (!inOperator) addOperator(child);
      walk(child, inFunction, inCall, integer(kinds, child) === Kind.operator);
      continue;
    }
    const own = integer(isFrame, child) === 1 ? -1 : placeOf(integer(names, child), isFunction, functionOf);
    const call = placeOf(integer(sites, child), isSite, siteOf);
    const before = opened;
    enter(own, child, inFunction);
    enter(call, child, inCall);
    walk(child, own < 0 ? inFunction : own, call < 0 ? inCall : call, false);
    close(own);
    close(call);
    opened = before;
  }
}

/** Counts a node for a place, and takes it from the self of the one around. */
function enter(place: i32, node: i32, around: i32): void {
  if (place < 0) return;
  const hostTime = double(host, node);
  const deviceTime = double(device, node);
  add(at(place) + CALLS, integer(calls, node));
  add(at(place) + HOST_SELF, hostTime);
  add(at(place) + DEVICE_SELF, deviceTime);
  if (around >= 0) {
    add(at(around) + HOST_SELF, -hostTime);
    add(at(around) + DEVICE_SELF, -deviceTime);
  }
  const calling = load<i32>(at(place) + OPEN);
  store<i32>(at(place) + OPEN, calling + 1);
  if (calling > 0) return;
  add(at(place) + HOST_TOTAL, hostTime);
  add(at(place) + DEVICE_TOTAL, deviceTime);
  setInteger(open, opened++, place);
}

function close(place: i32): void {
  if (place >= 0) store<i32>(at(place) + OPEN, load<i32>(at(place) + OPEN) - 1);
}

function addOperator(node: i32): void {
  const name = integer(names, node);
  for (let i = 0; i < opened; i++) {
    const sums = below(operatorOf(integer(open, i), name));
    add(sums + OPERATOR_CALLS, integer(calls, node));
    add(sums + OPERATOR_HOST, double(host, node));
    add(sums + OPERATOR_DEVICE, double(device, node));
  }
}

function slotOf(place: i32, name: i32): i32 {
  const mixed = ((place * 0x9e3779b1) ^ name) * 0x85ebca6b;
  let slot = (mixed ^ (mixed >>> 15)) & mask;
  let known = integer(slots, slot) - 1;
  while (
    known >= 0 &&
    !(load<i32>(below(known) + OF) === place && load<i32>(below(known) + OPERATOR) === name)
  ) {
    slot = (slot + 1) & mask;
    known = integer(slots, slot) - 1;
  }
  return slot;
}

function operatorOf(place: i32, name: i32): i32 {
  let slot = slotOf(place, name);
  const known = integer(slots, slot) - 1;
  if (known >= 0) return known;
  if (operatorsBelow === capacity) {
    grow();
    slot = slotOf(place, name);
  }
  const fresh = operatorsBelow++;
  memory.fill(below(fresh), 0, BELOW);
  store<i32>(below(fresh) + OF, place);
  store<i32>(below(fresh) + OPERATOR, name);
  setInteger(slots, slot, fresh + 1);
  return fresh;
}

function grow(): void {
  const before = lineOperators;
  capacity = max(1024, 2 * capacity);
  lineOperators = allocate(<usize>capacity * BELOW);
  memory.copy(lineOperators, before, <usize>operatorsBelow * BELOW);
  mask = 2 * capacity - 1;
  slots = integers(mask + 1, 0);
  for (let which = 0; which < operatorsBelow; which++)
    setInteger(slots, slotOf(load<i32>(below(which) + OF), load<i32>(below(which) + OPERATOR)), which + 1);
}
