import type { Parallelism } from '../cluster/parallelism';
import type { Workload } from '../workload/workload';
import { memoryEstimate } from './memory';
import { passCost } from './phase';
import { priceOf } from './price';
import { divisionAt, type Site } from './site';

/** The middle values of an estimate, as plain numbers in SI units; what a sweep computes at each point. */
export interface Figures {
  readonly fits: boolean;
  /** Of one request: all phases at this batch. */
  readonly latency: number;
  readonly unitsPerSecond: number;
  /** Of the boards. Absent where their power is not known. */
  readonly joulesPerUnit?: number;
  /** Operational and embodied together. Absent where one of them is not known. */
  readonly gramsPerUnit?: number;
  /** Serving only: time to the first token, and per token after it. */
  readonly ttft?: number;
  readonly tpot?: number;
  /** Energy-delay product of one request: its board energy times its latency, J·s. */
  readonly jouleSeconds?: number;
  /** Accelerator-hours at the deployment's price. Absent where none is given. */
  readonly dollarsPerUnit?: number;
}

/**
 * Time, energy and carbon of a workload at a site, middle values only: the same numbers as `estimate`, without ranges and
 * assumptions. Throws a Problem for a division that cannot be.
 */
export const figuresOf = (
  workload: Workload,
  site: Site,
  parallelism: Parallelism = divisionAt(workload, site),
): Figures => {
  const { machine, power, host, basis, deployment } = site;
  const { count } = deployment;
  const fill = (2 * parallelism.pipeline - 1) / parallelism.pipeline;
  let time = 0;
  let latency = 0;
  let energy = 0;
  let ttft: number | undefined;
  let tpot: number | undefined;
  const serving = workload.unit === 'token';
  for (const phase of workload.phases) {
    const { seconds, activity } = passCost(workload, phase, { machine, parallelism, network: site.network });
    const total = seconds * phase.repeats;
    time += total;
    if (serving && phase.name === 'prefill') ttft = seconds * fill;
    if (serving && phase.name === 'decode') tpot = seconds;
    latency += phase.name === 'decode' ? total : total * fill;
    if (power !== undefined) energy += power.midAt(activity) * total * count;
  }
  const { units } = workload;
  const embodied =
    basis.embodiedPerDevice === undefined
      ? undefined
      : (basis.embodiedPerDevice.mid * time * count) / (basis.lifetime.mid * basis.utilization.mid);
  const facility = (energy + host.watts.mid * count * time) * basis.itShare * basis.pue.mid;
  // Filled in place: spreading a dozen small objects takes as long as an operator's time.
  const figures: { -readonly [K in keyof Figures]: Figures[K] } = {
    fits:
      memoryEstimate(workload, machine.part, count, parallelism, deployment.layout)?.missing === undefined,
    latency,
    unitsPerSecond: units / time,
  };
  if (ttft !== undefined) figures.ttft = ttft;
  if (tpot !== undefined) figures.tpot = tpot;
  if (power !== undefined) {
    figures.joulesPerUnit = energy / units;
    figures.jouleSeconds = (energy / workload.batch) * latency;
    if (embodied !== undefined) figures.gramsPerUnit = (facility * basis.intensity.mid + embodied) / units;
  }
  const { dollarsPerUnit } = priceOf(deployment, time, units);
  if (dollarsPerUnit !== undefined) figures.dollarsPerUnit = dollarsPerUnit;
  return figures;
};
