import type { GramsCO2e, Joules } from '../../units/quantity';
import type { Range } from '../../units/range';
import { facilityEnergy, operationalCarbon } from '../operational';
import { resolvePue } from '../site';
import { type GridIntensity, resolveIntensity } from './intensity';

/** The same job in one zone. */
export interface ZoneChoice {
  readonly zone: string;
  readonly grid: GridIntensity;
  readonly pue: Range<number>;
  readonly operational: Range<GramsCO2e>;
}

/**
 * Operational carbon of the same IT energy in other zones or cloud regions, least first. A PUE that is given holds
 * everywhere; otherwise each region has its own.
 */
export const elsewhere = (
  itEnergy: Range<Joules>,
  zones: readonly string[],
  { pue, year }: { readonly pue?: number | undefined; readonly year?: number | undefined } = {},
): ZoneChoice[] =>
  zones
    .map((zone): ZoneChoice => {
      const grid = resolveIntensity({ zone, year });
      const site = resolvePue({ pue, zone }).value;
      return {
        zone,
        grid,
        pue: site,
        operational: operationalCarbon(facilityEnergy(itEnergy, site), grid.intensity),
      };
    })
    .sort((a, b) => a.operational.mid - b.operational.mid);
