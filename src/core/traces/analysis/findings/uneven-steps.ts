import { formatShare } from '../../../units/format';
import { steps } from '../steps';
import type { FindingRule } from './finding';

const VARIATION = 0.1;
const FEWEST_STEPS = 3;

/** Steps that differ in length. */
export const unevenSteps: FindingRule = {
  id: 'uneven-steps',
  find: (selection) => {
    const report = steps.run(selection);
    const variation = report?.variation ?? 0;
    if (report === undefined || report.steps.length < FEWEST_STEPS || variation < VARIATION) return undefined;
    const { mean, max, count } = report.durations;
    return {
      rule: 'uneven-steps',
      sentence: `the ${count} steps differ by ${formatShare(variation)}, the longest is ${formatShare(max / mean - 1)} above the mean; look at the longest for data loading, allocation or recompilation`,
      share: 1 - report.durations.min / mean,
      evidence: { steps: count, meanSeconds: mean, longestSeconds: max, variation },
      because: `of at least ${FEWEST_STEPS} steps the standard deviation is at least ${formatShare(VARIATION)} of the mean`,
    };
  },
};
