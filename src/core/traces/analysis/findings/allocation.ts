import { formatCount, formatShare } from '../../../units/format';
import { summary } from '../summary';
import { adviceOn } from './advice';
import type { FindingRule } from './finding';
import { hostCalls, timeOfCalls } from './host-calls';

const SHARE = 0.02;
const ALLOCATIONS: ReadonlySet<string> = new Set([
  'cudaMalloc',
  'cudaFree',
  'cudaHostAlloc',
  'hipMalloc',
  'hipFree',
]);

/** Memory is taken from the driver instead of PyTorch's cache. */
export const allocation: FindingRule = {
  id: 'allocation',
  find: (selection) => {
    const span = summary.run(selection)?.spanSeconds ?? 0;
    if (span === 0 || selection.device.length === 0) return undefined;
    const calls = timeOfCalls(selection, hostCalls(selection, ALLOCATIONS));
    const share = calls.seconds / span;
    if (share < SHARE) return undefined;
    return {
      rule: 'allocation',
      sentence: `${formatCount(calls.count)} calls to the driver's allocator take ${formatShare(share)} of the time; ${adviceOn('allocation', selection)}`,
      share: Math.min(1, share),
      evidence: { seconds: calls.seconds, calls: calls.count, spanSeconds: span },
      because: `allocating and freeing device memory lasts at least ${formatShare(SHARE)} of the trace`,
    };
  },
};
