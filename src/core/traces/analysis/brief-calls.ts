import { withLoops } from '../loops/loops';
import { SliceKind } from '../slice-kind';
import { namesThat } from './names';
import { operatorTree } from './operator-tree';
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
  // These have loops of their own.
  const optimizers = namesThat(selection, [SliceKind.annotation], (text) => OPTIMIZER.test(text));
  const { length, row, parent, isOperator } = operatorTree(selection);
  return withLoops(selection, (loops) => {
    const { calls } = loops;
    loops.useTimes();
    const wanted = optimizers === undefined ? 0 : loops.put(optimizers);
    calls.sumBrief(length, loops.put(row), loops.put(parent), loops.put(isOperator), wanted, limit);
    return {
      calls: calls.briefCount.value,
      seconds: inSeconds(calls.briefTime.value),
      optimizerSeconds: inSeconds(calls.optimizerTime.value),
      operatorSeconds: inSeconds(calls.operatorTime.value),
    };
  });
};
