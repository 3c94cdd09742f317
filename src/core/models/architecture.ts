import type { Assumption } from '../units/provenance';
import type { FunctionalUnit } from '../workload/workload';
import type { ModuleNode } from './graph/node';
import type { PhasePlan, Run } from './model';

/** What a family makes of a config: the module tree, and how a run goes through it. */
export interface Architecture {
  readonly root: ModuleNode;
  /** Repeated blocks, as the family counts them. */
  readonly layers: number;
  readonly unit: FunctionalUnit;
  plan(run: Run): readonly PhasePlan[];
  /** One pass over whole sequences, for training, where it is not the plan without its decode steps. */
  forward?(run: Run): readonly PhasePlan[];
  /** What a run has where it does not say: denoising steps, frames of a video. */
  readonly own?: Pick<Run, 'steps' | 'frames'>;
  /** At which size a run is counted, each value with where it is from. */
  size?(run: Run): readonly Assumption[];
  /** Functional units that a run yields. */
  units(run: Run): number;
}
