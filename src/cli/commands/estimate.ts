import { type Command, Option } from 'commander';
import { type Metric, METRICS } from '../../core/compare/metrics';
import { sensitivity } from '../../core/compare/sensitivity';
import { estimate } from '../../core/estimate/estimate';
import { withUncertainty } from '../../core/estimate/uncertainty';
import { Problem } from '../../core/problem';
import { estimateDocument } from '../../core/report/documents/estimate';
import { sensitivityTable } from '../../core/report/documents/sensitivity';
import { versioned } from '../../core/report/version';
import { workspaceCatalogue } from '../catalogue';
import type { Console } from '../console';
import { type DeploymentFlags, withDeploymentFlags } from '../flags';
import { warn } from '../input';
import { type MemoryFlags, withMemoryFlags } from '../memory-flags';
import { type OutputFlags, print, withOutputFlags } from '../output';
import { openSubject } from '../scenario';
import { deploymentsOf, workloadOf } from '../workload';

interface EstimateFlags extends DeploymentFlags, MemoryFlags, OutputFlags {
  readonly on?: string;
  readonly sensitivity?: Metric;
}

export const registerEstimate = (program: Command, console: Console): void => {
  withOutputFlags(withMemoryFlags(withDeploymentFlags(program.command('estimate'))))
    .argument('<file>', 'a model config, a profiler trace or a scenario')
    .option('--on <hardware[:count]>', 'an accelerator, and how many: h100, h100:8')
    .addOption(
      new Option('--sensitivity <metric>', 'also which assumptions move the answer most').choices(METRICS),
    )
    .description('time, power, energy and carbon on an accelerator')
    .action(async (file: string, flags: EstimateFlags) => {
      const parts = await workspaceCatalogue();
      const subject = await openSubject(file);
      warn(subject.input, console, flags.quiet === true);
      const [deployment, ...others] = deploymentsOf(subject, flags);
      if (deployment === undefined || others.length > 0) {
        throw new Problem(
          `--on ${flags.on ?? ''}: expected one accelerator; \`wattlens compare\` takes several`,
        );
      }
      const workload = workloadOf(subject, flags);
      const result = withUncertainty(estimate(workload, deployment, parts));
      const document = estimateDocument(result);
      if (flags.sensitivity === undefined) {
        await print(console, flags, versioned(result), document);
        return;
      }
      const moves = sensitivity(workload, deployment, flags.sensitivity, parts);
      await print(console, flags, versioned({ ...result, sensitivity: moves }), {
        ...document,
        blocks: [...document.blocks, sensitivityTable(flags.sensitivity, moves)],
      });
    });
};
