import { communicationSeconds } from '../cluster/communication';
import { shard } from '../cluster/shard';
import type { Deployment } from '../estimate/deployment';
import { divisionAt, siteOf } from '../estimate/site';
import { catalogue } from '../hardware/catalogue/index';
import { matchDevice } from '../hardware/find';
import type { Catalogue } from '../hardware/load';
import { timeOf } from '../hardware/performance/time';
import { Problem } from '../problem';
import type { OperatorCategory } from '../workload/category';
import type { Workload } from '../workload/workload';

/** Device seconds of some kernels in one step, as predicted from the config and as measured in the trace. */
export interface Against {
  /** Absent where the config has no such operators. */
  readonly predicted?: number;
  /** Absent where the trace has none. */
  readonly measured?: number;
  /** predicted / measured − 1; absent where either is. */
  readonly difference?: number;
}

/**
 * What kernels wait for. An operator of a config may be several kernels of other categories in a trace (a normalisation is
 * powers, means and products), but not of another class.
 */
export type KernelClass = 'matmul' | 'convolution' | 'attention' | 'memory-bound' | 'collective' | 'host';

export interface ClassAgainst extends Against {
  readonly class: KernelClass;
}

export interface CategoryAgainst extends Against {
  readonly category: OperatorCategory;
}

const classOf = (category: OperatorCategory): KernelClass => {
  switch (category) {
    case 'linear':
      return 'matmul';
    case 'convolution':
    case 'attention':
      return category;
    case 'communication':
      return 'collective';
    case 'dataloading':
    case 'synchronisation':
      return 'host';
    default:
      return 'memory-bound';
  }
};

/** A config's run beside one step of a trace of it. */
export interface AgainstTrace {
  readonly config: string;
  readonly trace: string;
  readonly accelerator: string;
  readonly count: number;
  readonly engine: string;
  /** Profiler steps that the measured times are the mean of; 1 where the recording has none. */
  readonly steps: number;
  /** Device seconds left out, of kernels launched before the recording began. Absent where there are none. */
  readonly earlier?: number;
  /** Longest measured first. */
  readonly classes: readonly ClassAgainst[];
  readonly categories: readonly CategoryAgainst[];
  readonly total: Against;
}

type Sums<K = OperatorCategory> = ReadonlyMap<K, number>;

/** Kernels alone: what an engine adds to a collective is none of theirs. */
const NOTHING_ADDED = { collective: 0, dispatch: 0 };

/** Times of a config's kernels by class: gaps between kernels are no kernel's. */
const predictedBy = (workload: Workload, deployment: Deployment, parts: Catalogue) => {
  const site = siteOf(deployment, parts);
  const parallelism = divisionAt(workload, site);
  const sums = new Map<OperatorCategory, number>();
  const add = (category: OperatorCategory, seconds: number): void => {
    if (seconds > 0) sums.set(category, (sums.get(category) ?? 0) + seconds);
  };
  for (const { operators, repeats } of workload.phases) {
    for (const operator of operators) {
      const { seconds, gaps, copies } = timeOf(shard(operator, parallelism), site.machine);
      add(operator.category, (seconds - gaps - copies) * repeats);
      add('memory', copies * repeats);
    }
    add('communication', communicationSeconds(operators, parallelism, site.network, NOTHING_ADDED) * repeats);
  }
  return { sums, accelerator: site.machine.part.id, engine: site.machine.engine.id };
};

const measuredBy = ({ phases, units }: Workload): Sums => {
  const sums = new Map<OperatorCategory, number>();
  for (const { operators } of phases)
    for (const { category, measured } of operators) {
      const seconds = (measured?.deviceSeconds ?? 0) - (measured?.earlierSeconds ?? 0);
      if (seconds > 0) sums.set(category, (sums.get(category) ?? 0) + seconds / units);
    }
  return sums;
};

/** Device seconds of what was launched before the recording began, by a step that it does not hold. */
const earlierIn = ({ phases }: Workload): number =>
  phases
    .flatMap(({ operators }) => operators)
    .reduce((all, { measured }) => all + (measured?.earlierSeconds ?? 0), 0);

const beside = (predicted: number | undefined, measured: number | undefined): Against => ({
  ...(predicted === undefined ? {} : { predicted }),
  ...(measured === undefined ? {} : { measured }),
  ...(predicted === undefined || measured === undefined ? {} : { difference: predicted / measured - 1 }),
});

const byClass = (sums: Sums): Sums<KernelClass> => {
  const classes = new Map<KernelClass, number>();
  for (const [category, seconds] of sums) {
    const name = classOf(category);
    classes.set(name, (classes.get(name) ?? 0) + seconds);
  }
  return classes;
};

/** Longest measured first. */
const rowsOf = <K>(predicted: Sums<K>, measured: Sums<K>): readonly (readonly [K, Against])[] =>
  [...new Set([...measured.keys(), ...predicted.keys()])]
    .map((key) => [key, beside(predicted.get(key), measured.get(key))] as const)
    .sort(([, a], [, b]) => (b.measured ?? 0) - (a.measured ?? 0) || (b.predicted ?? 0) - (a.predicted ?? 0));

const sum = (values: Sums): number => [...values.values()].reduce((all, value) => all + value, 0);

/** Times of a trace are of PyTorch kernels that nothing fused, unless the user says otherwise. */
const ENGINE = 'transformers';

/** The part a trace was recorded on, and how many of them. @throws Problem where it does not say, or nobody knows it. */
export const recordedHardware = (
  { name, source: { deviceName, deviceCount = 1 } }: Workload,
  parts: Catalogue,
): Pick<Deployment, 'accelerator' | 'count'> => {
  const part = deviceName === undefined ? undefined : matchDevice(parts, deviceName);
  if (part === undefined)
    throw new Problem(
      `${name} ${deviceName === undefined ? 'does not say which device it was recorded on' : `was recorded on '${deviceName}', which is no part of the catalogue`}; name the accelerator with --on`,
    );
  return { accelerator: part.id, count: deviceCount };
};

/**
 * A config's run, class of operators by class, beside a trace of that model. Without a deployment on the trace's own device.
 * Throws a Problem for a trace without device times, or a deployment that cannot be.
 */
export const againstTrace = (
  model: Workload,
  trace: Workload,
  deployment: Omit<Deployment, 'accelerator' | 'count'> & Partial<Deployment>,
  parts: Catalogue = catalogue(),
): AgainstTrace => {
  const measured = measuredBy(trace);
  if (measured.size === 0)
    throw new Problem(
      `${trace.name} has no times of a device; record it with the profiler's CUDA activities`,
    );
  const { accelerator, count = 1 } = deployment;
  const place = accelerator === undefined ? recordedHardware(trace, parts) : { accelerator, count };
  const wanted = { engine: ENGINE, ...deployment, ...place };
  const predicted = predictedBy(model, wanted, parts);
  const earlier = earlierIn(trace);
  return {
    config: model.name,
    trace: trace.name,
    accelerator: predicted.accelerator,
    count: place.count,
    engine: predicted.engine,
    steps: trace.units,
    ...(earlier === 0 ? {} : { earlier }),
    classes: rowsOf(byClass(predicted.sums), byClass(measured)).map(([name, row]) => ({
      class: name,
      ...row,
    })),
    categories: rowsOf(predicted.sums, measured).map(([category, row]) => ({ category, ...row })),
    total: beside(sum(predicted.sums), sum(measured)),
  };
};
