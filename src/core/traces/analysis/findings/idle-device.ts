import { formatShare } from '../../../units/format';
import { temporal } from '../temporal';
import { loadingSeconds } from './data-loading';
import type { FindingRule } from './finding';
import { hostBound } from './host-bound';

const SHARE = 0.1;

/** Nothing runs on the device, for another reason than launches that come late or data that is loaded. */
export const idleDevice: FindingRule = {
  id: 'idle-device',
  find: (selection) => {
    const time = temporal.run(selection);
    if (time === undefined || time.kernelTime === 0 || hostBound.find(selection) !== undefined)
      return undefined;
    const share = (time.idle - loadingSeconds(selection)) / time.kernelTime;
    if (share < SHARE) return undefined;
    return {
      rule: 'idle-device',
      sentence: `${formatShare(share)} of the time nothing runs on the device; see what the host does meanwhile`,
      share,
      evidence: { idleSeconds: time.idle, deviceSpanSeconds: time.kernelTime },
      because: `no device event runs, and no data is loaded, at least ${formatShare(SHARE)} of the time between the first start and the last end`,
    };
  },
};
