import { type Command, InvalidArgumentError } from 'commander';
import { parseAxis } from '../../core/compare/axis';
import { sweep } from '../../core/compare/sweep';
import { findAccelerator } from '../../core/hardware/find';
import { Problem } from '../../core/problem';
import { sweepDocument } from '../../core/report/documents/sweep';
import { sweepReport } from '../../core/report/sweep';
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
}

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
    .description('every combination of batch and lengths: winner maps and Pareto fronts')
    .action(async (file: string, flags: SweepFlags) => {
      const parts = await workspaceCatalogue();
      const input = await openFile(file);
      if (input.kind === 'trace') {
        throw new Problem('a trace has the batch and lengths it was recorded with; expected a model config', {
          file,
        });
      }
      const deployments = hardwareListOf(flags.on).map(({ accelerator, count }) =>
        deploymentOf(flags, { accelerator: findAccelerator(parts, accelerator).id, count }),
      );
      const axes = { batch: flags.batch, input: flags.input, output: flags.output };
      const points = [...sweep(input.model, deployments, axes, formatsOf(flags), parts)];
      const report = sweepReport(points, deployments);
      await print(console, flags, report, sweepDocument(input.model.name, report));
    });
};
