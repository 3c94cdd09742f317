import { formatCount, formatShare } from '../../../units/format';
import { kernelClassifier } from '../../categories/classify';
import { KERNEL_TYPE_NAMES, KernelType } from '../kernel-type';
import { kernels } from '../kernels';
import { deviceSpan } from './device-span';
import type { FindingRule } from './finding';
import { toldName } from './told-name';

const SHARE = 0.25;

/** One kernel among several is where the device's time goes. Copies, communication and waits have findings of their own. */
export const oneKernel: FindingRule = {
  id: 'one-kernel',
  find: (selection) => {
    const span = deviceSpan(selection);
    const rows = kernels.run(selection) ?? [];
    if (span === undefined || rows.length < 2) return undefined;
    const categoryOf = kernelClassifier();
    const largest = rows.find(
      ({ name, type }) =>
        type === KERNEL_TYPE_NAMES[KernelType.computation] && categoryOf(name) !== 'synchronisation',
    );
    if (largest === undefined || largest.sum < SHARE * span.seconds) return undefined;
    const share = Math.min(1, largest.sum / span.seconds);
    return {
      rule: 'one-kernel',
      sentence: `${formatShare(share)} of the device's time is one kernel, ${toldName(largest.name)}, in ${formatCount(largest.count)} ${largest.count === 1 ? 'call' : 'calls'}; what makes it faster counts most`,
      share,
      evidence: { calls: largest.count, kernelSeconds: largest.sum, deviceSpanSeconds: span.seconds },
      because: `one kernel that computes takes at least ${formatShare(SHARE)} of the device's time`,
    };
  },
};
