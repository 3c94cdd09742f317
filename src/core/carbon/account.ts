import type { Accelerator } from '../hardware/accelerator';
import { Problem } from '../problem';
import type { Assumption } from '../units/provenance';
import {
  type GramsCO2e,
  hours as hoursOf,
  type Joules,
  joules,
  JOULES_PER_KILOWATT_HOUR,
  type Seconds,
  type Watts,
  watts,
} from '../units/quantity';
import { exactly, mapRange, type Range } from '../units/range';
import { attributed } from './attribution/attribute';
import { buildingAssumption, type ResolvedShares, resolveShares, type SiteShares } from './dsi';
import { amortise } from './embodied/amortise';
import { embodiedOf, serverShareOf } from './embodied/embodied';
import { type GridQuery, resolveIntensity } from './grid/intensity';
import { resolveGridWater } from './grid/water';
import { addCarbon, facilityEnergy, operationalCarbon } from './operational';
import { type Water, waterUse } from './rates/water';
import { resolveLifetime, resolvePue, resolveUtilization, resolveWue } from './site';
import type { CarbonInputs, HeldHardware } from './uncertainty/carbon-model';

/** What a power model says an accelerator and its share of the host draw on average. */
export type PowerModel = (
  part: Accelerator,
) => { readonly watts: Range<Watts>; readonly assumptions: readonly Assumption[] } | undefined;

/** A run already made: hours or energy of accelerators. */
export interface AccountRequest extends GridQuery, SiteShares {
  readonly accelerator?: Accelerator | undefined;
  /** Accelerator-hours, all of them together. */
  readonly hours?: number | undefined;
  /** Whole average draw per accelerator in watts, or the part's TDP. Without it the power model is asked. */
  readonly power?: number | 'tdp' | undefined;
  /** IT energy before PUE. */
  readonly energyKwh?: number | undefined;
  readonly pue?: number | undefined;
  /** Litres per kWh: on site per IT energy, and of the grid per energy delivered. */
  readonly wue?: number | undefined;
  readonly gridWater?: number | undefined;
  readonly lifetime?: Seconds | undefined;
  readonly utilization?: number | undefined;
  readonly powerModel?: PowerModel | undefined;
}

export interface Account {
  /** What the result rests on, for a tornado chart or a Monte Carlo run over `carbonModel`. */
  readonly inputs: CarbonInputs;
  /** At the meter of the site, PUE included. */
  readonly energy: Range<Joules>;
  readonly carbon: {
    readonly operational: Range<GramsCO2e>;
    /** Beside a market-based figure: the same energy on the grid of its place. */
    readonly locationBased?: Range<GramsCO2e>;
    /** Absent where the part or its hours are not known. */
    readonly embodied?: Range<GramsCO2e>;
    readonly total?: Range<GramsCO2e>;
  };
  /** On site and of the grid, where they are published; absent where neither is. */
  readonly water?: Water;
  readonly assumptions: readonly Assumption[];
}

/**
 * Carbon of a run: operational = IT energy × PUE × grid intensity, with IT energy = hours × power; embodied =
 * (accelerator + share of the server) × hours / (lifetime × utilization).
 * @throws Problem where hours, power or energy are missing, doubled or impossible.
 */
export const account = (request: AccountRequest): Account => {
  const servers = itEnergy(request);
  const shares = resolveShares(request);
  const it = {
    energy: mapRange(servers.energy, (each) => joules(each * shares.energyFactor)),
    assumptions: [...servers.assumptions, ...shares.assumptions],
  };
  const pue = resolvePue(request);
  const grid = resolveIntensity(request);
  const energy = facilityEnergy(it.energy, pue.value);
  const operational = operationalCarbon(energy, grid.intensity);
  const hardware = embodiedShare(request, shares);
  const wue = resolveWue(request);
  const gridWater = resolveGridWater(request);
  return {
    inputs: {
      itEnergy: it.energy,
      pue: pue.value,
      intensity: grid.intensity,
      hardware: hardware?.held,
    },
    energy,
    carbon: {
      operational,
      ...(grid.locationBased === undefined
        ? {}
        : { locationBased: operationalCarbon(energy, grid.locationBased) }),
      ...(hardware === undefined
        ? {}
        : { embodied: hardware.carbon, total: addCarbon(operational, hardware.carbon) }),
    },
    ...(wue === undefined && gridWater === undefined
      ? {}
      : {
          water: waterUse({
            itEnergy: it.energy,
            pue: pue.value,
            onSite: wue?.value,
            offSite: gridWater?.value,
          }),
        }),
    assumptions: attributed([
      ...it.assumptions,
      ...pue.assumptions,
      ...grid.assumptions,
      ...(wue?.assumptions ?? []),
      ...(gridWater?.assumptions ?? []),
      ...(hardware?.assumptions ?? []),
    ]),
  };
};

