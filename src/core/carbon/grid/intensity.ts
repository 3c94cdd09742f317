import { Problem } from '../../problem';
import type { Assumption } from '../../units/provenance';
import { type GramsPerJoule, gramsPerKilowattHour } from '../../units/quantity';
import { exactly, mapRange, type Range } from '../../units/range';
import { type CloudRegion, cloudRegion } from './regions';
import { type Method, regionOfZone, worldIntensity, type ZoneIntensity, zoneIntensity } from './zones';

export type Basis = 'location' | 'market';

export interface GridQuery {
  /** Electricity Maps or ISO-3 zone, or `aws:us-east-1`. */
  readonly zone?: string | undefined;
  /** gCO2e/kWh; overrides the zone's. 0 is a value. */
  readonly intensity?: number | undefined;
  readonly year?: number | undefined;
  /** Location-based (the place's grid, the default) or market-based (what contracts say). */
  readonly basis?: Basis | undefined;
  /** Average of all power (the default), or marginal: of the plant that one more kilowatt-hour runs. */
  readonly method?: Method | undefined;
}

export interface GridIntensity {
  /** Low and high are the spread between recent years and publishers, not a confidence interval. */
  readonly intensity: Range<GramsPerJoule>;
  readonly basis: Basis;
  /** Beside a market-based figure: the grid of its place (GHG Protocol Scope 2 asks for both). */
  readonly locationBased?: Range<GramsPerJoule>;
  readonly method: Method;
  readonly zone?: { readonly id: string; readonly name: string };
  readonly region?: CloudRegion;
  readonly year?: number;
  readonly source: string;
  readonly assumptions: readonly Assumption[];
}

/**
 * Grid carbon intensity of a place. The user's figure comes first, then Electricity Maps' yearly average of the
 * zone (the latest year unless one is given), then Ember's of the country; with neither, the world average over
 * the span of its countries, listed as the assumption it is.
 * @throws Problem for an unknown zone or year, an impossible intensity, or a market-based figure nobody published.
 */
export const resolveIntensity = (query: GridQuery): GridIntensity => {
  const { basis = 'location', method = 'average' } = query;
  const region = query.zone === undefined ? undefined : cloudRegion(query.zone);
  const place = query.zone === undefined ? undefined : regionOfZone(query.zone);
  if (query.intensity !== undefined) {
    const own = stated(query.intensity, basis, method);
    const grid =
      basis === 'market' && query.zone !== undefined
        ? zoneIntensity(query.zone, method, query.year)
        : undefined;
    return {
      ...own,
      ...(region === undefined ? {} : { region }),
      ...(place === undefined ? {} : { zone: place }),
      ...(grid === undefined
        ? {}
        : {
            locationBased: mapRange(grid.gramsPerKilowattHour, gramsPerKilowattHour),
            assumptions: [
              ...own.assumptions,
              { ...assumptionOf(grid, 'location'), id: 'grid.intensity.location' },
            ],
          }),
    };
  }
  if (basis === 'market') {
    throw new Problem(
      'no public data gives the market-based intensity of a place: it depends on your contracts; give it in gCO2e/kWh with --intensity',
    );
  }
  const found =
    query.zone === undefined ? worldIntensity(method) : zoneIntensity(query.zone, method, query.year);
  return {
    intensity: mapRange(found.gramsPerKilowattHour, gramsPerKilowattHour),
    basis,
    method,
    zone: { id: found.id, name: found.name },
    ...(region === undefined ? {} : { region }),
    ...(found.year === undefined ? {} : { year: found.year }),
    source: found.source,
    assumptions: [assumptionOf(found, basis)],
  };
};

/** No plant emits more per kilowatt-hour; below one, the figure may have been meant in kg. */
const HIGHEST = 5000;
const SUSPECT = 1;

const stated = (value: number, basis: Basis, method: Method): GridIntensity => {
  if (!Number.isFinite(value) || value < 0 || value > HIGHEST) {
    throw new Problem(
      `a grid intensity of ${value} gCO2e/kWh cannot be; expected grams per kWh from 0 to ${HIGHEST}, such as 385`,
    );
  }
  const source = 'given by the user';
  const doubt = value > 0 && value < SUSPECT ? `; very low: were ${value} kg/kWh meant?` : '';
  return {
    intensity: exactly(gramsPerKilowattHour(value)),
    basis,
    method,
    source,
    assumptions: [{ id: 'grid.intensity', value, unit: 'gCO2e/kWh', source, note: `${basis}-based${doubt}` }],
  };
};

const assumptionOf = (found: ZoneIntensity, basis: Basis): Assumption => {
  const { low, mid, high } = found.gramsPerKilowattHour;
  return {
    id: 'grid.intensity',
    value: mid,
    unit: 'gCO2e/kWh',
    source: found.source,
    low,
    high,
    ...(found.year === undefined ? {} : { year: found.year }),
    note: `${found.name} (${found.id})${found.year === undefined ? '' : `, ${found.year}`}, ${basis}-based; ${found.spread}`,
  };
};
