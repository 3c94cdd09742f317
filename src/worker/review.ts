/** What a reviewer asks: what a change does to carbon, and whether budgets are kept. */
import type { Diff } from '../core/compare/diff-causes';
import { versionOf } from '../core/compare/config-version';
import { diffModels } from '../core/compare/diff-models';
import { estimate } from '../core/estimate/estimate';
import { buildWorkload } from '../core/models/workload';
import { Problem } from '../core/problem';
import { type CheckReport, checkReport } from '../core/report/check';
import { diffDocument } from '../core/report/documents/diff';
import { renderMarkdown } from '../core/report/render-markdown';
import { checkScenario } from '../core/scenario/check';
import { diffScenarios, type NamedWorkload, type ScenarioVersion } from '../core/scenario/diff';
import { readScenario } from '../core/scenario/read';
import { scenarioText } from '../core/scenario/write';
import { toWorkload } from '../core/traces/to-workload';
import type { Defaults, ReviewedVersion, ScenarioChoice, Source, TextSource } from '../protocol/analysis';
import { deploymentOf, runOf } from './deployment';
import { modelOf } from './config-questions';
import { openSource, type WorkloadReader } from './workload-reader';
import { parts } from './parts';

const scenarioVersion = async ({
  source: { text, name },
  workload,
}: ReviewedVersion): Promise<ScenarioVersion> => {
  if (workload === undefined) throw new Problem(`${name} is no scenario; expected two of a kind`);
  return { text, name, named: await namedWorkload(workload) };
};

/** @throws Problem that names the file. */
const namedWorkload = async (source: Source): Promise<NamedWorkload> => {
  const { name } = source;
  try {
    const opened = await openSource(source);
    return opened.kind === 'model'
      ? { kind: 'model', config: versionOf(opened, name) }
      : { kind: 'trace', name, workload: toWorkload([opened.trace]) };
  } catch (error) {
    if (error instanceof Problem) throw error.inFile(name);
    throw error;
  }
};

/** As Markdown. @throws Problem that names the version that cannot be read. */
export const compareVersions = async (
  before: ReviewedVersion,
  after: ReviewedVersion,
  defaults: Defaults,
): Promise<string> => renderMarkdown(diffDocument(await diffVersions(before, after, defaults)));

const diffVersions = async (
  before: ReviewedVersion,
  after: ReviewedVersion,
  defaults: Defaults,
): Promise<Diff> => {
  if (before.workload !== undefined || after.workload !== undefined)
    return diffScenarios(await scenarioVersion(before), await scenarioVersion(after), parts());
  const view = { defaults, change: {} };
  return diffModels(before.source, after.source, runOf(view), deploymentOf(view), parts());
};

/** The config or trace that a scenario names, relative to it. @throws Problem for a broken scenario. */
export const workloadFileOf = ({ text, name }: TextSource): string => readScenario(text, name).workload.file;

/** @throws Problem for a broken scenario; or one that names the workload's file, where that cannot be read. */
export const checkBudgets = async (
  { text, name }: TextSource,
  source: Source,
  workloads: WorkloadReader,
): Promise<CheckReport> => {
  const scenario = readScenario(text, name);
  const { run, deployment } = scenario;
  const named = await workloads.read(source, run);
  const results = checkScenario(
    scenario,
    { estimate: estimate(named.workload, deployment, parts()), ...named },
    parts(),
  );
  return checkReport([{ file: name, text, results }]);
};

/** @throws Problem for a config that cannot be read or a deployment that cannot be. */
export const newScenario = (
  source: TextSource,
  { file, accelerator, count, zone }: ScenarioChoice,
  defaults: Defaults,
): string => {
  const view = { defaults, change: { accelerator, count, zone } };
  const run = runOf(view);
  const workload = buildWorkload(modelOf(source), run);
  const measured = { workload, estimate: estimate(workload, { accelerator, count, zone }, parts()) };
  const on = count === 1 ? accelerator : `${accelerator}:${count}`;
  return scenarioText({ file, run, on, zone }, measured);
};
