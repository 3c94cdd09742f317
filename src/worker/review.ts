/** What a reviewer asks: what a change does to carbon, and whether budgets are kept. */
import { diffModels } from '../core/compare/diff-models';
import { estimate } from '../core/estimate/estimate';
import { readModel } from '../core/models/read';
import { buildWorkload } from '../core/models/workload';
import { Problem } from '../core/problem';
import { type CheckReport, checkReport } from '../core/report/check';
import { diffDocument } from '../core/report/documents/diff';
import { renderMarkdown } from '../core/report/render-markdown';
import { checkScenario } from '../core/scenario/check';
import { diffScenarios, type ScenarioVersion } from '../core/scenario/diff';
import { readScenario } from '../core/scenario/read';
import { scenarioText } from '../core/scenario/write';
import type { Defaults, ReviewedVersion, ScenarioChoice, Source, TextSource } from '../protocol/analysis';
import { deploymentOf, runOf } from './deployment';
import type { WorkloadReader } from './workload-reader';

const scenarioVersion = ({ source: { text, name }, workload }: ReviewedVersion): ScenarioVersion => {
  if (workload === undefined) throw new Problem(`${name} is no scenario; expected two of a kind`);
  return { text, name, config: { text: workload.text, name: workload.name } };
};

/** @throws Problem that names the version. */
const assertReadable = ({ source, workload = source }: ReviewedVersion): void => {
  try {
    readModel(workload.text, workload.name);
  } catch (error) {
    if (error instanceof Problem) throw error.inFile(workload.name);
    throw error;
  }
};

/** As Markdown. @throws Problem that names the version that cannot be read. */
export const compareVersions = (
  before: ReviewedVersion,
  after: ReviewedVersion,
  defaults: Defaults,
): string => {
  assertReadable(before);
  assertReadable(after);
  const view = { defaults, change: {} };
  const diff =
    before.workload === undefined && after.workload === undefined
      ? diffModels(before.source, after.source, runOf(view), deploymentOf(view))
      : diffScenarios(scenarioVersion(before), scenarioVersion(after));
  return renderMarkdown(diffDocument(diff));
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
  const workload = await workloads.read(source, run);
  const results = checkScenario(scenario, { estimate: estimate(workload, deployment), workload });
  return checkReport([{ file: name, text, results }]);
};

/** @throws Problem for a config that cannot be read or a deployment that cannot be. */
export const newScenario = (
  { text, name }: TextSource,
  { file, accelerator, count, zone }: ScenarioChoice,
  defaults: Defaults,
): string => {
  const view = { defaults, change: { accelerator, count, zone } };
  const run = runOf(view);
  const workload = buildWorkload(readModel(text, name), run);
  const measured = { workload, estimate: estimate(workload, { accelerator, count, zone }) };
  const on = count === 1 ? accelerator : `${accelerator}:${count}`;
  return scenarioText({ file, run, on, zone }, measured);
};
