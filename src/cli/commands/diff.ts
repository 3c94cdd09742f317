import { type Command, Option } from 'commander';
import type { Diff } from '../../core/compare/diff-causes';
import { versionOf } from '../../core/compare/config-version';
import { diffModels } from '../../core/compare/diff-models';
import { carbonBasis } from '../../core/estimate/carbon';
import type { Deployment } from '../../core/estimate/deployment';
import { findAccelerator, matchDevice } from '../../core/hardware/find';
import type { Catalogue } from '../../core/hardware/load';
import { looksLikeModelConfig } from '../../core/models/read';
import { Problem } from '../../core/problem';
import { diffReport } from '../../core/report/diff';
import type { ReportDocument } from '../../core/report/document';
import { diffDocument } from '../../core/report/documents/diff';
import {
  type ComparedTrace,
  compareTraces,
  type TraceComparison,
  traceComparisonDocument,
} from '../../core/report/trace-comparison';
import { TRACE_WINDOWS, type TraceWindow } from '../../core/report/types';
import { versioned } from '../../core/report/version';
import { diffScenarios } from '../../core/scenario/diff';
import { comparedIn } from '../../core/traces/analysis/diff';
import type { Trace } from '../../core/traces/columns';
import { toWorkload } from '../../core/traces/to-workload';
import type { Workload } from '../../core/workload/workload';
import { type Revisions, revisionsOf } from '../../io/git';
import { workspaceCatalogue } from '../catalogue';
import type { Console } from '../console';
import { type DeploymentFlags, deploymentOf, hardwareOf, runOf, withDeploymentFlags } from '../flags';
import { openFile, warn } from '../input';
import { type OutputFlags, print, withOutputFlags } from '../output';
import { isScenarioFile } from '../scenario';
import { configPairs, scenarioPairs, scenarioVersion } from '../versions';

interface DiffFlags extends DeploymentFlags, OutputFlags {
  readonly on?: string;
  readonly git?: string;
  readonly window: TraceWindow;
}

interface FilesDiff {
  readonly diff: Diff;
  /** Of traces. */
  readonly comparison?: TraceComparison;
}

const DEFAULT_PART = 'h100';

/** Where both run: what was asked for, else where the trace was recorded. @throws Problem for what cannot be */
const sharedDeployment = (
  flags: DiffFlags,
  parts: Catalogue,
  { source: { deviceName } }: Workload,
): Deployment => {
  const recordedOn = deviceName === undefined ? undefined : matchDevice(parts, deviceName);
  const deployment = deploymentOf(flags, hardwareOf(flags.on ?? recordedOn?.id ?? DEFAULT_PART));
  carbonBasis(findAccelerator(parts, deployment.accelerator), deployment);
  return deployment;
};

const onlyTrace = ([trace, ...more]: readonly Trace[], file: string): Trace => {
  if (trace === undefined || more.length > 0)
    throw new Problem('several ranks; expected the trace of one', { file });
  return trace;
};

const diffFiles = async (
  before: string,
  after: string,
  flags: DiffFlags,
  console: Console,
): Promise<FilesDiff> => {
  const parts = await workspaceCatalogue();
  if (isScenarioFile(before) || isScenarioFile(after)) {
    return { diff: diffScenarios(await scenarioVersion(before), await scenarioVersion(after), parts) };
  }
  const [was, is] = [await openFile(before), await openFile(after)];
  for (const input of [was, is]) warn(input, console, flags.quiet === true);
  if (was.kind === 'model' && is.kind === 'model') {
    const deployment = deploymentOf(flags, hardwareOf(flags.on ?? DEFAULT_PART));
    const versions = [versionOf(was, before), versionOf(is, after)] as const;
    return { diff: diffModels(...versions, runOf(flags), deployment, parts) };
  }
  if (was.kind === 'trace' && is.kind === 'trace') {
    const compared = (name: string, traces: readonly Trace[]): ComparedTrace => ({
      name,
      selection: comparedIn(onlyTrace(traces, name), flags.window),
      workload: toWorkload(traces),
    });
    const later = compared(after, is.traces);
    const deployment = sharedDeployment(flags, parts, later.workload);
    const comparison = compareTraces(compared(before, was.traces), later, deployment, parts);
    return { diff: comparison.diff, comparison };
  }
  throw new Problem('a model config and a trace; expected two of a kind', { file: after });
};

/** Model configs and scenarios that changed between two revisions, each against itself. */
const diffRevisions = async (
  revisions: Revisions,
  paths: readonly string[],
  flags: DiffFlags,
): Promise<readonly Diff[]> => {
  const parts = await workspaceCatalogue();
  const configs = (await configPairs(revisions, paths)).filter(({ before, after }) =>
    [before, after].every(({ text, name }) => looksLikeModelConfig(text, name.replace(/ at .*$/, ''))),
  );
  const deployment = deploymentOf(flags, hardwareOf(flags.on ?? DEFAULT_PART));
  return [
    ...configs.map(({ before, after }) => diffModels(before, after, runOf(flags), deployment, parts)),
    ...(await scenarioPairs(revisions, paths)).map(({ before, after }) =>
      diffScenarios(before, after, parts),
    ),
  ];
};

const together = (documents: readonly ReportDocument[], revisions: string): ReportDocument => ({
  title: `Model configs and scenarios changed since ${revisions}`,
  blocks:
    documents.length === 0
      ? [{ kind: 'note', text: 'No model config and no scenario changed.' }]
      : documents.flatMap(({ title, blocks }) => [
          { kind: 'facts' as const, heading: title, facts: [] },
          ...blocks,
        ]),
});

export const registerDiff = (program: Command, console: Console): void => {
  withOutputFlags(withDeploymentFlags(program.command('diff')))
    .argument('[files...]', 'BEFORE and AFTER; with --git, the paths to look at')
    .option(
      '--on <hardware[:count]>',
      `the accelerator both run on (default: ${DEFAULT_PART}, of traces the one that AFTER was recorded on)`,
    )
    .addOption(
      new Option(
        '--window <window>',
        'of traces, the events compared: all, those of profiler steps, or as Holistic Trace Analysis (first step)',
      )
        .choices(TRACE_WINDOWS)
        .default('all'),
    )
    .option('--git <base[..head]>', 'compare the configs and scenarios that changed since a revision')
    .description('two configs, scenarios or traces: what changed, what it does, and which field did it')
    .action(async (files: readonly string[], flags: DiffFlags) => {
      if (flags.git !== undefined) {
        const diffs = await diffRevisions(revisionsOf(flags.git), files, flags);
        const report = versioned({ diffs: diffs.map(diffReport) });
        await print(
          console,
          flags,
          report,
          together(
            diffs.map((diff) => diffDocument(diff)),
            flags.git,
          ),
        );
        return;
      }
      const [before, after, ...more] = files;
      if (before === undefined || after === undefined || more.length > 0) {
        throw new Problem(
          `${files.length === 1 ? '1 file' : `${files.length} files`}; expected two, BEFORE and AFTER, or --git BASE`,
        );
      }
      const { diff, comparison } = await diffFiles(before, after, flags, console);
      const document = comparison === undefined ? diffDocument(diff) : traceComparisonDocument(comparison);
      await print(console, flags, { ...diffReport(diff), ...comparison?.events }, document);
    });
};
