import { attributed } from '../carbon/attribution/attribute';
import { catalogue as builtIn } from '../hardware/catalogue/index';
import type { Accelerator } from '../hardware/accelerator';
import type { Catalogue } from '../hardware/load';
import { Problem } from '../problem';
import type { Assumption } from '../units/provenance';
import { bytes, flops, type Joules, joules, seconds, type Seconds, watts } from '../units/quantity';
import type { Range } from '../units/range';
import type { Workload } from '../workload/workload';
import { linksUsed } from './links-used';
import { machineAssumptions } from './assumptions';
import { carbonOf, facilityOf } from './carbon';
import type { Deployment } from './deployment';
import type { Estimate, MemoryEstimate, PhaseEstimate } from './estimate-types';
import { memoryEstimate } from './memory';
import { priceOf } from './price';
import { type PassCost, passCost } from './phase';
import { divisionAt, siteOf } from './site';
import { estimateTrace } from './trace';

/**
 * What a workload does on a deployment: times, power, energy, carbon, and whether it fits. All sequences of the batch are
 * in flight together; throughput is that of steady continuous batching, prefill included.
 * Throws a Problem for an unknown part or engine, a division that cannot be, or a zone nobody knows.
 */
export const estimate = (
  workload: Workload,
  deployment: Deployment,
  parts: Catalogue = builtIn(),
): Estimate => {
  if (workload.units <= 0)
    throw new Problem(
      `${workload.name} yields no ${workload.unit}, so nothing can be said per ${workload.unit}`,
    );
  switch (workload.source.kind) {
    case 'model':
      return estimateModel(workload, deployment, parts);
    case 'trace':
      return estimateTrace(workload, deployment, parts);
  }
};

const estimateModel = (workload: Workload, deployment: Deployment, parts: Catalogue): Estimate => {
  const site = siteOf(deployment, parts);
  const { machine, network, power, host, basis } = site;
  const { part } = machine;
  const { count } = deployment;
  const parallelism = divisionAt(workload, site);

  const passes = workload.phases.map((phase) => ({
    phase,
    cost: passCost(workload, phase, { machine, parallelism, network }),
  }));
  const boards = (cost: PassCost, repeats: number): Range<Joules> | undefined => {
    const drawn = power?.at(cost.activity);
    return drawn === undefined
      ? undefined
      : {
          low: joules(drawn.low * cost.low * repeats * count),
          mid: joules(drawn.mid * cost.seconds * repeats * count),
          high: joules(drawn.high * cost.high * repeats * count),
        };
  };
  const phases = passes.map(({ phase, cost }): PhaseEstimate => {
    const energy = boards(cost, phase.repeats);
    return {
      name: phase.name,
      repeats: phase.repeats,
      seconds: seconds(cost.seconds * phase.repeats),
      secondsRange: {
        low: seconds(cost.low * phase.repeats),
        mid: seconds(cost.seconds * phase.repeats),
        high: seconds(cost.high * phase.repeats),
      },
      ...(energy === undefined ? {} : { joules: energy.mid }),
      bound: cost.bound,
      flops: flops(phase.operators.reduce((sum, operator) => sum + (operator.flops ?? 0), 0) * phase.repeats),
      bytes: bytes(cost.bytes * count * phase.repeats),
    };
  });

  const time = sumRanges(
    phases.map(({ secondsRange }) => secondsRange),
    seconds,
  );
  const energies = passes.flatMap(({ phase, cost }) => boards(cost, phase.repeats) ?? []);
  const energy =
    energies.length === passes.length && power !== undefined ? sumRanges(energies, joules) : undefined;
  const memory = memoryEstimate(workload, part, count, parallelism, deployment.layout);
  const it =
    energy === undefined
      ? undefined
      : {
          low: joules(energy.low + host.watts.low * count * time.low),
          mid: joules(energy.mid + host.watts.mid * count * time.mid),
          high: joules(energy.high + host.watts.high * count * time.high),
        };
  const facility = it === undefined ? undefined : facilityOf(it, basis);
  const perUnit = (whole: Range<Joules>) => ({
    joulesPerUnit: joules(whole.mid / workload.units),
    averageWatts: watts(whole.mid / time.mid),
  });
  const held: Range<Seconds> = {
    low: seconds(time.low * count),
    mid: seconds(time.mid * count),
    high: seconds(time.high * count),
  };

  const latency = latencyOf(passes, parallelism.pipeline, workload.unit === 'token');

  return {
    workload: { name: workload.name, kind: workload.source.kind, unit: workload.unit },
    deployment: { ...deployment, accelerator: part.id, parallelism, engine: machine.engine.id },
    fits: memory?.missing === undefined,
    ...(memory === undefined ? {} : { memory }),
    phases,
    latency,
    throughput: { unitsPerSecond: workload.units / time.mid, unit: workload.unit },
    ...(energy === undefined ? {} : { energy: perUnit(energy) }),
    ...(facility === undefined ? {} : { facility: perUnit(facility) }),
    carbon: carbonOf(facility, held, workload.units, basis),
    ...(energy === undefined ? {} : { edp: (energy.mid / workload.batch) * latency.request }),
    ...linksUsed(part, count),
    ...priceOf(deployment, time.mid, workload.units),
    assumptions: attributed([
      ...(workload.size ?? []),
      ...machineAssumptions(machine, workload),
      ...(memory?.missing === undefined ? [] : needed(memory, part)),
      ...(count > 1 ? network.assumptions : []),
      ...(power?.assumptions ?? [
        {
          id: 'power.tdp',
          value: 'unknown',
          unit: 'W',
          source: 'not published; a file in .wattlens/hardware can add it',
        },
      ]),
      host.assumption,
      ...basis.assumptions,
    ]),
  };
};

/** How many accelerators the workload needs to be resident. */
const needed = ({ total }: MemoryEstimate, { memory }: Accelerator): readonly Assumption[] =>
  memory.capacity === undefined
    ? []
    : [
        {
          id: 'memory.accelerators',
          value: Math.ceil(total / memory.capacity.value),
          unit: 'accelerators',
          source: 'computed: weights, cache and activations over the capacity of one',
          note: 'it does not fit; times are as if it did',
        },
      ];

const sumRanges = <Q extends number>(ranges: readonly Range<Q>[], unit: (value: number) => Q): Range<Q> => {
  const total = (bound: 'low' | 'mid' | 'high'): Q =>
    unit(ranges.reduce((sum, range) => sum + range[bound], 0));
  return { low: total('low'), mid: total('mid'), high: total('high') };
};

interface Pass {
  readonly phase: Workload['phases'][number];
  readonly cost: PassCost;
}

/** A pipeline's first tokens wait until all stages are filled; after that every stage works on another part of the batch. */
const latencyOf = (
  passes: readonly Pass[],
  pipeline: number,
  serving: boolean,
): NonNullable<Estimate['latency']> => {
  const fill = (2 * pipeline - 1) / pipeline;
  const first = passes.find(({ phase }) => phase.name === 'prefill');
  const decode = passes.find(({ phase }) => phase.name === 'decode');
  const request = passes.reduce(
    (sum, { phase, cost }) => sum + cost.seconds * phase.repeats * (phase.name === 'decode' ? 1 : fill),
    0,
  );
  return {
    ...(serving && first !== undefined ? { ttft: seconds(first.cost.seconds * fill) } : {}),
    ...(serving && decode !== undefined ? { tpot: seconds(decode.cost.seconds) } : {}),
    request: seconds(request),
  };
};
