import { breakEven } from '../carbon/life/break-even';
import { carbonInputsOf } from '../estimate/carbon-inputs';
import type { Estimate } from '../estimate/estimate-types';
import { grams, type Seconds } from '../units/quantity';
import type { Range } from '../units/range';

/**
 * Calendar time after which new hardware has saved, in the work of the old, the carbon it took to make. Undefined where
 * the hardware is the same, saves nothing, or is not known well enough.
 */
export const payback = (before: Estimate, after: Estimate): Range<Seconds> | undefined => {
  const [old, fresh] = [before.deployment, after.deployment];
  if (old.accelerator === fresh.accelerator && old.count === fresh.count) return undefined;
  const inputs = carbonInputsOf(after);
  const hardware = inputs?.hardware;
  const [spent, needed] = [before.facility?.joulesPerUnit, after.facility?.joulesPerUnit];
  if (inputs === undefined || hardware === undefined || spent === undefined || needed === undefined) {
    return undefined;
  }
  const perDevice = Object.values(hardware.perDevice);
  const sum = (bound: 'low' | 'mid' | 'high') =>
    grams(fresh.count * perDevice.reduce((total, range) => total + range[bound], 0));
  const time = breakEven(
    {
      oldEnergy: spent,
      newEnergy: needed,
      unitsPerSecond: after.throughput.unitsPerSecond,
      embodied: { low: sum('low'), mid: sum('mid'), high: sum('high') },
    },
    { intensity: inputs.intensity, utilization: hardware.utilization.mid },
  );
  return time === undefined || !Number.isFinite(time.high) ? undefined : time;
};
