import { formatShare } from '../../../units/format';
import { overlap } from '../overlap';
import { deviceSpan } from './device-span';
import type { FindingRule } from './finding';

const SHARE = 0.1;

/** Communication under which nothing computes. */
export const exposedCommunication: FindingRule = {
  id: 'exposed-communication',
  find: (selection) => {
    const span = deviceSpan(selection);
    const report = overlap.run(selection);
    if (span === undefined || report === undefined) return undefined;
    const share = report.exposed / span.seconds;
    if (share < SHARE) return undefined;
    const hidden = report.communication > 0 ? report.overlapped / report.communication : 0;
    return {
      rule: 'exposed-communication',
      sentence: `${formatShare(share)} of the time the GPU only communicates, and ${hidden === 0 ? 'none' : formatShare(hidden)} of its communication is hidden under computation; try larger buckets, more overlap, or fewer ranks per group`,
      share,
      evidence: {
        exposedSeconds: report.exposed,
        communicationSeconds: report.communication,
        deviceSpanSeconds: span.seconds,
      },
      because: `exposed communication is at least ${formatShare(SHARE)} of the device's time`,
    };
  },
};
