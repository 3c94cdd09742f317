/** nn.Modules by the places where they are called; see ../analysis/modules.ts. */
import { Kind } from './marks';
import { allocate, byte, double, integer, integers, setInteger } from './memory.as';
import { valueAt } from './pages.as';
import { end, kind, name, start } from './rows.as';
import { deviceSelf, deviceTotal, hostSelf, isOperator, nodeCount, nodeRow, parent } from './tree.as';

/** Modules deeper than this count as part of the one at this depth: a trace can nest without end. */
const DEEPEST = 1000;
const TOP = -1;

/** Of a place: the one around it, a row of its, how deep it is, and its sums. As `MODULE_PLACE` tells TypeScript. */
const ABOVE: usize = 0;
const ROW: usize = 4;
const DEPTH: usize = 8;
const CALLS: usize = 12;
const OPERATORS: usize = 16;
const HOST_SELF: usize = 24;
const HOST_TOTAL: usize = 32;
const DEVICE_SELF: usize = 40;
const DEVICE_TOTAL: usize = 48;
const PLACE: usize = 56;

export let modulePlaces: usize = 0;
export let modules: i32 = 0;
let capacity: i32 = 0;
/** Places by what tells them apart, plus one: open addressing. */
let slots: usize = 0;
let mask: i32 = 0;
let moduleId: usize = 0;

function at(place: i32): usize {
  return modulePlaces + <usize>place * PLACE;
}

function add(place: i32, field: usize, value: f64): void {
  store<f64>(at(place) + field, load<f64>(at(place) + field) + value);
}

function count(place: i32, field: usize): void {
  store<i32>(at(place) + field, load<i32>(at(place) + field) + 1);
}

function idOf(row: i32): f64 {
  return valueAt(moduleId, row, 0);
}

function hash(above: i32, row: i32): i32 {
  const mixed =
    (<u64>(above + 1) * 0x9e3779b97f4a7c15) ^
    (reinterpret<u64>(idOf(row) + 0.0) * 0xc2b2ae3d27d4eb4f) ^
    (<u64>integer(name, row) * 0x165667b19e3779f9);
  return <i32>((mixed ^ (mixed >> 29)) >> 16);
}

/** The slot of a row's module under a place, or where it belongs. */
function slotOf(above: i32, row: i32): i32 {
  let slot = hash(above, row) & mask;
  let known = integer(slots, slot) - 1;
  while (known >= 0 && !isOf(known, above, row)) {
    slot = (slot + 1) & mask;
    known = integer(slots, slot) - 1;
  }
  return slot;
}

function isOf(place: i32, above: i32, row: i32): bool {
  const other = load<i32>(at(place) + ROW);
  return (
    load<i32>(at(place) + ABOVE) === above &&
    integer(name, other) === integer(name, row) &&
    idOf(other) === idOf(row)
  );
}

function placeUnder(above: i32, row: i32, depth: i32): i32 {
  const slot = slotOf(above, row);
  const known = integer(slots, slot) - 1;
  if (known >= 0) return known;
  if (modules === capacity) grow();
  const place = modules++;
  memory.fill(at(place), 0, PLACE);
  store<i32>(at(place) + ABOVE, above);
  store<i32>(at(place) + ROW, row);
  store<i32>(at(place) + DEPTH, depth);
  setInteger(slots, slotOf(above, row), place + 1);
  return place;
}

function grow(): void {
  const before = modulePlaces;
  capacity = max(256, 2 * capacity);
  modulePlaces = allocate(<usize>capacity * PLACE);
  memory.copy(modulePlaces, before, <usize>modules * PLACE);
  mask = 4 * capacity - 1;
  slots = integers(mask + 1, 0);
  for (let place = 0; place < modules; place++)
    setInteger(slots, slotOf(load<i32>(at(place) + ABOVE), load<i32>(at(place) + ROW)), place + 1);
}

/** Sums the finished operator tree up by modules. @param id column of the argument */
export function findModules(id: usize): void {
  moduleId = id;
  modules = 0;
  capacity = 0;
  grow();
  const placeOf = allocate((<usize>nodeCount) << 2);
  for (let node = 0; node < nodeCount; node++) {
    const around = integer(parent, node);
    let above = TOP;
    if (around >= 0) above = integer(placeOf, around);
    setInteger(placeOf, node, above);
    // Merged and overlapping nodes are around nothing.
    if (around < TOP) continue;
    const row = integer(nodeRow, node);
    if (byte(kind, row) === Kind.python) setInteger(placeOf, node, addCall(node, row, above));
    else if (above !== TOP && byte(isOperator, node) === 1 && isModule(around)) {
      count(above, OPERATORS);
      add(above, DEVICE_SELF, double(deviceTotal, node));
    }
  }
}

function isModule(node: i32): bool {
  return byte(kind, integer(nodeRow, node)) === Kind.python;
}

/** @returns the place that what is inside belongs to */
function addCall(node: i32, row: i32, above: i32): i32 {
  const depth = above === TOP ? 1 : load<i32>(at(above) + DEPTH) + 1;
  if (depth > DEEPEST) return above;
  const place = placeUnder(above, row, depth);
  count(place, CALLS);
  add(place, HOST_SELF, double(hostSelf, node));
  add(place, HOST_TOTAL, double(end, row) - double(start, row));
  add(place, DEVICE_SELF, double(deviceSelf, node));
  add(place, DEVICE_TOTAL, double(deviceTotal, node));
  return place;
}
