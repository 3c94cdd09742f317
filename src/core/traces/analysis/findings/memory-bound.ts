import type { OperatorCategory } from '../../../workload/category';
import { formatCount, formatShare } from '../../../units/format';
import { kernelClassifier } from '../../categories/classify';
import { KERNEL_TYPE_NAMES, KernelType } from '../kernel-type';
import { kernels } from '../kernels';
import { adviceOn } from './advice';
import { deviceSpan } from './device-span';
import type { FindingRule } from './finding';

const SHARE = 0.2;
/** Each reads its tensors and writes them again, with next to nothing computed between. */
const STREAMING: ReadonlySet<OperatorCategory> = new Set([
  'elementwise',
  'normalisation',
  'reduction',
  'softmax',
  'memory',
]);
/** What a compiler has fused already. */
const FUSED = /^triton_|fused/i;

/** Kernels of one operator each that only stream memory, which fusing them would save. */
export const memoryBound: FindingRule = {
  id: 'memory-bound',
  find: (selection) => {
    const span = deviceSpan(selection);
    if (span === undefined) return undefined;
    const categoryOf = kernelClassifier();
    const streaming = (kernels.run(selection) ?? []).filter(
      ({ name, type }) =>
        type === KERNEL_TYPE_NAMES[KernelType.computation] &&
        STREAMING.has(categoryOf(name)) &&
        !FUSED.test(name),
    );
    const seconds = streaming.reduce((sum, row) => sum + row.sum, 0);
    const count = streaming.reduce((sum, row) => sum + row.count, 0);
    const share = Math.min(1, seconds / span.seconds);
    if (share < SHARE) return undefined;
    return {
      rule: 'memory-bound',
      sentence: `${formatShare(share)} of the device's time is in ${formatCount(count)} kernels that only stream memory (elementwise, normalisation, reduction, copies); ${adviceOn('unfused', selection)}`,
      share,
      evidence: { seconds, kernels: count, deviceSpanSeconds: span.seconds },
      because: `such kernels, not fused yet, take at least ${formatShare(SHARE)} of the device's time`,
    };
  },
};
