import { type Command, InvalidArgumentError, Option } from 'commander';
import { Problem } from '../../core/problem';
import { traceDocument } from '../../core/report/documents/trace';
import { needDevice, traceReport } from '../../core/report/trace';
import { TRACE_WINDOWS, type TraceWindow } from '../../core/report/types';
import { ANALYSIS_NAMES, type AnalysisName, DEFAULT_ANALYSES } from '../../core/traces/analysis/registry';
import type { Console } from '../console';
import { type CarbonFlags, siteOf, withCarbonFlags } from '../flags';
import { openFile, warn } from '../input';
import { type OutputFlags, print, withOutputFlags } from '../output';

interface TraceFlags extends OutputFlags, CarbonFlags {
  readonly on?: string;
  readonly analysis: readonly AnalysisName[];
  readonly window: TraceWindow;
}

const isAnalysis = (name: string): name is AnalysisName => ANALYSIS_NAMES.some((known) => known === name);

const analyses = (text: string): readonly AnalysisName[] => {
  if (text === 'all') return ANALYSIS_NAMES;
  return text.split(',').map((name) => {
    if (!isAnalysis(name))
      throw new InvalidArgumentError(`expected all, or some of ${ANALYSIS_NAMES.join(', ')}`);
    return name;
  });
};

export const registerTrace = (program: Command, console: Console): void => {
  withOutputFlags(withCarbonFlags(program.command('trace')))
    .argument('<file>', 'a profiler trace, or a folder with one a rank')
    .option('--analysis <name,…>', 'which breakdowns: all, or names', analyses, DEFAULT_ANALYSES)
    .addOption(
      new Option(
        '--window <window>',
        'the part looked at: whole trace, profiler steps, or as Holistic Trace Analysis',
      )
        .choices(TRACE_WINDOWS)
        .default('all'),
    )
    .option('--on <hardware>', 'the accelerator it was recorded on, where the trace does not tell')
    .description('breakdowns of a trace: device time, kernel types, kernels …')
    .action(async (file: string, flags: TraceFlags) => {
      const input = await openFile(file);
      if (input.kind === 'model') {
        throw new Problem(
          'a model config, not a trace; expected a profiler trace, or `wattlens estimate` for a config',
          {
            file,
          },
        );
      }
      warn(input, console, flags.quiet === true);
      const report = await traceReport(input.traces, flags.window, flags.analysis, {
        ...(needDevice(flags.analysis)
          ? { parts: await (await import('../catalogue')).workspaceCatalogue() }
          : {}),
        ...(flags.on === undefined ? {} : { accelerator: flags.on }),
        ...siteOf(flags),
      });
      await print(console, flags, report, () => traceDocument(input.name, report));
    });
};
