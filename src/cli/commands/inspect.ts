import type { Command } from 'commander';
import { buildWorkload } from '../../core/models/workload';
import { Problem } from '../../core/problem';
import { inspectDocument } from '../../core/report/documents/inspect';
import { settingsDocument } from '../../core/report/documents/settings';
import { inspectModel } from '../../core/report/inspect-model';
import { inspectSettings } from '../../core/report/inspect-settings';
import { inspectTrace } from '../../core/report/inspect-trace';
import { type RankMemoryReport, rankMemoryReport } from '../../core/report/rank-memory';
import type { Console } from '../console';
import {
  deploymentOf,
  type DeploymentFlags,
  formatsOf,
  runOf,
  withParallelFlags,
  withRunFlags,
} from '../flags';
import { type Input, openFile, warn } from '../input';
import { layoutOf, type MemoryFlags, trainingRun, withMemoryFlags } from '../memory-flags';
import {
  type ModelFlag,
  givenBeside,
  isOwnModel,
  modelFileOf,
  settingsIn,
  withModelFlags,
  withSettings,
} from '../settings';
import { type OutputFlags, print, withOutputFlags } from '../output';

type InspectFlags = OutputFlags & DeploymentFlags & MemoryFlags & ModelFlag;

/** Whether memory by rank was asked for. */
const asksRanks = (flags: InspectFlags): boolean =>
  flags.task === 'train' ||
  flags.training === true ||
  [flags.tp, flags.pp, flags.dp, flags.ep, flags.cp, flags.zero, flags.microbatch].some(
    (one) => one !== undefined,
  );

const ranksOf = (input: Input, flags: InspectFlags): RankMemoryReport | undefined => {
  if (!asksRanks(flags)) return undefined;
  if (input.kind === 'trace')
    throw new Problem('memory by rank is of a model config; a trace has `wattlens trace --analysis memory`');
  const run = trainingRun(runOf(flags), flags);
  const { parallelism = {} } = deploymentOf(flags, { accelerator: '', count: 1 });
  return rankMemoryReport(buildWorkload(input.model, run), parallelism, layoutOf(flags), run.input);
};

export const registerInspect = (program: Command, console: Console): void => {
  withOutputFlags(
    withMemoryFlags(withModelFlags(withParallelFlags(withRunFlags(program.command('inspect'))))),
  )
    .argument(
      '<file>',
      'a model config, a profiler trace, a folder with one trace a rank, timm:NAME, or - for standard input',
    )
    .option('--training', 'the same as --task train')
    .description('what a file is, and its headline numbers; with --tp, --task train …, memory by rank')
    .action(async (file: string, given: InspectFlags) => {
      const settings = settingsIn(file);
      if (settings !== undefined && given.model === undefined && !isOwnModel(settings, given)) {
        const inspection = inspectSettings(settings, file);
        await print(console, given, inspection, settingsDocument(inspection));
        return;
      }
      const flags = settings === undefined ? given : withSettings(given, settings);
      const input = await openFile(
        settings === undefined ? file : modelFileOf(file, settings, given),
        givenBeside(given),
      );
      warn(input, console, flags.quiet === true);
      const memory = ranksOf(input, flags);
      const inspection =
        input.kind === 'model'
          ? { ...inspectModel(input.model, formatsOf(flags)), ...(memory === undefined ? {} : { memory }) }
          : inspectTrace(input.name, input.traces);
      await print(console, flags, inspection, inspectDocument(inspection));
    });
};
