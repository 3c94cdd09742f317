import { type Command, Option } from 'commander';
import { withOperatorTimes } from '../../core/estimate/operator-times';
import { findAccelerator } from '../../core/hardware/find';
import { operatorsDocument } from '../../core/report/documents/operators';
import { operatorsReport } from '../../core/report/operators';
import { type Grouping, GROUPINGS } from '../../core/report/types';
import type { Workload } from '../../core/workload/workload';
import { workspaceCatalogue } from '../catalogue';
import type { Console } from '../console';
import { type DeploymentFlags, withDeploymentFlags } from '../flags';
import { warn } from '../input';
import { type OutputFlags, print, withOutputFlags } from '../output';
import type { Subject } from '../scenario';
import { type ModelFlag, openConfigured, withModelFlags } from '../settings';
import { deploymentsOf, workloadOf } from '../workload';

interface OperatorsFlags extends DeploymentFlags, ModelFlag, OutputFlags {
  readonly on?: string;
  readonly by: Grouping;
}

/** Times of a config's operators where an accelerator is named; a trace has measured ones. */
const predictionOf = async (
  workload: Workload,
  subject: Subject,
  flags: OperatorsFlags,
): Promise<{ readonly workload: Workload; readonly on: string } | undefined> => {
  if (workload.source.kind === 'trace' || (flags.on === undefined && subject.scenario === undefined))
    return undefined;
  const parts = await workspaceCatalogue();
  const [deployment] = deploymentsOf(subject, flags);
  if (deployment === undefined) return undefined;
  return {
    workload: withOperatorTimes(workload, deployment, parts),
    on: findAccelerator(parts, deployment.accelerator).id,
  };
};

export const registerOperators = (program: Command, console: Console): void => {
  withOutputFlags(withModelFlags(withDeploymentFlags(program.command('operators'))))
    .argument('<file>', 'a model config, a profiler trace or a scenario')
    .option('--on <hardware[:count]>', 'predict device times of a config on this accelerator')
    .addOption(new Option('--by <grouping>', 'what a row is').choices(GROUPINGS).default('operator'))
    .description('operators with their FLOPs, bytes and times, one pass of each phase')
    .action(async (file: string, given: OperatorsFlags) => {
      const { subject, flags } = await openConfigured(file, given);
      warn(subject.input, console, flags.quiet === true);
      const workload = workloadOf(subject, flags, flags.by === 'kernel' ? 'kernels' : 'operators');
      const predicted = await predictionOf(workload, subject, flags);
      const report = operatorsReport(predicted?.workload ?? workload, flags.by, predicted?.on);
      await print(console, flags, report, operatorsDocument(workload.name, report));
    });
};
