/** What a scenario or a config is asked beyond its estimate. */
import { readIntensityProfile } from '../core/carbon/grid/profile';
import { versionOf } from '../core/compare/config-version';
import { estimate } from '../core/estimate/estimate';
import { buildWorkload } from '../core/models/workload';
import { Problem } from '../core/problem';
import { planDocument } from '../core/report/documents/plans';
import { renderMarkdown } from '../core/report/render-markdown';
import { planOf, type PlanOptions } from '../core/scenario/plans/index';
import type { SearchProgress } from '../core/scenario/plans/search';
import type { PlanSubject } from '../core/scenario/plans/subject';
import { readScenario } from '../core/scenario/read';
import type { Scenario } from '../core/scenario/scenario';
import { toWorkload } from '../core/traces/to-workload';
import type { Defaults, PlanFiles, PlanRequest, Source, TextSource } from '../protocol/analysis';
import type { Progress } from '../protocol/panel-state';
import { deploymentOf, runOf } from './deployment';
import { parts } from './parts';
import { openSource } from './workload-reader';

/** The files that a scenario's plans name, relative to it. @throws Problem for a broken scenario. */
export const planFilesOf = ({ text, name }: TextSource): PlanFiles => {
  const { workload, shift } = readScenario(text, name);
  return { workload: workload.file, ...(shift?.profile === undefined ? {} : { profile: shift.profile }) };
};

const optionsOf = ({ traffic, shift, life, payback, search, federated }: Scenario): PlanOptions => ({
  rates: traffic ?? {},
  ...(shift === undefined ? {} : { shift }),
  ...(life === undefined ? {} : { life }),
  ...(payback === undefined ? {} : { payback }),
  ...(search === undefined ? {} : { search }),
  ...(federated === undefined ? {} : { federated }),
});

/** @throws Problem that names the file. */
const inFile = async <T>(name: string, work: () => T | Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Problem) throw error.inFile(name);
    throw error;
  }
};

const subjectOf = async (
  scenario: Scenario | undefined,
  source: Source,
  defaults: Defaults,
): Promise<PlanSubject> => {
  const opened = await inFile(source.name, () => openSource(source));
  const view = { defaults, change: {} };
  const run = scenario?.run ?? runOf(view);
  const deployment = scenario?.deployment ?? deploymentOf(view);
  const workload = opened.kind === 'model' ? buildWorkload(opened.model, run) : toWorkload([opened.trace]);
  return {
    name: scenario?.name ?? workload.name,
    workload,
    estimate: estimate(workload, deployment, parts()),
    deployment,
    run,
    parts: parts(),
    requests: scenario?.traffic?.requests ?? workload.batch,
    ...(opened.kind === 'model' ? { model: opened.model, config: versionOf(opened, source.name) } : {}),
  };
};

/** How much of a search passes between two words of progress. */
const STEPS = 50;

/** As Markdown. @throws Problem that says what is missing or cannot be. */
export const planCarbon = async (
  { plan, scenario: source, workload, profile }: PlanRequest,
  defaults: Defaults,
  report: (progress: Progress) => void,
): Promise<string> => {
  const scenario = source === undefined ? undefined : readScenario(source.text, source.name);
  const subject = await subjectOf(scenario, workload, defaults);
  const grid =
    profile === undefined || plan !== 'shift'
      ? undefined
      : await inFile(profile.name, () => readIntensityProfile(profile.text));
  const steps = planOf(plan, subject, scenario === undefined ? {} : optionsOf(scenario), grid);
  let said = 0;
  for (;;) {
    const step = steps.next();
    if (step.done === true) return renderMarkdown(planDocument(step.value, subject.name));
    const at: SearchProgress = step.value;
    if (at.done < said + at.all / STEPS) continue;
    said = at.done;
    report({ message: `${at.done} of ${at.all} candidates`, fraction: at.done / at.all });
  }
};
