import type { Deployment } from '../core/estimate/deployment';
import { buildWorkload } from '../core/models/workload';
import { Problem } from '../core/problem';
import { toWorkload, type TraceRows } from '../core/traces/to-workload';
import type { Workload } from '../core/workload/workload';
import { layoutOf, type MemoryFlags, trainingRun } from './memory-flags';
import { type DeploymentFlags, deploymentOf, hardwareListOf, type RunFlags, runOf } from './flags';
import type { Subject } from './scenario';

/** The work of a config's run, or of a trace as it was measured. A scenario's run wins over the flags' defaults. */
export const workloadOf = (
  { input, scenario }: Subject,
  flags: RunFlags & MemoryFlags,
  rows: TraceRows = 'operators',
): Workload =>
  input.kind === 'model'
    ? buildWorkload(input.model, scenario?.run ?? trainingRun(runOf(flags), flags))
    : toWorkload(input.traces, rows);

/** `--on`, or the scenario's own deployment. @throws Problem where neither is there. */
export const deploymentsOf = (
  { scenario }: Subject,
  flags: DeploymentFlags & MemoryFlags & { readonly on?: string },
): readonly Deployment[] => {
  if (flags.on !== undefined) {
    const layout = layoutOf(flags);
    const held = Object.keys(layout).length === 0 ? {} : { layout };
    return hardwareListOf(flags.on).map((hardware) =>
      scenario === undefined
        ? { ...deploymentOf(flags, hardware), ...held }
        : { ...scenario.deployment, ...hardware },
    );
  }
  if (scenario === undefined)
    throw new Problem('--on is missing; expected an accelerator, such as --on h100');
  return [scenario.deployment];
};
