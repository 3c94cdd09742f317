import type { Estimate } from '../estimate/estimate-types';
import { catalogue } from '../hardware/catalogue/index';
import { findAccelerator } from '../hardware/find';
import type { Catalogue } from '../hardware/load';
import { powerOf } from '../hardware/power';

/** Board energy of one unit when the deployment works a share `duty` of the time and idles the rest, J. */
export const joulesAtDuty = (
  estimate: Estimate,
  duty: number,
  parts: Catalogue = catalogue(),
): number | undefined => {
  const { accelerator, count } = estimate.deployment;
  const idle = powerOf(findAccelerator(parts, accelerator))?.idle.mid;
  if (idle === undefined || estimate.energy === undefined) return undefined;
  return (
    estimate.energy.joulesPerUnit + (idle * count * (1 - duty)) / (duty * estimate.throughput.unitsPerSecond)
  );
};

/**
 * The share of time that `a` must work for its energy per unit to equal that of `b` working all the time:
 * d = 1 / (1 + (E_b − E_a) · r_a / P_idle,a). Undefined where `a` needs more even at full duty, or a power is not known.
 */
export const breakEvenDuty = (
  a: Estimate,
  b: Estimate,
  parts: Catalogue = catalogue(),
): number | undefined => {
  const idle = powerOf(findAccelerator(parts, a.deployment.accelerator))?.idle.mid;
  if (idle === undefined || a.energy === undefined || b.energy === undefined) return undefined;
  const saved = b.energy.joulesPerUnit - a.energy.joulesPerUnit;
  return saved < 0
    ? undefined
    : 1 / (1 + (saved * a.throughput.unitsPerSecond) / (idle * a.deployment.count));
};
