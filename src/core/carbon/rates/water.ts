import { JOULES_PER_KILOWATT_HOUR, type Joules, type Litres, litres } from '../../units/quantity';
import { combineRanges, mapRange, type Range } from '../../units/range';
import { facilityEnergy } from '../operational';

export interface WaterInput {
  /** Of the IT equipment, before PUE. */
  readonly itEnergy: Range<Joules>;
  readonly pue: Range<number>;
  /** On-site WUE: litres per kWh of the IT equipment (The Green Grid). */
  readonly onSite?: Range<number> | undefined;
  /** Off-site: litres per kWh that the grid delivers to the site. */
  readonly offSite?: Range<number> | undefined;
}

/** Absent parts are unknown, never zero; so is the total where a part is. */
export interface Water {
  readonly onSite?: Range<Litres>;
  readonly offSite?: Range<Litres>;
  readonly total?: Range<Litres>;
}

/**
 * Water of a run, W = E_IT · (WUE_on + PUE · WUE_off) (Li et al. 2023, arXiv:2304.03271). On-site WUE is per IT
 * energy by its definition, so PUE enters once, with the grid's water.
 */
export const waterUse = ({ itEnergy, pue, onSite, offSite }: WaterInput): Water => {
  const site = onSite === undefined ? undefined : drawn(itEnergy, onSite);
  const grid = offSite === undefined ? undefined : drawn(facilityEnergy(itEnergy, pue), offSite);
  return {
    ...(site === undefined ? {} : { onSite: site }),
    ...(grid === undefined ? {} : { offSite: grid }),
    ...(site === undefined || grid === undefined
      ? {}
      : { total: combineRanges(site, grid, (a, b) => litres(a + b)) }),
  };
};

const drawn = (energy: Range<Joules>, perKilowattHour: Range<number>): Range<Litres> =>
  combineRanges(
    mapRange(energy, (value) => value / JOULES_PER_KILOWATT_HOUR),
    perKilowattHour,
    (kilowattHours, each) => litres(kilowattHours * each),
  );
