import { formatShare } from '../../../units/format';
import { kernels } from '../kernels';
import type { FindingRule } from './finding';

const SHARE = 0.25;

/** One kernel among several is where the time goes. */
export const oneKernel: FindingRule = {
  id: 'one-kernel',
  find: (selection) => {
    const rows = kernels.run(selection) ?? [];
    const [largest] = rows;
    const all = rows.reduce((sum, row) => sum + row.sum, 0);
    if (largest === undefined || rows.length === 1 || all === 0 || largest.sum < SHARE * all)
      return undefined;
    const share = largest.sum / all;
    return {
      rule: 'one-kernel',
      sentence: `${formatShare(share)} of the time of all kernels is ${largest.name}; what makes it faster counts most`,
      share,
      evidence: { calls: largest.count, kernelSeconds: largest.sum, allKernelsSeconds: all },
      because: `one kernel takes at least ${formatShare(SHARE)} of the time of all`,
    };
  },
};
