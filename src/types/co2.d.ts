/** The datasets of @tgwf/co2 0.19; the published type declarations stand at 0.14 and lack them. */
declare module '@tgwf/co2/data' {
  /** Ember: gCO2e/kWh by ISO-3 code or aggregate ("WORLD", "EU"). */
  export const averageIntensity: {
    readonly type: 'average';
    readonly data: Readonly<Record<string, number>>;
  };
  /** UNFCCC operating margin: gCO2e/kWh by ISO-3 code, as text. */
  export const marginalIntensity: {
    readonly type: 'marginal';
    readonly year: string;
    readonly data: Readonly<Record<string, string>>;
  };
  export interface ElectricityMapsZone {
    readonly zone: { readonly zoneName: string; readonly countryName?: string };
    readonly carbonIntensity: { readonly value: number; readonly unit: string };
    readonly renewableEnergy: { readonly value: number; readonly unit: string };
    readonly carbonFreeEnergy: { readonly value: number; readonly unit: string };
  }
  export interface ElectricityMapsYear {
    readonly data: Readonly<Record<string, ElectricityMapsZone>>;
    readonly methodology: string;
  }
  export const electricityMaps: Readonly<
    Record<'yearly2021' | 'yearly2022' | 'yearly2023' | 'yearly2024' | 'yearly2025', ElectricityMapsYear>
  >;
}
