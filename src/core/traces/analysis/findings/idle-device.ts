import { formatQuantity, formatShare } from '../../../units/format';
import { deviceBusy } from '../intervals';
import { inSeconds, type Selection } from '../selection';
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
    const pause = longestPause(selection);
    return {
      rule: 'idle-device',
      sentence: `${formatShare(share)} of the time nothing runs on the device, ${formatQuantity(pause, 's')} of it at a stretch; see in the timeline what the host does meanwhile`,
      share,
      evidence: { idleSeconds: time.idle, longestPauseSeconds: pause, deviceSpanSeconds: time.kernelTime },
      because: `no device event runs, and no data is loaded, at least ${formatShare(SHARE)} of the time between the first start and the last end`,
    };
  },
};

/** Between two stretches of work on the device, in seconds. */
const longestPause = (selection: Selection): number => {
  const { start, end } = deviceBusy(selection);
  let longest = 0;
  for (let i = 1; i < start.length; i++) longest = Math.max(longest, (start[i] ?? 0) - (end[i - 1] ?? 0));
  return inSeconds(longest);
};
