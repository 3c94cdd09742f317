import { buildingAssumption, resolveShares } from '../carbon/dsi';
import { amortise } from '../carbon/embodied/amortise';
import { embodiedOf, serverShareOf } from '../carbon/embodied/embodied';
import { resolveIntensity } from '../carbon/grid/intensity';
import { addCarbon, facilityEnergy, operationalCarbon } from '../carbon/operational';
import { resolveLifetime, resolvePue, resolveUtilization } from '../carbon/site';
import type { Accelerator } from '../hardware/accelerator';
import type { Assumption } from '../units/provenance';
import {
  grams,
  type GramsCO2e,
  type GramsPerJoule,
  joules,
  type Joules,
  type Seconds,
} from '../units/quantity';
import { mapRange, type Range } from '../units/range';
import type { Deployment } from './deployment';
import type { CarbonEstimate } from './estimate-types';

/** Everything about carbon that does not change with the workload, resolved once for many estimates. */
export interface CarbonBasis {
  readonly pue: Range<number>;
  readonly intensity: Range<GramsPerJoule>;
  readonly lifetime: Range<Seconds>;
  readonly utilization: Range<number>;
  /** IT energy over that of the servers: what network and storage add. */
  readonly itShare: number;
  /** Board, its share of the server and of the building; absent where nothing is published of the part or its family. */
  readonly embodiedPerDevice?: Range<GramsCO2e>;
  readonly assumptions: readonly Assumption[];
}

/** Throws a Problem for an unknown zone, an impossible PUE, lifetime or utilization. */
export const carbonBasis = (part: Accelerator, deployment: Deployment): CarbonBasis => {
  const pue = resolvePue(deployment);
  const grid = resolveIntensity(deployment);
  const lifetime = resolveLifetime(deployment);
  const utilization = resolveUtilization(deployment);
  const board = embodiedOf(part);
  const server = board === undefined ? undefined : serverShareOf(part);
  const shares = resolveShares(deployment);
  const hardware =
    board === undefined || server === undefined
      ? board?.perDevice
      : addCarbon(board.perDevice, server.perDevice);
  const building = hardware === undefined ? undefined : shares.building(hardware);
  const perDevice =
    hardware === undefined || building === undefined ? hardware : addCarbon(hardware, building);
  return {
    pue: pue.value,
    intensity: grid.intensity,
    lifetime: lifetime.value,
    utilization: utilization.value,
    itShare: shares.energyFactor,
    ...(perDevice === undefined ? {} : { embodiedPerDevice: perDevice }),
    assumptions: [
      ...pue.assumptions,
      ...grid.assumptions,
      ...lifetime.assumptions,
      ...utilization.assumptions,
      ...(board?.assumptions ?? []),
      ...(server?.assumptions ?? []),
      ...shares.assumptions,
      ...(building === undefined ? [] : [buildingAssumption(building)]),
    ],
  };
};

/** At the meter of the site. @param servers Energy of the accelerators and their hosts. */
export const facilityOf = (servers: Range<Joules>, { pue, itShare }: CarbonBasis): Range<Joules> =>
  facilityEnergy(
    mapRange(servers, (each) => joules(each * itShare)),
    pue,
  );

/**
 * Carbon of one functional unit: the energy at the site's meter × grid intensity, and the accelerators' embodied carbon for
 * the time they were held (SCI, ISO/IEC 21031). `deviceSeconds` is count × seconds of the whole run.
 */
export const carbonOf = (
  facility: Range<Joules> | undefined,
  deviceSeconds: Range<Seconds>,
  units: number,
  basis: CarbonBasis,
): CarbonEstimate => {
  const perUnit = (whole: Range<GramsCO2e>): Range<GramsCO2e> =>
    mapRange(whole, (value) => grams(value / units));
  const operational =
    facility === undefined ? undefined : perUnit(operationalCarbon(facility, basis.intensity));
  const device = basis.embodiedPerDevice;
  const at = (use: Seconds): Range<GramsCO2e> | undefined =>
    device === undefined ? undefined : amortise(device, use, basis.lifetime, basis.utilization);
  const [low, mid, high] = [at(deviceSeconds.low), at(deviceSeconds.mid), at(deviceSeconds.high)];
  const embodied =
    low === undefined || mid === undefined || high === undefined
      ? undefined
      : perUnit({ low: low.low, mid: mid.mid, high: high.high });
  const total =
    operational === undefined || embodied === undefined ? undefined : addCarbon(operational, embodied);
  return {
    ...(operational === undefined ? {} : { operational }),
    ...(embodied === undefined ? {} : { embodied }),
    ...(total === undefined ? {} : { total }),
    per: 'unit',
  };
};
