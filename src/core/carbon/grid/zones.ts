import { Problem } from '../../problem';
import { exactly, type Range } from '../../units/range';
import { nearest } from '../../text/near';
import {
  ELECTRICITY_MAPS_SOURCE,
  electricityMapsIds,
  electricityMapsZone,
  FIRST_YEAR,
  LATEST_YEAR,
} from './electricity-maps';
import {
  type Country,
  countryByAlpha2,
  countryByAlpha3,
  EMBER_SOURCE,
  emberCountries,
  emberIntensity,
  MARGINAL_SOURCE,
  MARGINAL_YEAR,
  marginalIntensityOf,
} from './ember';
import { cloudRegion, cloudRegions, PROVIDERS } from './regions';

export type Method = 'average' | 'marginal';

export interface ZoneIntensity {
  readonly id: string;
  readonly name: string;
  readonly gramsPerKilowattHour: Range<number>;
  readonly year?: number;
  readonly source: string;
  /** What low and high are. */
  readonly spread: string;
}

/** Years that make the spread of a zone: the one asked for and the two before. */
const SPREAD_YEARS = 3;
const spanOf = (mid: number, others: readonly number[]): Range<number> => ({
  low: Math.min(mid, ...others),
  mid,
  high: Math.max(mid, ...others),
});

/** Id and name of the grid zone that a zone or cloud region means. @throws Problem naming what is near. */
export const regionOfZone = (zone: string): { readonly id: string; readonly name: string } => {
  const id = gridZoneOf(zone);
  const name = electricityMapsZone(id, LATEST_YEAR)?.name ?? countryByAlpha3(id)?.name;
  if (name === undefined) throw unknownZone(zone);
  return { id, name };
};

/** Intensity of a zone in gCO2e/kWh. @throws Problem for an unknown zone, or a year without data. */
export const zoneIntensity = (zone: string, method: Method, year?: number): ZoneIntensity => {
  const { id, name } = regionOfZone(zone);
  if (method === 'marginal') return marginal(id, name);
  return countryByAlpha3(id) === undefined ? yearly(id, name, year) : countryAverage(id, name, year);
};

const gridZoneOf = (zone: string): string => {
  const region = cloudRegion(zone);
  if (region !== undefined) return region.zone;
  const id = zone.toUpperCase();
  return id === 'UK' ? 'GB' : id;
};

const yearly = (id: string, name: string, year = LATEST_YEAR): ZoneIntensity => {
  const zone = electricityMapsZone(id, year);
  if (zone === undefined) {
    throw new Problem(
      `there is no yearly grid intensity for ${year}; expected a year from ${FIRST_YEAR} to ${LATEST_YEAR}`,
    );
  }
  const earlier = Array.from({ length: SPREAD_YEARS - 1 }, (_, back) =>
    electricityMapsZone(id, year - back - 1),
  );
  const country = countryByAlpha2(id);
  const ember = country === undefined ? undefined : emberIntensity(country.alpha3);
  const others = [...earlier.map((other) => other?.gramsPerKilowattHour), ember].filter(
    (value) => value !== undefined,
  );
  return {
    id,
    name,
    gramsPerKilowattHour: spanOf(zone.gramsPerKilowattHour, others),
    year,
    source: ELECTRICITY_MAPS_SOURCE,
    spread: `low and high derived: the year and the ${SPREAD_YEARS - 1} before${ember === undefined ? '' : ', and Ember'}`,
  };
};

const countryAverage = (id: string, name: string, year?: number): ZoneIntensity => {
  const value = emberIntensity(id);
  if (value === undefined) throw unknownZone(id);
  const alpha2 = countryByAlpha3(id)?.alpha2;
  const same = alpha2 === undefined ? undefined : electricityMapsZone(alpha2, LATEST_YEAR);
  if (year !== undefined) {
    throw new Problem(
      `${id} is a country average without a year of its own` +
        (same === undefined ? '; leave --year out' : `; use the zone ${same.id} for the figure of ${year}`),
    );
  }
  return {
    id,
    name,
    gramsPerKilowattHour: spanOf(value, same === undefined ? [] : [same.gramsPerKilowattHour]),
    source: EMBER_SOURCE,
    spread:
      same === undefined
        ? 'no second publisher, so no spread'
        : `low and high derived: Ember and Electricity Maps ${LATEST_YEAR}`,
  };
};

const marginal = (id: string, name: string): ZoneIntensity => {
  const country = countryByAlpha3(id) ?? countryByAlpha2(id.slice(0, 2));
  const value = country === undefined ? undefined : marginalIntensityOf(country.alpha3);
  if (value === undefined) {
    throw new Problem(
      `no marginal grid intensity is published for ${name} (${id}); give one in gCO2e/kWh with --intensity`,
    );
  }
  return {
    id,
    name,
    gramsPerKilowattHour: exactly(value),
    year: MARGINAL_YEAR,
    source: MARGINAL_SOURCE,
    spread: `of the whole country ${country?.name ?? id}; no spread published`,
  };
};

/** Share of countries cut off at each end for the world's spread. */
const WORLD_TAIL = 0.1;

/** The world average, with the tenth and ninetieth percentile of its countries as low and high. */
export const worldIntensity = (method: Method): ZoneIntensity => {
  if (method === 'marginal')
    throw new Problem('no world-wide marginal intensity is published; give a zone with --zone');
  const mid = emberIntensity('WORLD');
  if (mid === undefined) throw new Error('@tgwf/co2: no WORLD in the average intensities');
  const sorted = emberCountries()
    .filter((country: Country) => country.alpha2 !== undefined)
    .map(({ alpha3 }) => emberIntensity(alpha3) ?? mid)
    .sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? mid;
  return {
    id: 'WORLD',
    name: 'World',
    gramsPerKilowattHour: { low: at(WORLD_TAIL), mid, high: at(1 - WORLD_TAIL) },
    source: EMBER_SOURCE,
    spread: 'no zone was given; low and high derived: tenth and ninetieth percentile of countries',
  };
};

const unknownZone = (zone: string): Problem => {
  const known = zone.includes(':')
    ? cloudRegions().map(({ id }) => id)
    : [...electricityMapsIds(), ...emberCountries().map(({ alpha3 }) => alpha3)];
  const near = [...new Set([...idsByName(zone), ...nearest(zone, known)])].slice(0, 3);
  const hint = near.length === 0 ? '' : ` (did you mean ${near.join(' or ')}?)`;
  const regions = PROVIDERS.map((provider) => `${provider}:…`).join(', ');
  return new Problem(
    `"${zone}" is not a known grid zone${hint}; expected a zone such as FR or US-CAL-CISO, an ISO-3 country such as FRA, or a cloud region ${regions}`,
  );
};

/** Ids of the zones, else of the cloud regions, whose name begins with or holds the words. */
const idsByName = (words: string): string[] => {
  const wanted = words.toLowerCase();
  const zones = electricityMapsIds().filter((id) =>
    electricityMapsZone(id, LATEST_YEAR)?.name.toLowerCase().startsWith(wanted),
  );
  return zones.length > 0
    ? zones
    : cloudRegions().flatMap(({ id, name }) => (name.toLowerCase().includes(wanted) ? [id] : []));
};
