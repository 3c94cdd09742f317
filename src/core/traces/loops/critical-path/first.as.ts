/** Which device rows had a stream to themselves; see ../../analysis/critical-path/device.ts. */
import { byte, bytes, double, integer, setByte } from '../memory.as';
import { slices } from '../rows.as';

/** Of a row, as bits: its stream's queue held nothing else right after its launch, and nothing any more when it started. */
const WAS_ALONE = 1;
const LEFT_NONE = 2;
const IS_FIRST = 3;

let marks: usize = 0;

/** Begins with no queue. */
export function beginQueues(): void {
  marks = bytes(slices);
}

/** Follows a stream's queue. @param rows by change, as the others @param lengths of the queue from there on */
export function followQueue(rows: usize, isLaunch: usize, lengths: usize, changes: i32): void {
  for (let change = 0; change < changes; change++) {
    const row = integer(rows, change);
    const launches = byte(isLaunch, change) === 1;
    const mark = launches ? WAS_ALONE : LEFT_NONE;
    const holds = double(lengths, change) === (launches ? 1 : 0);
    setByte(marks, row, holds ? byte(marks, row) | mark : byte(marks, row) & ~mark);
  }
}

/** Whether a row was alone in its stream's queue right after its launch, and left it empty when it started. */
export function isFirst(row: i32): bool {
  return byte(marks, row) === IS_FIRST;
}
