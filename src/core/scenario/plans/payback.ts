import { breakEven } from '../../carbon/life/break-even';
import { resolveIntensity } from '../../carbon/grid/intensity';
import { resolvePue } from '../../carbon/site';
import { estimate } from '../../estimate/estimate';
import { Problem } from '../../problem';
import { type GramsCO2e, grams, joules, JOULES_PER_KILOWATT_HOUR, type Seconds } from '../../units/quantity';
import { mapRange, type Range } from '../../units/range';
import { carbonInputsOf } from '../../estimate/carbon-inputs';
import { knownInputs, type PlanSubject } from './subject';

/** New hardware, the deployment's, for the work of old hardware. */
export interface PaybackPlan {
  /** What is replaced. */
  readonly replaces: { readonly accelerator: string; readonly count: number };
  readonly zones?: readonly string[];
  /** Shares of the calendar time in which the new hardware is busy. */
  readonly utilizations?: readonly number[];
}

export interface PaybackCell {
  readonly utilization: number;
  /** Absent where nothing is saved; `high` absent where it may never be. */
  readonly seconds?: { readonly low: Seconds; readonly mid: Seconds; readonly high?: Seconds };
}

export interface PaybackReport {
  readonly plan: 'payback';
  readonly old: { readonly accelerator: string; readonly count: number; readonly joulesPerUnit: number };
  readonly new: {
    readonly accelerator: string;
    readonly count: number;
    readonly joulesPerUnit: number;
    readonly unitsPerSecond: number;
  };
  readonly unit: string;
  /** Of all the new hardware with its servers. */
  readonly embodied: Range<GramsCO2e>;
  readonly zones: readonly {
    readonly zone: string;
    readonly name: string;
    readonly gramsPerKilowattHour: number;
    readonly cells: readonly PaybackCell[];
  }[];
}

const USUAL: readonly number[] = [0.1, 0.25, 0.5, 0.75, 1];
const WORLD = 'WORLD';

/**
 * After how long the energy that new hardware saves in the old one's work has paid back the carbon of making it, by zone
 * and by the share of time in which it is busy. Energies are of the IT equipment times each zone's PUE.
 * @throws Problem for an unknown part or zone, a share outside 0 … 1, or a part whose energy or making is not known.
 */
export const paybackOf = (
  subject: PlanSubject,
  { replaces, zones, utilizations = USUAL }: PaybackPlan,
): PaybackReport => {
  const wrong = utilizations.find((share) => !(share > 0 && share <= 1));
  if (wrong !== undefined)
    throw new Problem(
      `a utilization of ${wrong} cannot be; expected shares above 0 and up to 1, such as 0.5`,
    );
  const { workload, deployment, parts, estimate: fresh } = subject;
  const { parallelism: _, ...site } = deployment;
  const old = estimate(workload, { ...site, ...replaces }, parts);
  const before = carbonInputsOf(old);
  const { itEnergy, hardware } = knownInputs(subject);
  if (before === undefined)
    throw new Problem(
      `the power of ${replaces.accelerator} is not published; expected a part with a known TDP`,
    );
  if (hardware === undefined)
    throw new Problem(
      `the embodied carbon of ${deployment.accelerator} is not known; expected a part with a published die or footprint`,
    );
  const { count } = fresh.deployment;
  const perDevice = Object.values(hardware.perDevice);
  const sum = (bound: 'low' | 'mid' | 'high') =>
    grams(count * perDevice.reduce((total, range) => total + range[bound], 0));
  const embodied = { low: sum('low'), mid: sum('mid'), high: sum('high') };
  const { unitsPerSecond, unit } = fresh.throughput;
  const cellsIn = (zone: string): PaybackReport['zones'][number] => {
    const grid = resolveIntensity(
      zone === deployment.zone || zone === WORLD ? deployment : { zone, year: deployment.year },
    );
    const pue = resolvePue(zone === WORLD ? deployment : { pue: deployment.pue, zone }).value.mid;
    return {
      zone,
      name: grid.region?.name ?? grid.zone?.name ?? zone,
      gramsPerKilowattHour: mapRange(grid.intensity, (each) => each * JOULES_PER_KILOWATT_HOUR).mid,
      cells: utilizations.map((utilization): PaybackCell => {
        const time = breakEven(
          {
            oldEnergy: joules(before.itEnergy.mid * pue),
            newEnergy: joules(itEnergy.mid * pue),
            unitsPerSecond,
            embodied,
          },
          { intensity: grid.intensity, utilization },
        );
        return time === undefined || !Number.isFinite(time.mid)
          ? { utilization }
          : {
              utilization,
              seconds: {
                low: time.low,
                mid: time.mid,
                ...(Number.isFinite(time.high) ? { high: time.high } : {}),
              },
            };
      }),
    };
  };
  return {
    plan: 'payback',
    old: {
      accelerator: old.deployment.accelerator,
      count: replaces.count,
      joulesPerUnit: before.itEnergy.mid,
    },
    new: { accelerator: fresh.deployment.accelerator, count, joulesPerUnit: itEnergy.mid, unitsPerSecond },
    unit,
    embodied,
    zones: (zones ?? [deployment.zone ?? WORLD]).map(cellsIn),
  };
};
