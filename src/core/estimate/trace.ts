import { attributed } from '../carbon/attribution/attribute';
import type { Accelerator } from '../hardware/accelerator';
import { findAccelerator, matchDevice } from '../hardware/find';
import type { Catalogue } from '../hardware/load';
import { type Machine, machineOf } from '../hardware/performance/machine';
import { hostShareOf, powerOf } from '../hardware/power';
import { Problem } from '../problem';
import type { Assumption } from '../units/provenance';
import { joules, type Joules, seconds, type Seconds, watts } from '../units/quantity';
import type { Range } from '../units/range';
import type { Phase, Workload } from '../workload/workload';
import { machineAssumptions } from './assumptions';
import { carbonBasis, carbonOf, facilityOf } from './carbon';
import type { Deployment } from './deployment';
import { earlierAssumptions, withoutEarlier } from './earlier';
import type { Bound, Estimate, PhaseEstimate } from './estimate-types';
import { linksUsed } from './links-used';
import { priceOf } from './price';
import { activityOf, projectedSeconds } from './project-trace';

/** Whether the recording tells how long anything took. */
const isTimed = ({ phases }: Workload): boolean =>
  phases.some(({ operators }) =>
    operators.some(
      ({ measured }) => measured?.deviceSeconds !== undefined || measured?.hostSeconds !== undefined,
    ),
  );

const ranOnDevice = ({ phases }: Workload): boolean =>
  phases.some(({ operators }) => operators.some(({ measured }) => measured?.deviceSeconds !== undefined));

/** The part a trace was recorded on. Throws a Problem that quotes the trace's own name for it. */
const recordedOn = (workload: Workload, parts: Catalogue): Machine => {
  const { recordDevice } = workload.source;
  const how = recordDevice === undefined ? '' : `; ${recordDevice}`;
  if (!ranOnDevice(workload))
    throw new Problem(
      `${workload.name} has no work of an accelerator, so there is nothing to scale to another${how}`,
    );
  const name = workload.source.deviceName;
  const part = name === undefined ? undefined : matchDevice(parts, name);
  if (part !== undefined) return machineOf(part);
  throw new Problem(
    name === undefined
      ? `${workload.name} does not say which device it was recorded on, so its kernels cannot be scaled`
      : `${workload.name} was recorded on '${name}', which is no part of the catalogue, so its kernels cannot be scaled; a file in .wattlens/hardware can add it with that device name`,
  );
};

interface Projected {
  readonly phase: Phase;
  readonly device: Range<number>;
  /** Device time by what it waits for. */
  readonly bound: Bound;
  /** Joules of one board over the device time and the waiting, where its power is known. */
  readonly energy?: Range<number>;
  readonly wall: Range<number>;
}

const BOUNDS: Readonly<Record<string, Bound>> = {
  linear: 'compute',
  convolution: 'compute',
  attention: 'compute',
  communication: 'network',
  dataloading: 'launch',
  synchronisation: 'launch',
};

/** @param busy of the span, in seconds; absent where it is not known apart from the sum of kernels */
const project = (
  phase: Phase,
  span: number,
  busy: number | undefined,
  from: Machine,
  to: Machine,
): Projected => {
  const own = from.part.id === to.part.id;
  let measured = 0;
  const device = { low: 0, mid: 0, high: 0 };
  const power = powerOf(to.part);
  const energy = { low: 0, mid: 0, high: 0 };
  const byBound = new Map<Bound, number>();
  for (const operator of phase.operators) {
    measured += operator.measured?.deviceSeconds ?? 0;
    const time = projectedSeconds(operator, from, to);
    device.low += time.low;
    device.mid += time.mid;
    device.high += time.high;
    const bound = BOUNDS[operator.category] ?? 'memory';
    byBound.set(bound, (byBound.get(bound) ?? 0) + time.mid);
    const drawn = power?.at(activityOf(operator, time.mid, to));
    if (drawn === undefined) continue;
    energy.low += drawn.low * time.low;
    energy.mid += drawn.mid * time.mid;
    energy.high += drawn.high * time.high;
  }
  // Kernels of several streams overlap: their sum may exceed the time the device was busy.
  const ran = Math.min(span, busy ?? measured);
  const overlap = measured > ran ? ran / measured : 1;
  const waiting = Math.max(0, span - measured * overlap);
  const wall = own
    ? { low: span, mid: span, high: span }
    : {
        low: waiting + device.low * overlap,
        mid: waiting + device.mid * overlap,
        high: waiting + device.high * overlap,
      };
  const heaviest = [...byBound].reduce<readonly [Bound, number]>(
    (a, b) => (b[1] > a[1] ? b : a),
    ['launch', waiting],
  );
  return {
    phase,
    device,
    bound: heaviest[0],
    wall,
    ...(power === undefined
      ? {}
      : {
          energy: {
            low: energy.low * overlap + power.idle.low * waiting,
            mid: energy.mid * overlap + power.idle.mid * waiting,
            high: energy.high * overlap + power.idle.high * waiting,
          },
        }),
  };
};

const deviceSecondsOf = (phase: Phase): number =>
  phase.operators.reduce((sum, { measured }) => sum + (measured?.deviceSeconds ?? 0), 0);

const projectAll = (workload: Workload, from: Machine, to: Machine): readonly Projected[] => {
  const total = workload.phases.reduce((sum, phase) => sum + deviceSecondsOf(phase), 0);
  const span = workload.spanSeconds ?? total;
  return workload.phases.map((phase) => {
    const share = total === 0 ? 1 / workload.phases.length : deviceSecondsOf(phase) / total;
    const busy = workload.busySeconds;
    return project(phase, span * share, busy === undefined ? undefined : busy * share, from, to);
  });
};

