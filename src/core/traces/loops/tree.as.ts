/** The operator tree; see ../analysis/operator-tree.ts for what it is. */
import { IS_OPERATOR, IS_RANGE, Kind, MERGED, OVERLAPPING, ROOT, USES_TENSOR_CORES } from './marks';
import {
  allocate,
  byte,
  bytes,
  double,
  doubles,
  integer,
  integers,
  release,
  setByte,
  setDouble,
  setInteger,
  used,
} from './memory.as';
import { valueAt } from './pages.as';
import { beginIndex, expect, find, makeIndex, set } from './places.as';
import { end, kind, name, slices, start, track } from './rows.as';

export let nodeCount: i32 = 0;
/** By node. */
export let nodeRow: usize = 0;
export let parent: usize = 0;
export let mergedInto: usize = 0;
export let hostSelf: usize = 0;
export let deviceSelf: usize = 0;
export let deviceTotal: usize = 0;
export let tensorSelf: usize = 0;
export let tensorTotal: usize = 0;
export let isOperator: usize = 0;
/** Of a node's own calls into the runtime. */
let runtime: usize = 0;
/** Zeros, for times that no event accounts for. */
let none: usize = 0;
/** What each name says; see marks.ts. */
let says: usize = 0;
/** Nodes by external id; and where these say nothing, by row the operator around it, and that operator's node. */
let ids: usize = 0;
let externalId: usize = 0;
let around: usize = 0;
let own: usize = 0;

function nameSays(row: i32, what: i32): bool {
  return (byte(says, integer(name, row)) & what) !== 0;
}

/**
 * Finds the nodes and nests them.
 * @param rows of the host, thread by thread, by start, longer first
 * @param meaning a byte for each name
 * @param moduleId column of the argument
 */
export function plantTree(rows: usize, length: i32, meaning: usize, moduleId: usize): void {
  says = meaning;
  nodeRow = allocate((<usize>length) << 2);
  nodeCount = 0;
  for (let i = 0; i < length; i++) {
    const row = integer(rows, i);
    const what = byte(kind, row);
    const isNode =
      what === Kind.operator ||
      (what === Kind.annotation && nameSays(row, IS_RANGE)) ||
      (what === Kind.python && !isNaN(valueAt(moduleId, row, NaN)));
    if (!isNode) continue;
    setInteger(nodeRow, nodeCount, row);
    nodeCount++;
  }
  nest();
  none = doubles(nodeCount);
  runtime = none;
  deviceSelf = none;
  tensorSelf = none;
}

function nest(): void {
  parent = integers(nodeCount, 0xff);
  const open = allocate((<usize>nodeCount) << 2);
  let depth = 0;
  let thread = -1;
  for (let node = 0; node < nodeCount; node++) {
    const row = integer(nodeRow, node);
    if (integer(track, row) !== thread) {
      depth = 0;
      thread = integer(track, row);
    }
    const from = double(start, row);
    while (depth > 0 && from >= double(end, integer(nodeRow, integer(open, depth - 1)))) depth--;
    let around = ROOT;
    if (depth > 0) {
      around = integer(open, depth - 1);
      if (double(end, row) > double(end, integer(nodeRow, around))) {
        setInteger(parent, node, OVERLAPPING);
        continue;
      }
    }
    setInteger(parent, node, around);
    setInteger(open, depth, node);
    depth++;
  }
}

/** Whether the external id of any call into the runtime is another than its correlation. */
export function tellsIds(rows: usize, length: i32, external: usize, correlation: usize): bool {
  for (let i = 0; i < length; i++) {
    const row = integer(rows, i);
    if (byte(kind, row) !== Kind.runtime) continue;
    const id = valueAt(external, row, NaN);
    if (!isNaN(id) && id !== valueAt(correlation, row, NaN)) return true;
  }
  return false;
}

/** Of the nodes with each external id the one that stands first in the file. */
function indexIds(): void {
  beginIndex();
  for (let node = 0; node < nodeCount; node++) {
    const id = valueAt(externalId, integer(nodeRow, node), NaN);
    if (!isNaN(id)) expect(id);
  }
  ids = makeIndex();
  for (let node = 0; node < nodeCount; node++) {
    if (integer(parent, node) === OVERLAPPING) continue;
    const row = integer(nodeRow, node);
    const id = valueAt(externalId, row, NaN);
    if (isNaN(id)) continue;
    const first = find(ids, id);
    if (first < 0 || row < integer(nodeRow, first)) set(ids, id, node);
  }
}

function indexRows(): void {
  own = integers(slices, 0xff);
  for (let node = 0; node < nodeCount; node++)
    if (integer(parent, node) !== OVERLAPPING) setInteger(own, integer(nodeRow, node), node);
}

/** The node of a call: the one with its external id, or the innermost among the operators around it; -1 for none. */
function nodeOf(row: i32): i32 {
  if (around === 0) return nodeWithId(row);
  let operator = integer(around, row);
  while (operator >= 0 && integer(own, operator) < 0) operator = integer(around, operator);
  return operator < 0 ? -1 : integer(own, operator);
}

function isCall(row: i32): bool {
  return byte(kind, row) === Kind.runtime;
}

function nodeWithId(row: i32): i32 {
  return find(ids, valueAt(externalId, row, NaN));
}

/**
 * Gives nodes the times of their calls and of what these launched.
 * @param launchers by row: the host row that launched it
 * @param operators by row: the operator around a call; 0 where external ids tell the node
 * @param ordered the rows that the tree was planted of; 0 where what a call without external id launched belongs to no node
 */
