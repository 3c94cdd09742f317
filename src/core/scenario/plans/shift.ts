import { elsewhere } from '../../carbon/grid/elsewhere';
import { chooseStart, type IntensityProfile, type Start } from '../../carbon/grid/profile';
import { operationalCarbon } from '../../carbon/operational';
import { Problem } from '../../problem';
import {
  type GramsCO2e,
  grams,
  type GramsPerJoule,
  hours,
  JOULES_PER_KILOWATT_HOUR,
  type Seconds,
} from '../../units/quantity';
import { exactly, type Range } from '../../units/range';
import { jobOf, type PlanSubject } from './subject';

/** The same job in other places, and at other hours. */
export interface ShiftPlan {
  /** Zones or cloud regions. */
  readonly zones?: readonly string[];
  /** CSV of times and intensities, relative to the scenario. */
  readonly profile?: string;
  /** Length of the job; as estimated unless said. */
  readonly hours?: number;
}

export interface PlaceChoice {
  readonly zone: string;
  readonly name: string;
  readonly gramsPerKilowattHour: number;
  readonly pue: number;
  readonly operational: Range<GramsCO2e>;
  readonly source: string;
}

export interface HourChoice {
  /** `first` is at once, `mean` any time. */
  readonly start: 'first' | 'best' | 'worst' | 'mean';
  /** ISO 8601, UTC; absent for the mean. */
  readonly at?: string;
  readonly gramsPerKilowattHour: number;
  readonly operational: Range<GramsCO2e>;
}

export interface ShiftReport {
  readonly plan: 'shift';
  readonly requests: number;
  readonly seconds: Seconds;
  /** Joules of the IT equipment. */
  readonly itJoules: Range<number>;
  /** Least first; the job's own place is among them. */
  readonly zones?: readonly PlaceChoice[];
  readonly hours?: readonly HourChoice[];
}

/**
 * Operational carbon of the whole job in other zones, at each one's own PUE unless one is given, and when it is best and
 * worst started by a user's profile of the grid, at constant power.
 * @param profile What the CSV says, read.
 * @throws Problem where neither is asked for, for an unknown zone, or a job longer than the profile.
 */
export const shiftOf = (
  subject: PlanSubject,
  { zones, hours: length }: ShiftPlan,
  profile?: IntensityProfile,
): ShiftReport => {
  if (zones === undefined && profile === undefined) {
    throw new Problem(
      'neither zones nor a profile are given; expected zones such as FR, SE and aws:us-west-2, or a CSV of the grid’s intensity by the hour',
    );
  }
  const job = jobOf(subject);
  const duration = length === undefined ? job.duration : hours(length);
  const { deployment } = subject;
  const places = zones === undefined ? undefined : [...new Set([...own(deployment.zone), ...zones])];
  const { pue, year } = deployment;
  return {
    plan: 'shift',
    requests: subject.requests,
    seconds: duration,
    itJoules: job.itEnergy,
    ...(places === undefined
      ? {}
      : {
          zones: elsewhere(job.itEnergy, places, { pue, year }).map(
            ({ zone, grid, pue: site, operational }) => ({
              zone,
              name: grid.region?.name ?? grid.zone?.name ?? zone,
              gramsPerKilowattHour: grid.intensity.mid * JOULES_PER_KILOWATT_HOUR,
              pue: site.mid,
              operational,
              source: grid.source,
            }),
          ),
        }),
    ...(profile === undefined ? {} : { hours: hoursOf(chooseStart(profile, duration), job.energy) }),
  };
};

const own = (zone: string | undefined): readonly string[] => (zone === undefined ? [] : [zone]);

const hoursOf = (
  { first, best, worst, mean }: ReturnType<typeof chooseStart>,
  energy: Parameters<typeof operationalCarbon>[0],
): readonly HourChoice[] => {
  const at = (intensity: GramsPerJoule) => ({
    gramsPerKilowattHour: intensity * JOULES_PER_KILOWATT_HOUR,
    operational: operationalCarbon(energy, exactly(intensity)),
  });
  const choice = (start: 'first' | 'best' | 'worst', { at: time, intensity }: Start): HourChoice => ({
    start,
    at: new Date(time).toISOString(),
    ...at(intensity),
  });
  return [
    choice('first', first),
    choice('best', best),
    choice('worst', worst),
    { start: 'mean', ...at(mean) },
  ];
};

/** What the best start saves of the carbon of starting at once. */
export const savedByWaiting = ({ hours: choices }: ShiftReport): GramsCO2e | undefined => {
  const of = (start: HourChoice['start']) => choices?.find((one) => one.start === start)?.operational.mid;
  const [first, best] = [of('first'), of('best')];
  return first === undefined || best === undefined ? undefined : grams(first - best);
};
