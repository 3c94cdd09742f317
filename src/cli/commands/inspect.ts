import type { Command } from 'commander';
import { inspectDocument } from '../../core/report/documents/inspect';
import { inspectModel } from '../../core/report/inspect-model';
import { inspectTrace } from '../../core/report/inspect-trace';
import type { Console } from '../console';
import { openFile, warn } from '../input';
import { type OutputFlags, print, withOutputFlags } from '../output';

export const registerInspect = (program: Command, console: Console): void => {
  withOutputFlags(program.command('inspect'))
    .argument(
      '<file>',
      'a model config, a profiler trace, a folder with one trace a rank, timm:NAME, or - for standard input',
    )
    .description('what a file is, and its headline numbers')
    .action(async (file: string, flags: OutputFlags) => {
      const input = await openFile(file);
      warn(input, console, flags.quiet === true);
      const inspection =
        input.kind === 'model' ? inspectModel(input.model) : inspectTrace(input.name, input.traces);
      await print(console, flags, inspection, inspectDocument(inspection));
    });
};