export function addTimes(
  host: usize,
  hosts: i32,
  device: usize,
  devices: i32,
  external: usize,
  launchers: usize,
  operators: usize,
  ordered: usize,
  orderedCount: i32,
): void {
  externalId = external;
  around = operators;
  indexIds();
  if (around !== 0) indexRows();
  runtime = doubles(nodeCount);
  let launched = false;
  for (let i = 0; i < hosts; i++) {
    const row = integer(host, i);
    if (byte(kind, row) !== Kind.runtime) continue;
    launched = true;
    const node = nodeOf(row);
    // In this order: floating point is not associative.
    if (node >= 0) setDouble(runtime, node, double(runtime, node) + double(end, row) - double(start, row));
  }
  if (devices === 0) return;
  deviceSelf = doubles(nodeCount);
  const within = ordered === 0 ? 0 : nodesAround(ordered, orderedCount);
  for (let i = 0; i < devices; i++) {
    const row = integer(device, i);
    const launcher = integer(launchers, row);
    let node = -1;
    if (launcher >= 0) {
      node = nodeOf(launcher);
      if (node < 0 && within !== 0 && isNaN(valueAt(externalId, launcher, NaN)) && isCall(launcher))
        node = integer(within, launcher);
    }
    // Execution traces have no calls into the runtime: there a device event has its operator's id itself.
    else if (!launched) node = nodeWithId(row);
    if (node < 0) continue;
    const duration = durationOf(row);
    setDouble(deviceSelf, node, double(deviceSelf, node) + duration);
    if (!nameSays(row, USES_TENSOR_CORES)) continue;
    if (tensorSelf === none) tensorSelf = doubles(nodeCount);
    setDouble(tensorSelf, node, double(tensorSelf, node) + duration);
  }
}

/** Puts an only child of the same name in the place of its parent, and sums up. */
export function finishTree(): void {
  mergedInto = integers(nodeCount, 0xff);
  const before = used();
  merge();
  release(before);
  hostSelf = allocate((<usize>nodeCount) << 3);
  deviceTotal = totalsOf(deviceSelf);
  tensorTotal = totalsOf(tensorSelf);
  isOperator = bytes(nodeCount);
  for (let node = 0; node < nodeCount; node++) {
    const row = integer(nodeRow, node);
    setDouble(hostSelf, node, durationOf(row) - double(runtime, node));
    const above = integer(parent, node);
    if (above >= ROOT && byte(kind, row) === Kind.operator && nameSays(row, IS_OPERATOR))
      setByte(isOperator, node, 1);
  }
  for (let node = nodeCount - 1; node >= 0; node--) {
    const above = integer(parent, node);
    if (above < 0) continue;
    setDouble(hostSelf, above, double(hostSelf, above) - durationOf(integer(nodeRow, node)));
    if (deviceTotal !== none) addUp(deviceTotal, node, above);
    if (tensorTotal !== none) addUp(tensorTotal, node, above);
  }
}

/**
 * By row of a call without external id the innermost node around its start, or -1; anything for the other rows.
 * @param rows in which the nodes were found
 */
function nodesAround(rows: usize, length: i32): usize {
  const within = allocate((<usize>slices) << 2);
  const open = allocate((<usize>nodeCount) << 2);
  let depth = 0;
  let thread = -1;
  let node = 0;
  for (let i = 0; i < length; i++) {
    const row = integer(rows, i);
    const isNode = node < nodeCount && integer(nodeRow, node) === row;
    if (!isNode && (!isCall(row) || !isNaN(valueAt(externalId, row, NaN)))) continue;
    if (integer(track, row) !== thread) {
      depth = 0;
      thread = integer(track, row);
    }
    while (depth > 0 && double(start, row) >= double(end, integer(nodeRow, integer(open, depth - 1))))
      depth--;
    if (!isNode) setInteger(within, row, depth > 0 ? integer(open, depth - 1) : -1);
    else if (integer(parent, node) !== OVERLAPPING) setInteger(open, depth++, node);
    if (isNode) node++;
  }
  return within;
}

function durationOf(row: i32): f64 {
  return double(end, row) - double(start, row);
}

/** A column that begins with the nodes' own times. */
function totalsOf(self: usize): usize {
  if (self === none) return none;
  const totals = allocate((<usize>nodeCount) << 3);
  memory.copy(totals, self, (<usize>nodeCount) << 3);
  return totals;
}

function addUp(totals: usize, node: i32, above: i32): void {
  setDouble(totals, above, double(totals, above) + double(totals, node));
}

function merge(): void {
  const children = integers(nodeCount, 0);
  const lastChild = integers(nodeCount, 0xff);
  for (let node = 0; node < nodeCount; node++) {
    const above = integer(parent, node);
    if (above < 0) continue;
    setInteger(children, above, integer(children, above) + 1);
    setInteger(lastChild, above, node);
  }
  for (let node = 0; node < nodeCount; node++) {
    const above = integer(parent, node);
    if (above >= 0 && integer(mergedInto, above) >= 0) setInteger(parent, node, integer(mergedInto, above));
    const row = integer(nodeRow, node);
    if (integer(parent, node) === MERGED || byte(kind, row) !== Kind.operator) continue;
    while (integer(children, node) === 1) {
      const child = integer(lastChild, node);
      const at = integer(nodeRow, child);
      if (byte(kind, at) !== Kind.operator || integer(name, at) !== integer(name, row)) break;
      setInteger(parent, child, MERGED);
      setInteger(mergedInto, child, node);
      setInteger(children, node, integer(children, child));
      setInteger(lastChild, node, integer(lastChild, child));
      setDouble(runtime, node, double(runtime, child));
      setDouble(deviceSelf, node, double(deviceSelf, child));
      setDouble(tensorSelf, node, double(tensorSelf, child));
    }
  }
}
