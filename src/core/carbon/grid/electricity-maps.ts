import { electricityMaps, type ElectricityMapsYear } from '@tgwf/co2/data';

const BY_YEAR: ReadonlyMap<number, ElectricityMapsYear> = new Map([
  [2021, electricityMaps.yearly2021],
  [2022, electricityMaps.yearly2022],
  [2023, electricityMaps.yearly2023],
  [2024, electricityMaps.yearly2024],
  [2025, electricityMaps.yearly2025],
]);

export const FIRST_YEAR = Math.min(...BY_YEAR.keys());
export const LATEST_YEAR = Math.max(...BY_YEAR.keys());

export const ELECTRICITY_MAPS_SOURCE =
  'Electricity Maps, yearly average intensity (ODbL), via @tgwf/co2 0.19.0';

export interface YearlyZone {
  readonly id: string;
  readonly name: string;
  readonly year: number;
  readonly gramsPerKilowattHour: number;
  readonly renewableShare: number;
  readonly carbonFreeShare: number;
}

/** One zone in one year; shares are 0 … 1. */
export const electricityMapsZone = (id: string, year: number): YearlyZone | undefined => {
  const zone = BY_YEAR.get(year)?.data[id];
  if (zone === undefined) return undefined;
  const { zoneName, countryName } = zone.zone;
  return {
    id,
    name: countryName === undefined ? zoneName : `${zoneName}, ${countryName}`,
    year,
    gramsPerKilowattHour: zone.carbonIntensity.value,
    renewableShare: zone.renewableEnergy.value / 100,
    carbonFreeShare: zone.carbonFreeEnergy.value / 100,
  };
};

export const electricityMapsIds = (): readonly string[] => Object.keys(BY_YEAR.get(LATEST_YEAR)?.data ?? {});