interface ItEnergy {
  readonly energy: Range<Joules>;
  readonly assumptions: readonly Assumption[];
}

const USER = 'given by the user';

const itEnergy = (request: AccountRequest): ItEnergy => {
  const { energyKwh, hours } = request;
  if (energyKwh !== undefined) {
    if (request.power !== undefined) {
      throw new Problem(
        'energy and power are both given; expected either --energy, or --hours with or without --power',
      );
    }
    positive(energyKwh, 'an energy', 'kWh');
    return {
      energy: exactly(joules(energyKwh * JOULES_PER_KILOWATT_HOUR)),
      assumptions: [{ id: 'energy.it', value: energyKwh, unit: 'kWh', source: USER }],
    };
  }
  if (hours === undefined)
    throw new Problem(
      'neither hours nor energy are given; expected --hours ACCELERATOR_HOURS or --energy KWH',
    );
  positive(hours, 'a run', 'accelerator-hours');
  const { power, assumptions } = averagePower(request);
  return {
    energy: mapRange(power, (each) => joules(each * hoursOf(hours))),
    assumptions: [{ id: 'accelerator.hours', value: hours, unit: 'h', source: USER }, ...assumptions],
  };
};

const averagePower = ({
  accelerator,
  power,
  powerModel,
}: AccountRequest): {
  readonly power: Range<Watts>;
  readonly assumptions: readonly Assumption[];
} => {
  if (typeof power === 'number') {
    positive(power, 'a power', 'W');
    return {
      power: exactly(watts(power)),
      assumptions: [
        { id: 'accelerator.power', value: power, unit: 'W', source: USER, note: 'whole average draw' },
      ],
    };
  }
  if (accelerator === undefined)
    throw new Problem('hours are given without a power or a part; expected --on HARDWARE or --power WATTS');
  if (power === 'tdp') {
    const { tdp } = accelerator;
    if (tdp === undefined)
      throw new Problem(`the TDP of ${accelerator.name} is not published; expected --power WATTS`);
    return {
      power: exactly(tdp.value),
      assumptions: [
        { id: 'accelerator.power', value: tdp.value, unit: 'W', source: tdp.source, note: 'TDP' },
      ],
    };
  }
  const modelled = powerModel?.(accelerator);
  if (modelled === undefined)
    throw new Problem(`the power of ${accelerator.name} is not known; expected --power WATTS`);
  return { power: modelled.watts, assumptions: modelled.assumptions };
};

const positive = (value: number, what: string, unit: string): void => {
  if (!Number.isFinite(value) || value <= 0)
    throw new Problem(`${what} of ${value} ${unit} cannot be; expected more than 0`);
};

interface EmbodiedShare {
  readonly carbon: Range<GramsCO2e>;
  readonly held: HeldHardware;
  readonly assumptions: readonly Assumption[];
}

const embodiedShare = (request: AccountRequest, shares: ResolvedShares): EmbodiedShare | undefined => {
  const { accelerator, hours } = request;
  if (accelerator === undefined || hours === undefined) return undefined;
  const own = embodiedOf(accelerator);
  if (own === undefined) return undefined;
  const server = serverShareOf(accelerator);
  const lifetime = resolveLifetime(request);
  const utilization = resolveUtilization(request);
  const both = addCarbon(own.perDevice, server.perDevice);
  const building = shares.building(both);
  return {
    carbon: amortise(
      building === undefined ? both : addCarbon(both, building),
      hoursOf(hours),
      lifetime.value,
      utilization.value,
    ),
    held: {
      perDevice: {
        accelerator: own.perDevice,
        server: server.perDevice,
        ...(building === undefined ? {} : { building }),
      },
      deviceSeconds: exactly(hoursOf(hours)),
      lifetime: lifetime.value,
      utilization: utilization.value,
    },
    assumptions: [
      ...own.assumptions,
      ...server.assumptions,
      ...(building === undefined ? [] : [buildingAssumption(building)]),
      ...lifetime.assumptions,
      ...utilization.assumptions,
    ],
  };
};
