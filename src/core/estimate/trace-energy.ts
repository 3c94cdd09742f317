import { facilityEnergy, operationalCarbon } from '../carbon/operational';
import { resolveIntensity } from '../carbon/grid/intensity';
import { resolveShares } from '../carbon/dsi';
import { resolvePue } from '../carbon/site';
import type { Accelerator } from '../hardware/accelerator';
import { hostShareOf, powerOf } from '../hardware/power';
import type { EnergyReport, PowerCounter } from '../traces/analysis/energy';
import { ofBoards } from '../traces/analysis/power-counters';
import type { Trace } from '../traces/columns';
import { toWorkload } from '../traces/to-workload';
import { usedDevices } from '../traces/used-devices';
import type { Assumption } from '../units/provenance';
import {
  type GramsCO2e,
  type Joules,
  joules,
  type Seconds,
  seconds,
  type Watts,
  watts,
} from '../units/quantity';
import { exactly, mapRange, type Range } from '../units/range';
import { carbonBasis, carbonOf, facilityOf } from './carbon';
import type { Deployment } from './deployment';
import { boardEnergy } from './trace';

/** Where a recording ran. What is absent takes the default, and the assumptions list it. */
export type Place = Pick<
  Deployment,
  | 'zone'
  | 'intensity'
  | 'year'
  | 'pue'
  | 'utilization'
  | 'lifetime'
  | 'basis'
  | 'networkShare'
  | 'storageShare'
  | 'buildingShare'
>;

/** Energy and carbon of what was recorded, all of its accelerators together. */
export interface TraceEnergy extends EnergyReport {
  /** By power counters in the trace, or from what its kernels did and the part's power model. */
  readonly basis: 'measured' | 'estimated';
  /** Id of the catalogue; absent where the trace's device is not in it. */
  readonly accelerator?: string;
  readonly devices: number;
  /** From the first event to the last. */
  readonly seconds: Seconds;
  /** Of the boards. */
  readonly joules: Range<Joules>;
  readonly averageWatts: Range<Watts>;
  /** At the meter of the site: boards, hosts where the part is known, and PUE. */
  readonly facilityJoules: Range<Joules>;
  readonly carbon: {
    readonly operational: Range<GramsCO2e>;
    /** Absent where nothing is published of the part. */
    readonly embodied?: Range<GramsCO2e>;
    readonly total?: Range<GramsCO2e>;
  };
  readonly assumptions: readonly Assumption[];
}

/** Why nothing can be said, in one sentence. */
export interface EnergyUnknown {
  readonly unknown: string;
}

/** The boards' mean power over the samples, held for the whole recording. */
const measured = (
  boards: readonly PowerCounter[],
  span: number,
): { readonly energy: Range<Joules>; readonly assumptions: readonly Assumption[] } => {
  const power = boards.reduce((sum, { averageWatts }) => sum + averageWatts, 0);
  const covered = Math.min(...boards.map((counter) => counter.seconds / span));
  return {
    energy: exactly(joules(power * span)),
    assumptions: [
      {
        id: 'trace.power',
        value: power,
        unit: 'W',
        source: `measured: ${boards.map(({ counter }) => counter).join(', ')}`,
        note: `mean over samples that cover ${Math.round(Math.min(1, covered) * 100)} % of the recording`,
      },
    ],
  };
};

const NOTHING_RAN =
  'the trace has no power counters, and nothing ran on a device in it, so that there is no power model to go by';

/**
 * Energy as power counters in the trace measured it, else estimated: the activity of each kernel class through the part's
 * power model, and idle power while nothing ran. Carbon as for every estimate: hosts, PUE, grid, embodied.
 * @param part that the trace was recorded on, where the catalogue has it
 * @throws Problem for a zone, PUE or lifetime that cannot be
 */
