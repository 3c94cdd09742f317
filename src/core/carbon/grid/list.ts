import {
  ELECTRICITY_MAPS_SOURCE,
  electricityMapsIds,
  electricityMapsZone,
  LATEST_YEAR,
} from './electricity-maps';
import { EMBER_SOURCE, emberCountries, emberIntensity } from './ember';
import { cloudRegions } from './regions';

/** A row of `wattlens zones`. */
export interface ZoneRow {
  readonly id: string;
  readonly name: string;
  readonly kind: 'zone' | 'country' | 'region';
  /** gCO2e/kWh */
  readonly intensity: number;
  readonly year?: number;
  /** Only cloud regions: the grid zone they stand in, and what their provider publishes. */
  readonly zone?: string;
  readonly pue?: number;
  readonly wue?: number;
  readonly sources: readonly string[];
}

/**
 * Every zone, country and cloud region whose id or name contains the query (case ignored). A country that is a zone too is
 * listed once, as the zone, whose year is known; its three-letter code asks for the country's own figure.
 */
export const listZones = (query = ''): ZoneRow[] => {
  const wanted = query.trim().toLowerCase();
  return [...zones(), ...countries(wanted), ...regions()].filter(
    ({ id, name }) => id.toLowerCase().includes(wanted) || name.toLowerCase().includes(wanted),
  );
};

/** The world, and then the zones in which most cloud regions stand: what is offered before anything is typed. */
export const usualZones = (): ZoneRow[] => {
  const standing = new Map<string, number>();
  for (const { zone } of cloudRegions()) standing.set(zone, (standing.get(zone) ?? 0) + 1);
  const world = countries(WORLD.toLowerCase()).filter(({ id }) => id === WORLD);
  return [
    ...world,
    ...zones()
      .filter(({ id }) => standing.has(id))
      .sort((a, b) => (standing.get(b.id) ?? 0) - (standing.get(a.id) ?? 0)),
  ];
};

const WORLD = 'WORLD';

const zones = (): ZoneRow[] =>
  electricityMapsIds().flatMap((id) => {
    const zone = electricityMapsZone(id, LATEST_YEAR);
    if (zone === undefined) return [];
    return [
      {
        id,
        name: zone.name,
        kind: 'zone' as const,
        intensity: zone.gramsPerKilowattHour,
        year: zone.year,
        sources: [ELECTRICITY_MAPS_SOURCE],
      },
    ];
  });

const countries = (wanted: string): ZoneRow[] =>
  emberCountries().flatMap(({ alpha3, alpha2, name }) => {
    const intensity = emberIntensity(alpha3);
    const listed = alpha2 !== undefined && electricityMapsZone(alpha2, LATEST_YEAR) !== undefined;
    return intensity === undefined || (listed && alpha3.toLowerCase() !== wanted)
      ? []
      : [{ id: alpha3, name, kind: 'country' as const, intensity, sources: [EMBER_SOURCE] }];
  });

const regions = (): ZoneRow[] =>
  cloudRegions().flatMap(({ id, name, zone, pue, wue, source }) => {
    const grid = electricityMapsZone(zone, LATEST_YEAR);
    if (grid === undefined) return [];
    return [
      {
        id,
        name,
        kind: 'region' as const,
        intensity: grid.gramsPerKilowattHour,
        year: grid.year,
        zone,
        ...(pue === undefined ? {} : { pue }),
        ...(wue === undefined ? {} : { wue }),
        sources: [ELECTRICITY_MAPS_SOURCE, source],
      },
    ];
  });
