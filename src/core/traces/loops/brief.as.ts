/** Operators that take little time by themselves, and those in no other; see ../analysis/brief-calls.ts. */
import { MERGED, OVERLAPPING } from './marks';
import { allocate, byte, bytes, double, doubles, integer, setByte, setDouble, setInteger } from './memory.as';
import { end, name, start } from './rows.as';

/** How many take less than the limit, and nanoseconds of these, of these in an optimizer, and of all operators. */
export let briefCount: i32 = 0;
export let briefTime: f64 = 0;
export let optimizerTime: f64 = 0;
export let operatorTime: f64 = 0;

function isNode(above: i32): bool {
  return above !== MERGED && above !== OVERLAPPING;
}

/**
 * @param rows by node of the operator tree, as `parent` and `isOperator`
 * @param optimizers a byte for each name, or 0 where none is an optimizer's
 */
export function sumBrief(
  length: i32,
  rows: usize,
  parent: usize,
  isOperator: usize,
  optimizers: usize,
  limit: f64,
): void {
  const self = doubles(length);
  const inOptimizer = bytes(length);
  // A node stands before its children.
  for (let node = 0; node < length; node++) {
    const above = integer(parent, node);
    if (!isNode(above)) continue;
    const row = integer(rows, node);
    const duration = double(end, row) - double(start, row);
    setDouble(self, node, double(self, node) + duration);
    if (above >= 0) setDouble(self, above, double(self, above) - duration);
    if (optimizers === 0) continue;
    const around = above >= 0 && byte(inOptimizer, above) !== 0;
    setByte(inOptimizer, node, around ? 1 : byte(optimizers, integer(name, row)));
  }
  briefCount = 0;
  briefTime = 0;
  optimizerTime = 0;
  operatorTime = 0;
  for (let node = 0; node < length; node++) {
    if (byte(isOperator, node) !== 1) continue;
    const time = double(self, node);
    operatorTime += time;
    if (time >= limit) continue;
    briefCount++;
    briefTime += time;
    if (byte(inOptimizer, node) === 1) optimizerTime += time;
  }
}

/** Rows of operators that no other is around, in order of the nodes, and how many. */
export let outermostRows: usize = 0;
export let outermostCount: i32 = 0;

export function findOutermost(length: i32, rows: usize, parent: usize, isOperator: usize): void {
  const inside = bytes(length);
  outermostRows = allocate((<usize>length) << 2);
  outermostCount = 0;
  // A node stands before its children.
  for (let node = 0; node < length; node++) {
    const above = integer(parent, node);
    if (!isNode(above)) continue;
    const around = above >= 0 ? byte(inside, above) : 0;
    const own = byte(isOperator, node);
    if (own === 1 && around === 0) setInteger(outermostRows, outermostCount++, integer(rows, node));
    setByte(inside, node, around | own);
  }
}
