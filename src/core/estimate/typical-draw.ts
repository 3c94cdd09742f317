import type { PowerModel } from '../carbon/account';
import { hostShareOf, powerOf } from '../hardware/power';
import { type Watts, watts } from '../units/quantity';

/**
 * Shares of peak arithmetic and bandwidth of a run of which only the hours are known. Large training runs report
 * 38–43 % of peak (Llama 3, arXiv:2407.21783, table 4); low and high span poor scaling and tuned dense training.
 */
const ACTIVITY = { low: 0.2, mid: 0.4, high: 0.6 };
const ACTIVITY_SOURCE = 'Llama 3 (arXiv:2407.21783), model FLOPs utilisation of training; range derived';

/** Average draw of an accelerator with its share of the host, for accounts that know only the hours. */
export const typicalDraw: PowerModel = (part) => {
  const power = powerOf(part);
  if (power === undefined) return undefined;
  const host = hostShareOf(part);
  const draw = (bound: 'low' | 'mid' | 'high'): Watts => {
    const share = ACTIVITY[bound];
    return watts(power.at({ busy: 1, compute: share, memory: share })[bound] + host.watts[bound]);
  };
  return {
    watts: { low: draw('low'), mid: draw('mid'), high: draw('high') },
    assumptions: [
      ...power.assumptions,
      host.assumption,
      {
        id: 'activity',
        value: ACTIVITY.mid,
        unit: 'of peak',
        low: ACTIVITY.low,
        high: ACTIVITY.high,
        source: ACTIVITY_SOURCE,
      },
    ],
  };
};
