import { type Command, InvalidArgumentError } from 'commander';
import { parseAxis } from '../../core/compare/axis';
import { DESIGN_METRICS, type DesignMetric, isDesignMetric } from '../../core/compare/metrics';
import { sweep } from '../../core/compare/sweep';
import { findAccelerator } from '../../core/hardware/find';
import { Problem } from '../../core/problem';
import { sweepDocument } from '../../core/report/documents/sweep';
import { type FrontMetrics, sweepReport } from '../../core/report/sweep';
import { workspaceCatalogue } from '../catalogue';
import type { Console } from '../console';
import {
  deploymentOf,
  formatsOf,
  hardwareListOf,
  type PlaceFlags,
  RUN_DEFAULTS,
  withFormatFlags,
  withPlaceFlags,
} from '../flags';
import { openFile } from '../input';
import { type OutputFlags, print, withOutputFlags } from '../output';

interface SweepFlags extends PlaceFlags, OutputFlags {
  readonly on: string;
  readonly batch: readonly number[];
  readonly input: readonly number[];
  readonly output: readonly number[];
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

const axis = (text: string): readonly number[] => {
  try {
    return parseAxis(text);
  } catch (error) {
    if (error instanceof Problem) throw new InvalidArgumentError(error.message);
    throw error;
  }
};

export const registerSweep = (program: Command, console: Console): void => {
  withOutputFlags(withPlaceFlags(withFormatFlags(program.command('sweep'))))
    .argument('<file>', 'a model config')
    .requiredOption('--on <hardware,…>', 'accelerators, with or without a count: h100,mi300x,l4:4')
    .option('--batch <axis>', 'values such as 1..512 (doubling), 8,32 or 64..256:64', axis, [
      RUN_DEFAULTS.batch,
    ])
    .option('--input <axis>', 'prompt tokens, likewise', axis, [RUN_DEFAULTS.input])
    .option('--output <axis>', 'generated tokens, likewise', axis, [RUN_DEFAULTS.output])
    .option('--metric <metric,…>', `winner maps by these: ${DESIGN_METRICS.join(', ')}`, metrics)
    .option('--front <a:b,…>', 'Pareto fronts of these pairs, such as latency:energy', fronts)
    .description('every combination of batch and lengths: winner maps and Pareto fronts')
    .action(async (file: string, flags: SweepFlags) => {
      const parts = await workspaceCatalogue();
      const input = await openFile(file);
      if (input.kind === 'trace') {
        throw new Problem('a trace has the batch and lengths it was recorded with; expected a model config', {
          file,
        });
      }
      const deployments = hardwareListOf(flags.on).map((hardware) => ({
        ...deploymentOf(flags, hardware),
        accelerator: findAccelerator(parts, hardware.accelerator).id,
      }));
      const axes = { batch: flags.batch, input: flags.input, output: flags.output };
      const points = [...sweep(input.model, deployments, axes, formatsOf(flags), parts)];
      const report = sweepReport(points, deployments, {
        ...(flags.metric === undefined ? {} : { metrics: flags.metric }),
        ...(flags.front === undefined ? {} : { fronts: flags.front }),
      });
      await print(console, flags, report, sweepDocument(input.model.name, report));
    });
};
