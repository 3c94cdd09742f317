import { type Command, InvalidArgumentError } from 'commander';
import { isSplit, type SplitName, SPLITS } from '../core/carbon/life/whole-life';
import { type LifePlan, TRAINING_TIMES, type TrainingTime } from '../core/scenario/life';
import type { PlanOptions } from '../core/scenario/plans/index';
import type { PlanId } from '../core/scenario/plans/names';
import type { Scenario } from '../core/scenario/scenario';
import { type Dtype, DTYPES, isDtype } from '../core/workload/dtype';
import { amount, axis, hardwareListOf, hardwareOf } from './flags';

/** What plans are told at the prompt; a scenario's section says the rest. */
export interface PlanFlags {
  readonly requests?: number;
  readonly requestsPerUser?: number;
  readonly zones?: readonly string[];
  readonly profile?: string;
  readonly jobHours?: number;
  readonly years?: number;
  readonly trainingTokens?: number;
  readonly trainingTime?: TrainingTime;
  readonly trainingBatch?: number;
  readonly trainingSequence?: number;
  readonly mfu?: number;
  readonly overhead?: number;
  readonly retrainings?: number;
  readonly requestsPerDay?: number;
  readonly growth?: number;
  readonly split?: SplitName;
  readonly replaces?: string;
  readonly utilizations?: readonly number[];
  readonly layers?: readonly number[];
  readonly width?: readonly number[];
  readonly heads?: readonly number[];
  readonly hardware?: string;
  readonly dtypes?: readonly Dtype[];
  readonly tokens?: number;
}

const list = (text: string): readonly string[] =>
  text.split(',').map((one) => {
    if (one.trim() === '') throw new InvalidArgumentError('expected values with commas between');
    return one.trim();
  });
const numbers = (text: string): readonly number[] => list(text).map(amount);
const whole = (text: string): number => {
  const value = amount(text);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new InvalidArgumentError('expected a whole number of at least 1');
  return value;
};
const growth = (text: string): number => {
  const value = text.trim() === '' ? NaN : Number(text);
  if (!(value > -1))
    throw new InvalidArgumentError('expected more than -1, such as 0.5 for half as much again');
  return value;
};
const dtypes = (text: string): readonly Dtype[] =>
  list(text).map((one) => {
    if (!isDtype(one)) throw new InvalidArgumentError(`expected some of ${DTYPES.join(', ')}`);
    return one;
  });
const split = (text: string): SplitName => {
  if (!isSplit(text)) throw new InvalidArgumentError(`expected one of ${SPLITS.join(', ')}`);
  return text;
};
const trainingTime = (text: string): TrainingTime => {
  const found = TRAINING_TIMES.find((time) => time === text);
  if (found === undefined) throw new InvalidArgumentError(`expected ${TRAINING_TIMES.join(' or ')}`);
  return found;
};

export const withPlanFlags = (command: Command): Command =>
  command
    .option('--requests <n>', 'requests of the job', whole)
    .option('--requests-per-user <n>', 'rates: requests of one user', amount)
    .option('--zones <zone,…>', 'shift, payback: zones or cloud regions', list)
    .option('--profile <csv>', 'shift: times and gCO2e/kWh at equal steps')
    .option('--job-hours <hours>', 'shift: length of the job, instead of as estimated', amount)
    .option('--years <n>', 'life: years of service', whole)
    .option('--training-tokens <n>', 'life: tokens of one training run', amount)
    .option('--training-time <how>', 'life: mfu, or model for the performance model', trainingTime)
    .option('--training-batch <n>', 'life: sequences in a step of the performance model', whole)
    .option('--training-sequence <tokens>', 'life: tokens of each', whole)
    .option('--mfu <share>', 'life: model FLOPs utilisation of training', amount)
    .option('--overhead <ratio>', 'life: accelerator time over the time that trains', amount)
    .option('--retrainings <n>', 'life: trainings after the first, per year', amount)
    .option('--requests-per-day <n>', 'life: in the first year', amount)
    .option('--growth <share>', 'life: growth of requests from year to year', growth)
    .option('--split <name>', `life: ${SPLITS.join(', ')}`, split)
    .option('--replaces <hardware[:count]>', 'payback: the old hardware')
    .option('--utilizations <share,…>', 'payback: shares of the time in use', numbers)
    .option('--layers <axis>', 'search: numbers of layers, such as 16..32:4 or 16,24', axis)
    .option('--width <axis>', 'search: hidden sizes', axis)
    .option('--heads <axis>', 'search: attention heads', axis)
    .option('--hardware <hardware,…>', 'search: accelerators, with or without a count')
    .option('--dtypes <format,…>', 'search: weight formats', dtypes)
    .option('--tokens <n>', 'search: training tokens, for the accuracy proxy', amount);

const defined = <T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };

/** The scenario's section with the flags over it. @throws Problem for flags that are not enough. */
export const planOptions = (id: PlanId, scenario: Scenario | undefined, flags: PlanFlags): PlanOptions => {
  const { zones } = flags;
  switch (id) {
    case 'rates': {
      const requestsPerUser = flags.requestsPerUser ?? scenario?.traffic?.requestsPerUser;
      return { rates: defined({ requestsPerUser }) };
    }
    case 'shift':
      return {
        shift: { ...scenario?.shift, ...defined({ zones, profile: flags.profile, hours: flags.jobHours }) },
      };
    case 'life':
      return lifeOptions(scenario?.life, flags);
    case 'payback': {
      const replaces =
        flags.replaces === undefined ? scenario?.payback?.replaces : hardwareOf(flags.replaces);
      if (replaces === undefined) return {};
      return {
        payback: { ...scenario?.payback, replaces, ...defined({ zones, utilizations: flags.utilizations }) },
      };
    }
    case 'search': {
      const { layers, width, heads, tokens } = flags;
      const on = flags.hardware === undefined ? undefined : hardwareListOf(flags.hardware);
      return {
        search: {
          ...scenario?.search,
          ...defined({ layers, width, heads, tokens, on, dtypes: flags.dtypes }),
        },
      };
    }
    case 'federated':
      return scenario?.federated === undefined ? {} : { federated: scenario.federated };
  }
};

const lifeOptions = (section: LifePlan | undefined, flags: PlanFlags): PlanOptions => {
  const { trainingTime: how, trainingBatch, trainingSequence, mfu, overhead, requestsPerDay } = flags;
  const years = flags.years ?? section?.years;
  const trainingTokens = flags.trainingTokens ?? section?.trainingTokens;
  if (years === undefined || trainingTokens === undefined) return {};
  return {
    life: {
      ...section,
      years,
      trainingTokens,
      ...defined({
        trainingTime: how,
        trainingBatch,
        trainingSequence,
        mfu,
        overhead,
        requestsPerDay,
        retrainingsPerYear: flags.retrainings,
        growth: flags.growth,
        split: flags.split,
      }),
    },
  };
};
