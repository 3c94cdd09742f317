import { formatCount, formatShare } from '../../../units/format';
import { idle } from '../idle';
import { launch } from '../launch';
import { temporal } from '../temporal';
import { adviceOn } from './advice';
import { loadingSeconds } from './data-loading';
import { deviceSpan } from './device-span';
import type { FindingRule } from './finding';

const SHARE = 0.1;

/** The busiest stream stands still because its next kernel is not launched yet. */
export const hostBound: FindingRule = {
  id: 'host-bound',
  find: (selection) => {
    const span = deviceSpan(selection);
    const streams = idle.run(selection);
    if (span === undefined || streams === undefined) return undefined;
    const wait = streams.reduce(
      (least, stream) => (stream.stream === span.busiest.stream ? Math.min(least, stream.hostWait) : least),
      Infinity,
    );
    // While another stream works, the device does not stand still; waiting for data is a finding of its own.
    const idleSeconds = temporal.run(selection)?.idle ?? 0;
    const share = (Math.min(wait, idleSeconds) - loadingSeconds(selection)) / span.seconds;
    if (!Number.isFinite(share) || share < SHARE) return undefined;
    const short = launch.run(selection)?.shorterThanLaunch ?? 0;
    const kernels = short > 0 ? `: ${formatCount(short)} kernels are shorter than their launch` : '';
    return {
      rule: 'host-bound',
      sentence: `${formatShare(share)} of the time the GPU waits for the host${kernels}; ${adviceOn('launches', selection)}`,
      share,
      evidence: {
        hostWaitSeconds: wait,
        idleSeconds,
        deviceSpanSeconds: span.seconds,
        kernelsShorterThanLaunch: short,
      },
      because: `the busiest stream waits for launches, while nothing runs on the device and no data is loaded, at least ${formatShare(SHARE)} of the time between its first start and its last end`,
    };
  },
};
