import { type Command, Option } from 'commander';
import { type Metric, METRICS } from '../../core/compare/metrics';
import { sensitivity } from '../../core/compare/sensitivity';
import { type UnderLoad, underLoad } from '../../core/compare/under-load';
import type { Deployment } from '../../core/estimate/deployment';
import { estimate } from '../../core/estimate/estimate';
import { withUncertainty } from '../../core/estimate/uncertainty';
import type { Catalogue } from '../../core/hardware/load';
import { Problem } from '../../core/problem';
import { estimateDocument } from '../../core/report/documents/estimate';
import { sensitivityTable } from '../../core/report/documents/sensitivity';
import { UNDER_LOAD_SOURCE, underLoadFacts } from '../../core/report/documents/under-load';
import { versioned } from '../../core/report/version';
import { workspaceCatalogue } from '../catalogue';
import type { Console } from '../console';
import { amount, type DeploymentFlags, runOf, withDeploymentFlags } from '../flags';
import { warn } from '../input';
import { manifestOf, writeManifest } from '../manifest';
import { type MemoryFlags, withMemoryFlags } from '../memory-flags';
import { type OutputFlags, print, withOutputFlags } from '../output';
import type { Subject } from '../scenario';
import { type ModelFlag, openConfigured, withModelFlags } from '../settings';
import { deploymentsOf, workloadOf } from '../workload';

interface EstimateFlags extends DeploymentFlags, MemoryFlags, ModelFlag, OutputFlags {
  readonly on?: string;
  readonly sensitivity?: Metric;
  readonly rate?: number;
  readonly manifest?: string;
}

/** Latencies at the rate asked for. */
const loadOf = (
  subject: Subject,
  flags: EstimateFlags,
  deployment: Deployment,
  parts: Catalogue,
): UnderLoad | undefined => {
  if (flags.rate === undefined) return undefined;
  const { input, scenario } = subject;
  if (input.kind === 'trace')
    throw new Problem('--rate: a trace has the requests it was recorded with; expected a model config');
  return underLoad(input.model, scenario?.run ?? runOf(flags), deployment, flags.rate, parts);
};

export const registerEstimate = (program: Command, console: Console): void => {
  withOutputFlags(withMemoryFlags(withModelFlags(withDeploymentFlags(program.command('estimate')))))
    .argument(
      '<file>',
      'a model config, a profiler trace, a scenario, or the settings of vLLM, SGLang, DeepSpeed …',
    )
    .option('--on <hardware[:count]>', 'an accelerator, and how many: h100, h100:8')
    .addOption(
      new Option('--sensitivity <metric>', 'also which assumptions move the answer most').choices(METRICS),
    )
    .option('--rate <requests/s>', 'also the latencies when requests arrive at this rate', amount)
    .option('--manifest <file>', 'write an Impact Framework manifest that comes to the same carbon')
    .description('time, power, energy and carbon on an accelerator')
    .action(async (file: string, given: EstimateFlags) => {
      const parts = await workspaceCatalogue();
      const { subject, flags } = await openConfigured(file, given);
      warn(subject.input, console, flags.quiet === true);
      const [deployment, ...others] = deploymentsOf(subject, flags);
      if (deployment === undefined || others.length > 0) {
        throw new Problem(
          `--on ${flags.on ?? ''}: expected one accelerator; \`wattlens compare\` takes several`,
        );
      }
      const workload = workloadOf(subject, flags);
      const result = withUncertainty(estimate(workload, deployment, parts));
      if (flags.manifest !== undefined)
        await writeManifest(flags.manifest, manifestOf(result, workload.units));
      const document = estimateDocument(result);
      const load = loadOf(subject, flags, deployment, parts);
      const { sensitivity: metric } = flags;
      const moves = metric === undefined ? [] : sensitivity(workload, deployment, metric, parts);
      const report = versioned({
        ...result,
        ...(load === undefined ? {} : { load }),
        ...(metric === undefined ? {} : { sensitivity: moves }),
      });
      await print(console, flags, report, {
        ...document,
        blocks: [
          ...(load === undefined
            ? []
            : [underLoadFacts(load), { kind: 'note' as const, text: UNDER_LOAD_SOURCE }]),
          ...document.blocks,
          ...(metric === undefined ? [] : [sensitivityTable(metric, moves)]),
        ],
      });
    });
};
