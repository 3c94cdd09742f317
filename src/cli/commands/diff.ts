import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import type { Diff } from '../../core/compare/diff-causes';
import { diffModels } from '../../core/compare/diff-models';
import { diffTraces } from '../../core/compare/diff-workloads';
import { looksLikeModelConfig } from '../../core/models/read';
import { Problem } from '../../core/problem';
import { diffReport } from '../../core/report/diff';
import type { Block, ReportDocument } from '../../core/report/document';
import { diffDocument } from '../../core/report/documents/diff';
import { traceDiffBlocks } from '../../core/report/documents/trace-diff';
import { versioned } from '../../core/report/version';
import { diffScenarios } from '../../core/scenario/diff';
import { type DiffReport as EventsDiff, diffTraces as diffEvents } from '../../core/traces/analysis/diff';
import { select } from '../../core/traces/analysis/windows';
import type { Trace } from '../../core/traces/columns';
import { toWorkload } from '../../core/traces/to-workload';
import { modifiedFiles, repositoryRoot, type Revisions, revisionsOf, textAt } from '../../io/git';
import { workspaceCatalogue } from '../catalogue';
import type { Console } from '../console';
import { type DeploymentFlags, deploymentOf, hardwareOf, runOf, withDeploymentFlags } from '../flags';
import { openFile } from '../input';
import { type OutputFlags, print, withOutputFlags } from '../output';
import { isScenarioFile, openScenario, workloadFileOf } from '../scenario';

interface DiffFlags extends DeploymentFlags, OutputFlags {
  readonly on: string;
  readonly git?: string;
}

const scenarioVersion = async (file: string) => {
  const { scenario, text } = await openScenario(file);
  const config = workloadFileOf(file, scenario);
  return { text, name: file, config: { text: await readFile(config, 'utf8'), name: config } };
};

interface FilesDiff {
  readonly diff: Diff;
  /** Of traces: their operators and kernels. */
  readonly events?: EventsDiff;
  /** Why there is less than there could be. */
  readonly note?: string;
}

const onlyTrace = ([trace, ...more]: readonly Trace[], file: string): Trace => {
  if (trace === undefined || more.length > 0)
    throw new Problem('several ranks; expected the trace of one', { file });
  return trace;
};

const diffFiles = async (before: string, after: string, flags: DiffFlags): Promise<FilesDiff> => {
  const parts = await workspaceCatalogue();
  if (isScenarioFile(before) || isScenarioFile(after)) {
    return { diff: diffScenarios(await scenarioVersion(before), await scenarioVersion(after), parts) };
  }
  const [was, is] = [await openFile(before), await openFile(after)];
  const deployment = deploymentOf(flags, hardwareOf(flags.on));
  if (was.kind === 'model' && is.kind === 'model') {
    const versions = [
      { text: was.text, name: before },
      { text: is.text, name: after },
    ] as const;
    return { diff: diffModels(...versions, runOf(flags), deployment, parts) };
  }
  if (was.kind === 'trace' && is.kind === 'trace') {
    const events = diffEvents(
      select(onlyTrace(was.traces, before), 'all'),
      select(onlyTrace(is.traces, after), 'all'),
    );
    try {
      return {
        diff: diffTraces(toWorkload(was.traces), toWorkload(is.traces), deployment, parts),
        events,
      };
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      // Events compare without an estimate, which a trace from an unknown device cannot have.
      const nothing: Diff = { kind: 'trace', before, after, changes: [], deltas: [], inseparable: [] };
      return { diff: nothing, events, note: `No cost: ${error.message}.` };
    }
  }
  throw new Problem('a model config and a trace; expected two of a kind', { file: after });
};

/** Model configs that changed between two revisions, each against itself. */
const diffRevisions = async (
  revisions: Revisions,
  paths: readonly string[],
  flags: DiffFlags,
): Promise<readonly Diff[]> => {
  const parts = await workspaceCatalogue();
  const root = await repositoryRoot();
  const diffs: Diff[] = [];
  for (const path of (await modifiedFiles(revisions, paths)).filter((name) => /\.(json|ya?ml)$/.test(name))) {
    const before = await textAt(revisions.base, path);
    const after =
      revisions.head === undefined
        ? await readFile(join(root, path), 'utf8')
        : await textAt(revisions.head, path);
    if (!looksLikeModelConfig(before, path) || !looksLikeModelConfig(after, path)) continue;
    const names = [
      `${path} at ${revisions.base}`,
      `${path} at ${revisions.head ?? 'the working tree'}`,
    ] as const;
    diffs.push(
      diffModels(
        { text: before, name: names[0] },
        { text: after, name: names[1] },
        runOf(flags),
        deploymentOf(flags, hardwareOf(flags.on)),
        parts,
      ),
    );
  }
  return diffs;
};

const together = (documents: readonly ReportDocument[], revisions: string): ReportDocument => ({
  title: `Model configs changed since ${revisions}`,
  blocks:
    documents.length === 0
      ? [{ kind: 'note', text: 'No model config changed.' }]
      : documents.flatMap(({ title, blocks }) => [
          { kind: 'facts' as const, heading: title, facts: [] },
          ...blocks,
        ]),
});

export const registerDiff = (program: Command, console: Console): void => {
  withOutputFlags(withDeploymentFlags(program.command('diff')))
    .argument('[files...]', 'BEFORE and AFTER; with --git, the paths to look at')
    .option('--on <hardware[:count]>', 'the accelerator both run on', 'h100')
    .option('--git <base[..head]>', 'compare the configs that changed since a revision')
    .description('two configs, scenarios or traces: what changed, what it does, and which field did it')
    .action(async (files: readonly string[], flags: DiffFlags) => {
      if (flags.git !== undefined) {
        const diffs = await diffRevisions(revisionsOf(flags.git), files, flags);
        const report = versioned({ diffs: diffs.map(diffReport) });
        await print(console, flags, report, together(diffs.map(diffDocument), flags.git));
        return;
      }
      const [before, after, ...more] = files;
      if (before === undefined || after === undefined || more.length > 0) {
        throw new Problem(`${files.length} files; expected two, BEFORE and AFTER, or --git BASE`);
      }
      const { diff, events, note } = await diffFiles(before, after, flags);
      const document = diffDocument(diff);
      const blocks: readonly Block[] = [
        ...(note === undefined ? [] : [{ kind: 'note' as const, text: note }]),
        ...(events === undefined ? [] : traceDiffBlocks(events)),
      ];
      await print(
        console,
        flags,
        { ...diffReport(diff), ...events },
        { ...document, blocks: [...document.blocks, ...blocks] },
      );
    });
};