/** Joules of one board over a measured run, by its power model; undefined where the part's power is not known. */
export const boardEnergy = (workload: Workload, part: Accelerator): Range<Joules> | undefined => {
  if (powerOf(part) === undefined) return undefined;
  const machine = machineOf(part);
  const parts = projectAll(workload, machine, machine);
  const at = (bound: 'low' | 'mid' | 'high'): Joules =>
    joules(parts.reduce((sum, { energy }) => sum + (energy?.[bound] ?? 0), 0));
  return { low: at('low'), mid: at('mid'), high: at('high') };
};

/**
 * A measured run on a part. On the device it was recorded on the measured times stand; on another each kernel's time is
 * scaled by the ratio of the two rooflines for its class, and the time in which no kernel ran is kept as it was. Kernels
 * that were launched before the recording began are left out, and told.
 * Throws a Problem where the trace's device is not in the catalogue, or a division is asked for.
 */
export const estimateTrace = (recording: Workload, deployment: Deployment, parts: Catalogue): Estimate => {
  const { workload, earlier } = withoutEarlier(recording);
  const part = findAccelerator(parts, deployment.accelerator);
  const asked = deployment.parallelism ?? {};
  if ([asked.tensor, asked.pipeline, asked.expert].some((ways) => (ways ?? 1) > 1))
    throw new Problem(
      `${workload.name} is a trace: how its model is divided is part of what was measured and cannot be changed`,
    );
  const { count } = deployment;
  if (!Number.isInteger(count) || count < 1)
    throw new Problem(`the number of accelerators is ${count}; it should be a whole number of 1 or more`);
  if (workload.phases.every(({ operators }) => operators.length === 0))
    throw new Problem(
      `${workload.name} has no operators and nothing that ran on a device, so there is nothing to scale`,
    );
  // Nor are they told by shapes: of recordings with both, the operators whose shapes tell their work come to 0.2 to 63 % of
  // the device time by the roofline, for much of it is in others and small kernels are far from its rates.
  if (!isTimed(workload))
    throw new Problem(
      `${workload.name} has no times, so there is nothing to scale: it tells what ran, not how long; link it with its Kineto trace (chakra_trace_link), or estimate the model's config`,
    );
  const from = recordedOn(workload, parts);
  const to = machineOf(part);
  const projected = projectAll(workload, from, to);
  const sum = <Q extends number>(
    pick: (phase: Projected) => Range<number> | undefined,
    unit: (value: number) => Q,
  ): Range<Q> => {
    const at = (bound: 'low' | 'mid' | 'high'): Q =>
      unit(projected.reduce((all, phase) => all + (pick(phase)?.[bound] ?? 0), 0));
    return { low: at('low'), mid: at('mid'), high: at('high') };
  };
  const time: Range<Seconds> = sum(({ wall }) => wall, seconds);
  const power = powerOf(part);
  const scale = (one: Range<Joules>): Range<Joules> => ({
    low: joules(one.low * count),
    mid: joules(one.mid * count),
    high: joules(one.high * count),
  });
  const energy = power === undefined ? undefined : scale(sum((phase) => phase.energy, joules));
  const host = hostShareOf(part);
  const basis = carbonBasis(part, deployment);
  const facility =
    energy === undefined
      ? undefined
      : facilityOf(
          {
            low: joules(energy.low + host.watts.low * count * time.low),
            mid: joules(energy.mid + host.watts.mid * count * time.mid),
            high: joules(energy.high + host.watts.high * count * time.high),
          },
          basis,
        );
  const perUnit = (whole: Range<Joules>) => ({
    joulesPerUnit: joules(whole.mid / workload.units),
    averageWatts: watts(time.mid === 0 ? 0 : whole.mid / time.mid),
  });
  const held: Range<Seconds> = {
    low: seconds(time.low * count),
    mid: seconds(time.mid * count),
    high: seconds(time.high * count),
  };
  return {
    workload: { name: workload.name, kind: workload.source.kind, unit: workload.unit },
    deployment: { ...deployment, accelerator: part.id },
    fits: true,
    phases: projected.map(({ phase, wall, bound, energy: board }): PhaseEstimate => ({
      name: phase.name,
      repeats: phase.repeats,
      seconds: seconds(wall.mid),
      secondsRange: { low: seconds(wall.low), mid: seconds(wall.mid), high: seconds(wall.high) },
      ...(board === undefined ? {} : { joules: joules(board.mid * count) }),
      bound,
    })),
    latency: { request: time.mid },
    throughput: { unitsPerSecond: workload.units / time.mid, unit: workload.unit },
    ...(energy === undefined ? {} : { energy: perUnit(energy) }),
    ...(facility === undefined ? {} : { facility: perUnit(facility) }),
    carbon: carbonOf(facility, held, workload.units, basis),
    ...(energy === undefined ? {} : { edp: energy.mid * time.mid }),
    ...linksUsed(part, count),
    ...priceOf(deployment, time.mid, workload.units),
    assumptions: attributed([
      provenance(workload, from, to),
      ...earlierAssumptions(earlier),
      ...(from.part.id === to.part.id
        ? []
        : machineAssumptions(to, workload).filter(({ id }) => !id.startsWith('engine'))),
      ...(power?.assumptions ?? []),
      host.assumption,
      ...basis.assumptions,
    ]),
  };
};

const provenance = (workload: Workload, from: Machine, to: Machine): Assumption => ({
  id: 'trace.device',
  value: from.part.id,
  unit: '',
  source: `recorded on '${workload.source.deviceName ?? 'unknown'}'`,
  note:
    from.part.id === to.part.id
      ? 'measured times stand'
      : `each kernel scaled to ${to.part.id} by the roofline of its class; time without kernels kept as measured`,
});
