import { formatCount, formatShare } from '../../../units/format';
import { briefCalls } from '../brief-calls';
import { outermostOperators } from '../outermost-operators';
import { inSeconds } from '../selection';
import { summary } from '../summary';
import { adviceOn } from './advice';
import type { FindingRule } from './finding';
import { timeCovered } from './time-covered';
import { worksAlone } from './works-alone';

/**
 * Microseconds. An operator on a single number takes PyTorch 1 µs inside, 2 µs from Python and 5 to 7 µs where a gradient is
 * recorded or a scalar converted (github.com/pytorch/pytorch/issues/41383; PyTorch 2.15 takes 1.0 to 2.4 µs), and on more
 * numbers no less: of a call below this limit a good part is that.
 */
const BRIEF = 10;
/** As for a device that waits for its host: another part of this time is work, and stays. */
const SHARE = 0.1;
/** Fewer make no step of a model, or one so short that nothing follows from it. */
const FEWEST = 1000;
/** Of the time in such calls, for the optimizer to be named. */
const MUCH = 0.25;

/** Where nothing ran on a device: the host is in very many operators too small for their fixed cost. */
export const smallOperators: FindingRule = {
  id: 'small-operators',
  find: (selection) => {
    const span = summary.run(selection)?.spanSeconds ?? 0;
    if (span === 0 || !worksAlone(selection)) return undefined;
    const { calls, seconds, operatorSeconds, optimizerSeconds } = briefCalls(selection, BRIEF * 1000);
    if (calls < FEWEST || !(seconds > 0)) return undefined;
    const covered = inSeconds(timeCovered(selection, outermostOperators(selection).slice()));
    // Threads run operators side by side: the small ones have their part of the time in which any runs.
    const share = (seconds / operatorSeconds) * (covered / span);
    if (share < SHARE) return undefined;
    const inOptimizer = optimizerSeconds / seconds;
    const optimizer =
      inOptimizer < MUCH
        ? ''
        : `; ${formatShare(inOptimizer)} of it is in the optimizer, where fused=True makes one call of many`;
    return {
      rule: 'small-operators',
      sentence: `${formatShare(share)} of the time goes into ${formatCount(calls)} calls of operators that take less than ${BRIEF} µs each by themselves, much of it the fixed cost of a call and of recording it${optimizer}; ${adviceOn('smallCalls', selection)}`,
      share,
      evidence: {
        calls,
        meanSeconds: seconds / calls,
        smallOperatorsSeconds: seconds,
        ofThemInOptimizerSeconds: optimizerSeconds,
        allOperatorsSeconds: operatorSeconds,
        spanSeconds: span,
      },
      because: `nothing ran on a device, and at least ${formatCount(FEWEST)} calls that take less than ${BRIEF} µs each, without the operators inside, take ${formatShare(SHARE)} of the trace`,
    };
  },
};
