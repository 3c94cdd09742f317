import { Problem } from '../../problem';
import { exactly } from '../../units/range';
import { dataFile, once } from '../data';
import { known, type Resolved, rangeOf } from '../resolved';
import { cloudRegion } from './regions';
import { countryByAlpha3 } from './ember';
import waterFile from './water.yaml';

const water = once(() => dataFile(waterFile, 'grid/water.yaml'));

/**
 * Water that making the grid's power takes, in litres per kWh delivered (off-site WUE): the user's, else the zone's, else
 * its country's; undefined where none is published.
 * @throws Problem for a negative figure.
 */
export const resolveGridWater = (query: {
  readonly gridWater?: number | undefined;
  readonly zone?: string | undefined;
}): Resolved<number> | undefined => {
  const { gridWater, zone } = query;
  const id = 'grid.water';
  if (gridWater !== undefined) {
    if (!Number.isFinite(gridWater) || gridWater < 0)
      throw new Problem(`grid water of ${gridWater} L/kWh cannot be; expected 0 or more`);
    return {
      value: exactly(gridWater),
      assumptions: [{ id, value: gridWater, unit: 'L/kWh', source: 'given by the user' }],
    };
  }
  if (zone === undefined) return undefined;
  const place = (
    cloudRegion(zone)?.zone ??
    countryByAlpha3(zone.toUpperCase())?.alpha2 ??
    zone
  ).toUpperCase();
  const own = water().at('zones').maybe(place, rangeOf);
  if (own !== undefined) return known(id, 'L/kWh', own, `of ${place}`);
  const country = place.split('-')[0] ?? place;
  const covered = water()
    .at('countries')
    .list()
    .some((one) => one.text() === country);
  const average = covered ? water().at('zones').maybe(country, rangeOf) : undefined;
  return average === undefined
    ? undefined
    : known(id, 'L/kWh', average, `of ${country}; ${place} publishes none`);
};
