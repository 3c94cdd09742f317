import type { CarbonInputs, HeldHardware } from '../carbon/uncertainty/carbon-model';
import type { Assumption } from '../units/provenance';
import {
  type GramsCO2e,
  grams,
  gramsPerKilowattHour,
  type Joules,
  joules,
  seconds,
  years,
} from '../units/quantity';
import { mapRange, type Range } from '../units/range';
import type { Estimate } from './estimate-types';

/**
 * What the carbon of one functional unit rests on, as the estimate's own assumptions list it, for a Monte Carlo run
 * over `carbonModel`. Energy and device time, which no assumption lists, follow from the carbon they make. Undefined
 * where the estimate does not know its carbon.
 */
export const carbonInputsOf = ({ facility, carbon, assumptions }: Estimate): CarbonInputs | undefined => {
  const pue = rangeOf(assumptions, 'site.pue');
  const intensity = rangeOf(assumptions, 'grid.intensity');
  if (
    facility === undefined ||
    carbon.operational === undefined ||
    pue === undefined ||
    intensity === undefined
  ) {
    return undefined;
  }
  const perJoule = mapRange(intensity, gramsPerKilowattHour);
  const mid = facility.joulesPerUnit / pue.mid;
  // A grid of 0 says nothing about the energy behind it.
  const energyAt = (bound: 'low' | 'high'): Joules => {
    const factor = pue[bound] * perJoule[bound];
    return joules(
      factor === 0 || carbon.operational === undefined ? mid : carbon.operational[bound] / factor,
    );
  };
  const hardware = heldHardware(carbon.embodied, assumptions);
  return {
    itEnergy: { low: energyAt('low'), mid: joules(mid), high: energyAt('high') },
    pue,
    intensity: perJoule,
    ...(hardware === undefined ? {} : { hardware }),
  };
};

const heldHardware = (
  embodied: Range<GramsCO2e> | undefined,
  assumptions: readonly Assumption[],
): HeldHardware | undefined => {
  const lifetime = rangeOf(assumptions, 'hardware.lifetime');
  const utilization = rangeOf(assumptions, 'hardware.utilization');
  if (embodied === undefined || lifetime === undefined || utilization === undefined) return undefined;
  const isServer = ({ id }: Assumption) => id.startsWith('embodied.server');
  const listed = assumptions.filter(
    ({ id, value }) => id.startsWith('embodied.') && typeof value === 'number',
  );
  const accelerator = sumOf(listed.filter((one) => !isServer(one)));
  const server = sumOf(listed.filter(isServer));
  const life = mapRange(lifetime, years);
  const held = (bound: 'low' | 'mid' | 'high', opposite: 'low' | 'mid' | 'high') =>
    seconds(
      (embodied[bound] * life[opposite] * utilization[opposite]) / (accelerator[bound] + server[bound]),
    );
  return {
    perDevice: { accelerator, server },
    deviceSeconds: { low: held('low', 'high'), mid: held('mid', 'mid'), high: held('high', 'low') },
    lifetime: life,
    utilization,
  };
};

const rangeOf = (assumptions: readonly Assumption[], wanted: string): Range<number> | undefined => {
  const found = assumptions.find(({ id }) => id === wanted);
  if (found === undefined || typeof found.value !== 'number') return undefined;
  const { value: mid, low = mid, high = mid } = found;
  return { low, mid, high };
};

const sumOf = (assumptions: readonly Assumption[]): Range<GramsCO2e> => {
  const sum = (bound: 'low' | 'mid' | 'high'): GramsCO2e =>
    grams(assumptions.reduce((total, { id }) => total + (rangeOf(assumptions, id)?.[bound] ?? 0), 0));
  return { low: sum('low'), mid: sum('mid'), high: sum('high') };
};
