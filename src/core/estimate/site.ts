import { networkOf } from '../cluster/collectives';
import { type Parallelism, resolveParallelism } from '../cluster/parallelism';
import { findAccelerator } from '../hardware/find';
import type { Catalogue } from '../hardware/load';
import { machineOf } from '../hardware/performance/machine';
import { hostShareOf, type PowerModel, powerOf } from '../hardware/power';
import type { Workload } from '../workload/workload';
import { type CarbonBasis, carbonBasis } from './carbon';
import type { Deployment } from './deployment';
import type { Setting } from './phase';

/** Everything of a deployment that does not depend on the workload, resolved once for one estimate or a whole sweep. */
export interface Site extends Omit<Setting, 'parallelism'> {
  readonly deployment: Deployment;
  /** Absent where the part's rated power is not known. */
  readonly power: PowerModel | undefined;
  readonly host: ReturnType<typeof hostShareOf>;
  readonly basis: CarbonBasis;
}

/** Throws a Problem for an unknown part, engine or zone. */
export const siteOf = (deployment: Deployment, parts: Catalogue): Site => {
  const part = findAccelerator(parts, deployment.accelerator);
  return {
    deployment: { ...deployment, accelerator: part.id },
    machine: machineOf(part, deployment.engine),
    network: networkOf(part),
    power: powerOf(part),
    host: hostShareOf(part),
    basis: carbonBasis(part, deployment),
  };
};

/** The division of a workload at a site. Throws a Problem for what cannot be. */
export const divisionAt = (workload: Workload, { deployment }: Site): Parallelism => {
  const { count, parallelism, layout } = deployment;
  const division = resolveParallelism(workload, count, parallelism);
  return layout?.zero === undefined ? division : { ...division, zero: layout.zero };
};