export const traceEnergy = (
  trace: Trace,
  report: EnergyReport | undefined,
  part: Accelerator | undefined,
  place: Place = {},
): TraceEnergy | EnergyUnknown => {
  const counters = report?.counters ?? [];
  const boards = ofBoards(counters, ({ counter }) => counter);
  const workload = toWorkload([trace]);
  const span = workload.spanSeconds ?? 0;
  const devices = Math.max(1, usedDevices(trace).length);
  const { deviceName } = workload.source;
  if (trace.metadata.untimed !== undefined) return { unknown: 'the trace has no times, so no energy' };
  const found =
    boards.length > 0 && span > 0
      ? { basis: 'measured' as const, ...measured(boards, span) }
      : estimated(workload, part, devices);
  if (found === undefined) {
    const ran = workload.phases.some(({ operators }) =>
      operators.some(({ measured: times }) => times?.deviceSeconds !== undefined),
    );
    if (!ran) return { unknown: NOTHING_RAN };
    const why =
      part === undefined && deviceName === undefined
        ? 'does not tell its device'
        : `the power of ${part?.id ?? `'${deviceName ?? ''}'`} is not known`;
    return {
      unknown: `the trace has no power counters, and ${why}; describe it in .wattlens/hardware, or name a part with --on at the prompt`,
    };
  }
  const { basis, energy } = found;
  const site = part === undefined ? siteAlone(energy, place) : sitedOn(part, energy, span * devices, place);
  return {
    basis,
    ...(part === undefined ? {} : { accelerator: part.id }),
    devices,
    seconds: seconds(span),
    joules: energy,
    averageWatts: mapRange(energy, (value) => watts(span === 0 ? 0 : value / span)),
    counters,
    ...site,
    assumptions: [...found.assumptions, ...site.assumptions],
  };
};

const estimated = (
  workload: ReturnType<typeof toWorkload>,
  part: Accelerator | undefined,
  devices: number,
): { basis: 'estimated'; energy: Range<Joules>; assumptions: readonly Assumption[] } | undefined => {
  const power = part === undefined ? undefined : powerOf(part);
  const ran = workload.phases.some(({ operators }) =>
    operators.some(({ measured: times }) => (times?.deviceSeconds ?? 0) > 0),
  );
  if (part === undefined || power === undefined || !ran) return undefined;
  const board = boardEnergy(workload, part);
  if (board === undefined) return undefined;
  return {
    basis: 'estimated',
    energy: mapRange(board, (one) => joules(one * devices)),
    assumptions: power.assumptions,
  };
};

type Sited = Pick<TraceEnergy, 'facilityJoules' | 'carbon' | 'assumptions'>;

const sitedOn = (part: Accelerator, energy: Range<Joules>, deviceSeconds: number, place: Place): Sited => {
  const site = carbonBasis(part, { ...place, accelerator: part.id, count: 1 });
  const host = hostShareOf(part);
  const at = (bound: 'low' | 'mid' | 'high'): Joules =>
    joules(energy[bound] + host.watts[bound] * deviceSeconds);
  const facility = facilityOf({ low: at('low'), mid: at('mid'), high: at('high') }, site);
  const { operational, embodied, total } = carbonOf(facility, exactly(seconds(deviceSeconds)), 1, site);
  return {
    facilityJoules: facility,
    carbon: {
      operational: operational ?? operationalCarbon(facility, site.intensity),
      ...(embodied === undefined ? {} : { embodied }),
      ...(total === undefined ? {} : { total }),
    },
    assumptions: [host.assumption, ...site.assumptions],
  };
};

/** Of a part that is not known: what was measured, without the host, and nothing embodied. */
const siteAlone = (energy: Range<Joules>, place: Place): Sited => {
  const [pue, grid, shares] = [resolvePue(place), resolveIntensity(place), resolveShares(place)];
  const facility = facilityEnergy(
    mapRange(energy, (boards) => joules(boards * shares.energyFactor)),
    pue.value,
  );
  return {
    facilityJoules: facility,
    carbon: { operational: operationalCarbon(facility, grid.intensity) },
    assumptions: [...pue.assumptions, ...grid.assumptions, ...shares.assumptions],
  };
};
