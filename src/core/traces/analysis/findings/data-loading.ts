import { formatShare } from '../../../units/format';
import type { Selection } from '../selection';
import { steps } from '../steps';
import type { FindingRule } from './finding';

const SHARE = 0.05;

/** Seconds of the steps in which nothing but the data loader runs. */
export const loadingSeconds = (selection: Selection): number =>
  steps.run(selection)?.steps.reduce((sum, step) => sum + step.dataLoader, 0) ?? 0;

/** Steps in which nothing but the data loader runs. */
export const dataLoading: FindingRule = {
  id: 'data-loading',
  find: (selection) => {
    const report = steps.run(selection);
    if (report === undefined) return undefined;
    const loading = loadingSeconds(selection);
    const total = report.steps.reduce((sum, step) => sum + step.seconds, 0);
    const share = total > 0 ? loading / total : 0;
    if (share < SHARE) return undefined;
    return {
      rule: 'data-loading',
      sentence: `${formatShare(share)} of the step is spent waiting for data; try more DataLoader workers, prefetching or pinned memory`,
      share,
      evidence: { dataLoaderSeconds: loading, stepSeconds: total },
      because: `the data loader runs alone for at least ${formatShare(SHARE)} of the steps`,
    };
  },
};
