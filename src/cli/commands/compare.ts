import type { Command } from 'commander';
import { compare } from '../../core/compare/compare';
import { compareDocument } from '../../core/report/documents/compare';
import { versioned } from '../../core/report/version';
import { workspaceCatalogue } from '../catalogue';
import type { Console } from '../console';
import { type DeploymentFlags, withDeploymentFlags } from '../flags';
import { warn } from '../input';
import { type OutputFlags, print, withOutputFlags } from '../output';
import { openSubject } from '../scenario';
import { deploymentsOf, workloadOf } from '../workload';

interface CompareFlags extends DeploymentFlags, OutputFlags {
  readonly on?: string;
}

export const registerCompare = (program: Command, console: Console): void => {
  withOutputFlags(withDeploymentFlags(program.command('compare')))
    .argument('<file>', 'a model config, a profiler trace or a scenario')
    .option('--on <hardware,…>', 'accelerators, with or without a count: h100,mi300x,l4:4')
    .description('accelerators side by side')
    .action(async (file: string, flags: CompareFlags) => {
      const parts = await workspaceCatalogue();
      const subject = await openSubject(file);
      warn(subject.input, console, flags.quiet === true);
      const deployments = deploymentsOf(subject, flags);
      const report = versioned(compare(workloadOf(subject, flags), deployments, parts));
      await print(console, flags, report, compareDocument(report));
    });
};
