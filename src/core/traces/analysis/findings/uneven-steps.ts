import { formatShare } from '../../../units/format';
import { STEP_ROLES, type StepRole } from '../step-roles';
import { steps, type StepsReport } from '../steps';
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
    const longest = longestOf(report);
    return {
      rule: 'uneven-steps',
      sentence: `the ${count} steps differ by ${formatShare(variation)}, the longest${longest.number === undefined ? '' : `, step ${longest.number},`} is ${formatShare(max / mean - 1)} above the mean, mostly by ${longest.words}`,
      share: 1 - report.durations.min / mean,
      evidence: {
        steps: count,
        meanSeconds: mean,
        longestSeconds: max,
        excessSeconds: longest.excess,
        variation,
      },
      because: `of at least ${FEWEST_STEPS} steps the standard deviation is at least ${formatShare(VARIATION)} of the mean`,
    };
  },
};

type Part = StepRole | 'other';

/** What takes longer there, and what to look for. */
const WORDS: Readonly<Record<Part, string>> = {
  kernel: 'kernels; look for other shapes or other work in it',
  memcpy: 'copies; look for what is copied in it alone',
  memset: 'sets of memory; look for new allocations in it',
  communication: 'communication; look for a rank that comes late',
  runtime: 'calls into the device runtime; look for allocation or synchronisation',
  dataLoader: 'data loading; try more DataLoader workers or prefetching',
  host: 'operators on the host; look for first calls, other shapes or recompilation',
  other: 'time in which nothing recorded runs; look for Python code, logging, checkpoints or recompilation',
};

/** The longest step, and the part of it that exceeds its mean over all steps most. */
const longestOf = ({
  steps: all,
}: StepsReport): {
  readonly number?: number;
  readonly words: string;
  readonly excess: number;
} => {
  const longest = all.reduce((a, b) => (b.seconds > a.seconds ? b : a));
  const excess = (part: Part): number =>
    longest[part] - all.reduce((sum, step) => sum + step[part], 0) / all.length;
  const most = PARTS.reduce((a, b) => (excess(b) > excess(a) ? b : a));
  return {
    ...(longest.number === undefined ? {} : { number: longest.number }),
    words: WORDS[most],
    excess: excess(most),
  };
};

const PARTS: readonly Part[] = [...STEP_ROLES, 'other'];
