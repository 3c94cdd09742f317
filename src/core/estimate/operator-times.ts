import { shard } from '../cluster/shard';
import type { Catalogue } from '../hardware/load';
import { timeOf } from '../hardware/performance/time';
import { seconds } from '../units/quantity';
import type { Workload } from '../workload/workload';
import type { Deployment } from './deployment';
import { divisionAt, siteOf } from './site';

/**
 * The workload with each operator's time on a deployment, of one pass on one of its accelerators. Communication and
 * the host's own work are no operator's, so that the phases of an estimate take longer than their sum.
 * Throws a Problem for a deployment that cannot be.
 */
export const withOperatorTimes = (workload: Workload, deployment: Deployment, parts: Catalogue): Workload => {
  const site = siteOf(deployment, parts);
  const parallelism = divisionAt(workload, site);
  return {
    ...workload,
    phases: workload.phases.map((phase) => ({
      ...phase,
      operators: phase.operators.map((operator) => ({
        ...operator,
        predictedSeconds: seconds(timeOf(shard(operator, parallelism), site.machine).seconds),
      })),
    })),
  };
};
