import { SliceKind } from '../slice-kind';
import { namesThat } from './names';
import { MERGED, OVERLAPPING, operatorTree } from './operator-tree';
import { inSeconds } from './selection';
import type { Selection } from './selection';

/**
 * Calls of operators that take less than a limit by themselves. Times are seconds, summed over threads, each operator's
 * without those inside.
 */
export interface BriefCalls {
  readonly calls: number;
  readonly seconds: number;
  /** Of `seconds`, within steps of an optimizer. */
  readonly optimizerSeconds: number;
  /** Of all operators, brief or not. */
  readonly operatorSeconds: number;
}

const OPTIMIZER = /^Optimizer\.step\b/;

/** @param limit in nanoseconds */
export const briefCalls = (selection: Selection, limit: number): BriefCalls => {
  const { start, end, trace } = selection;
  const { name } = trace.slices;
  const optimizers = namesThat(selection, [SliceKind.annotation], (text) => OPTIMIZER.test(text));
  const { length, row, parent, isOperator } = operatorTree(selection);
  const self = new Float64Array(length);
  const inOptimizer = new Uint8Array(length);
  // A node stands before its children.
  for (let node = 0; node < length; node++) {
    const above = parent[node] ?? MERGED;
    if (above === MERGED || above === OVERLAPPING) continue;
    const own = row[node] ?? 0;
    const duration = (end[own] ?? 0) - (start[own] ?? 0);
    self[node] = (self[node] ?? 0) + duration;
    if (above >= 0) self[above] = (self[above] ?? 0) - duration;
    inOptimizer[node] = (above >= 0 && inOptimizer[above]) || (optimizers?.[name[own] ?? 0] ?? 0);
  }
  let [calls, brief, optimizer, all] = [0, 0, 0, 0];
  for (let node = 0; node < length; node++) {
    if (isOperator[node] !== 1) continue;
    const time = self[node] ?? 0;
    all += time;
    if (time >= limit) continue;
    calls++;
    brief += time;
    if (inOptimizer[node] === 1) optimizer += time;
  }
  return {
    calls,
    seconds: inSeconds(brief),
    optimizerSeconds: inSeconds(optimizer),
    operatorSeconds: inSeconds(all),
  };
};
