import { type GramsCO2e, type GramsPerJoule, type Joules, type Seconds, seconds } from '../../units/quantity';
import type { Range } from '../../units/range';

/** New hardware for the work of old hardware. Energies are at the site's meter, per functional unit. */
export interface Replacement {
  readonly oldEnergy: Joules;
  readonly newEnergy: Joules;
  /** Of the new hardware, all of it, when it is busy. */
  readonly unitsPerSecond: number;
  /** Of the new hardware, all of it. */
  readonly embodied: Range<GramsCO2e>;
}

export interface Conditions {
  readonly intensity: Range<GramsPerJoule>;
  /** Share of the calendar time in which the hardware is busy. */
  readonly utilization: number;
}

/**
 * Calendar time after which the energy saved has paid back the embodied carbon of new hardware:
 * M / (U · units per second · (E_old − E_new) · I). The old hardware's own embodied carbon is spent either way.
 * Undefined where nothing is saved; infinite at an end where the grid emits nothing.
 */
export const breakEven = (
  { oldEnergy, newEnergy, unitsPerSecond, embodied }: Replacement,
  { intensity, utilization }: Conditions,
): Range<Seconds> | undefined => {
  const savedWatts = utilization * unitsPerSecond * (oldEnergy - newEnergy);
  if (savedWatts <= 0 || intensity.high === 0) return undefined;
  const after = (carbon: GramsCO2e, perJoule: GramsPerJoule) => seconds(carbon / (savedWatts * perJoule));
  return {
    low: after(embodied.low, intensity.high),
    mid: after(embodied.mid, intensity.mid),
    high: after(embodied.high, intensity.low),
  };
};
