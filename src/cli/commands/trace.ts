import { type Command, InvalidArgumentError, Option } from 'commander';
import { Problem } from '../../core/problem';
import { traceDocument } from '../../core/report/documents/trace';
import { needDevice, OF_DEVICE, traceReport } from '../../core/report/trace';
import { TRACE_WINDOWS, type TraceWindow } from '../../core/report/types';
import { profilerSteps } from '../../core/traces/analysis/profiler-steps';
import { ANALYSIS_NAMES, type AnalysisName, DEFAULT_ANALYSES } from '../../core/traces/analysis/registry';
import { select } from '../../core/traces/analysis/windows';
import type { Trace } from '../../core/traces/columns';
import type { Console } from '../console';
import { type CarbonFlags, sharesOf, siteOf, withCarbonFlags } from '../flags';
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
  return text.split(',').map((part) => {
    const name = part.trim();
    if (!isAnalysis(name))
      throw new InvalidArgumentError(
        `"${name}" is none; expected all, or some of ${ANALYSIS_NAMES.join(', ')}`,
      );
    return name;
  });
};

const SEVERAL =
  'several files; expected one trace, or the folder that holds one a rank; `wattlens diff BEFORE AFTER` compares two';

/** What was asked for and changes nothing. */
const doNothing = (traces: readonly Trace[], { window, on, analysis }: TraceFlags): readonly string[] => [
  ...(window === 'steps' ? traces : [])
    .filter((trace) => profilerSteps(select(trace, 'all')).length === 0)
    .map(
      ({ name }) => `wattlens: ${name}: warning: no profiler steps in it; the window is the whole trace\n`,
    ),
  ...(on === undefined || needDevice(analysis)
    ? []
    : [`wattlens: warning: --on acts on ${OF_DEVICE.join(', ')} only, none of which was asked for\n`]),
];

export const registerTrace = (program: Command, console: Console): void => {
  withOutputFlags(withCarbonFlags(program.command('trace')))
    .argument('<file>', 'a profiler trace, a folder with one a rank, or - for standard input')
    .addOption(
      new Option('--analysis <name,…>', `which breakdowns: all, or some of ${ANALYSIS_NAMES.join(', ')}`)
        .argParser(analyses)
        .default(DEFAULT_ANALYSES, DEFAULT_ANALYSES.join(',')),
    )
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
    .allowExcessArguments()
    .action(async (file: string, flags: TraceFlags, { args }: Command) => {
      if (args.length > 1) throw new Problem(SEVERAL);
      const input = await openFile(file, { expect: 'trace' });
      if (input.kind === 'model') {
        throw new Problem(
          'a model config, not a trace; expected a profiler trace, or `wattlens estimate` for a config',
          {
            file,
          },
        );
      }
      warn(input, console, flags.quiet === true);
      if (flags.quiet !== true) for (const notice of doNothing(input.traces, flags)) console.error(notice);
      const report = await traceReport(input.traces, flags.window, flags.analysis, {
        ...(needDevice(flags.analysis)
          ? { parts: await (await import('../catalogue')).workspaceCatalogue() }
          : {}),
        ...(flags.on === undefined ? {} : { accelerator: flags.on }),
        ...siteOf(flags),
        ...sharesOf(flags),
      });
      await print(console, flags, report, () => traceDocument(input.name, report));
    });
};
