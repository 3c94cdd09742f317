import { formatCount, formatShare } from '../../../units/format';
import { summary } from '../summary';
import type { FindingRule } from './finding';
import { callsNamed } from './host-calls';

const SHARE = 0.1;
const WAITS: ReadonlySet<string> = new Set([
  'cudaDeviceSynchronize',
  'cudaStreamSynchronize',
  'cudaEventSynchronize',
  'hipDeviceSynchronize',
  'hipStreamSynchronize',
  'hipEventSynchronize',
]);
const SCALARS: ReadonlySet<string> = new Set(['aten::_local_scalar_dense']);

/** The host waits for the device, so that it cannot launch ahead. */
export const synchronisation: FindingRule = {
  id: 'synchronisation',
  find: (selection) => {
    const span = summary.run(selection)?.spanSeconds ?? 0;
    if (span === 0 || selection.device.length === 0) return undefined;
    const waits = callsNamed(selection, WAITS);
    const share = waits.seconds / span;
    if (share < SHARE) return undefined;
    const scalars = callsNamed(selection, SCALARS).count;
    const cause =
      scalars > 0
        ? `, ${scalars === 1 ? 'once' : `${formatCount(scalars)} times`} to read a scalar (.item())`
        : '';
    return {
      rule: 'synchronisation',
      sentence: `the host waits for the GPU in ${formatCount(waits.count)} synchronising calls for ${formatShare(share)} of the time${cause}; try to keep such values on the GPU or read them less often`,
      share: Math.min(1, share),
      evidence: {
        waitSeconds: waits.seconds,
        calls: waits.count,
        scalarReads: scalars,
        spanSeconds: span,
      },
      because: `synchronising calls last at least ${formatShare(SHARE)} of the trace`,
    };
  },
};
