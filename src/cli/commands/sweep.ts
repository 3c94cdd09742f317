import { type Command, InvalidArgumentError } from 'commander';
import { DESIGN_METRICS, type DesignMetric, isDesignMetric } from '../../core/compare/metrics';
import { sweep, type SweepAxes } from '../../core/compare/sweep';
import { findAccelerator } from '../../core/hardware/find';
import { Problem } from '../../core/problem';
import { actingInputs } from '../../core/models/inputs';
import { sweepDocument } from '../../core/report/documents/sweep';
import { type FrontMetrics, sweepReport } from '../../core/report/sweep';
import { workspaceCatalogue } from '../catalogue';
import type { Console } from '../console';
import {
  axis,
  type DeploymentFlags,
  type PlaceFlags,
  RUN_DEFAULTS,
  type RunFlags,
  runOf,
  withFormatFlags,
  withInputFlags,
  withPlaceFlags,
  withTaskFlags,
} from '../flags';
import { type MemoryFlags, trainingRun, withMemoryFlags } from '../memory-flags';
import { type OutputFlags, print, withOutputFlags } from '../output';
import { type ModelFlag, openConfigured, withModelFlags } from '../settings';
import { deploymentsOf } from '../workload';

type SweptFlags = Omit<RunFlags, keyof SweepAxes> & PlaceFlags & MemoryFlags & ModelFlag & OutputFlags;

interface SweepFlags extends SweptFlags, SweepAxes {
  readonly on: string;
  readonly metric?: readonly DesignMetric[];
  readonly front?: readonly FrontMetrics[];
}

const metric = (text: string): DesignMetric => {
  if (!isDesignMetric(text)) throw new InvalidArgumentError(`expected some of ${DESIGN_METRICS.join(', ')}`);
  return text;
};
const metrics = (text: string): readonly DesignMetric[] => text.split(',').map(metric);

const fronts = (text: string): readonly FrontMetrics[] =>
  text.split(',').map((pair) => {
    const [first, second, more] = pair.split(':');
    if (first === undefined || second === undefined || more !== undefined)
      throw new InvalidArgumentError('expected two metrics with a colon between, such as latency:energy');
    return [metric(first), metric(second)];
  });

/** What of an axis that was not given: told apart from the same values given. */
const DEFAULT_AXES: SweepAxes = {
  batch: [RUN_DEFAULTS.batch],
  input: [RUN_DEFAULTS.input],
  output: [RUN_DEFAULTS.output],
};

/** The longest run that the axes ask for, to be checked against the settings of a program. */
const longest = (flags: SweepFlags): DeploymentFlags & MemoryFlags & ModelFlag & { on: string } => ({
  ...flags,
  batch: RUN_DEFAULTS.batch,
  input: Math.max(...flags.input),
  output: Math.max(...flags.output),
});

export const registerSweep = (program: Command, console: Console): void => {
  withOutputFlags(
    withMemoryFlags(
      withModelFlags(
        withPlaceFlags(withInputFlags(withTaskFlags(withFormatFlags(program.command('sweep'))))),
      ),
    ),
  )
    .argument('<file>', 'a model config, a scenario, or the settings of vLLM, SGLang, DeepSpeed …')
    .requiredOption('--on <hardware,…>', 'accelerators, with or without a count: h100,mi300x,l4:4')
    .option(
      '--batch <axis>',
      'values such as 1..512 (doubling), 8,32 or 64..256:64',
      axis,
      DEFAULT_AXES.batch,
    )
    .option('--input <axis>', 'prompt tokens, likewise', axis, DEFAULT_AXES.input)
    .option('--output <axis>', 'generated tokens, likewise', axis, DEFAULT_AXES.output)
    .option('--metric <metric,…>', `winner maps by these: ${DESIGN_METRICS.join(', ')}`, metrics)
    .option('--front <a:b,…>', 'Pareto fronts of these pairs, such as latency:energy', fronts)
    .description('every combination of batch and lengths: winner maps and Pareto fronts')
    .action(async (file: string, flags: SweepFlags) => {
      const parts = await workspaceCatalogue();
      const { subject, flags: configured } = await openConfigured(file, longest(flags));
      const { input, scenario } = subject;
      if (input.kind === 'trace') {
        throw new Problem('a trace has the batch and lengths it was recorded with; expected a model config', {
          file,
        });
      }
      const deployments = deploymentsOf(subject, configured).map((deployment) => ({
        ...deployment,
        accelerator: findAccelerator(parts, deployment.accelerator).id,
      }));
      const {
        batch,
        input: prompt,
        output,
        ...run
      } = scenario?.run ?? trainingRun(runOf(configured), configured);
      const axes = {
        batch: flags.batch === DEFAULT_AXES.batch ? [batch] : flags.batch,
        input: flags.input === DEFAULT_AXES.input ? [prompt] : flags.input,
        output: flags.output === DEFAULT_AXES.output ? [output] : flags.output,
      };
      const points = [...sweep(input.model, deployments, axes, run, parts)];
      const report = sweepReport(points, deployments, {
        ...(flags.metric === undefined ? {} : { metrics: flags.metric }),
        ...(flags.front === undefined ? {} : { fronts: flags.front }),
      });
      await print(
        console,
        flags,
        report,
        sweepDocument(
          input.model.name,
          report,
          actingInputs(input.model, run.training === undefined ? 'serve' : 'train'),
        ),
      );
    });
};
