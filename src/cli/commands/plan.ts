import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Argument, type Command } from 'commander';
import { type IntensityProfile, readIntensityProfile } from '../../core/carbon/grid/profile';
import { versionOf } from '../../core/compare/config-version';
import { estimate } from '../../core/estimate/estimate';
import { Problem } from '../../core/problem';
import { planDocument } from '../../core/report/documents/plans';
import { versioned } from '../../core/report/version';
import { finished, planOf, type PlanOptions, type PlanReport } from '../../core/scenario/plans/index';
import { isPlan, PLAN_IDS, PLANS } from '../../core/scenario/plans/names';
import type { SearchProgress } from '../../core/scenario/plans/search';
import type { PlanSubject } from '../../core/scenario/plans/subject';
import { workspaceCatalogue } from '../catalogue';
import type { Console } from '../console';
import { type DeploymentFlags, runOf, withDeploymentFlags } from '../flags';
import { warn } from '../input';
import { type OutputFlags, print, withOutputFlags } from '../output';
import { type PlanFlags, planOptions, withPlanFlags } from '../plan-flags';
import { isScenarioFile, openSubject, type Subject } from '../scenario';
import { deploymentsOf, workloadOf } from '../workload';

interface Flags extends DeploymentFlags, OutputFlags, PlanFlags {
  readonly on?: string;
}

const subjectOf = async (file: string, subject: Subject, flags: Flags): Promise<PlanSubject> => {
  const { input, scenario } = subject;
  const parts = await workspaceCatalogue();
  const [deployment, ...others] = deploymentsOf(subject, flags);
  if (deployment === undefined || others.length > 0)
    throw new Problem(
      `--on ${flags.on ?? ''}: expected one accelerator; a search takes several with --hardware`,
    );
  const workload = workloadOf(subject, flags);
  return {
    name: scenario?.name ?? workload.name,
    workload,
    estimate: estimate(workload, deployment, parts),
    deployment,
    run: scenario?.run ?? runOf(flags),
    parts,
    requests: flags.requests ?? scenario?.traffic?.requests ?? workload.batch,
    ...(input.kind === 'model' ? { model: input.model, config: versionOf(input, file) } : {}),
  };
};

/** A profile at the prompt is relative to the working folder, one of a scenario to the scenario. */
const profileOf = async (
  { shift }: PlanOptions,
  file: string,
  { profile }: PlanFlags,
): Promise<IntensityProfile | undefined> => {
  if (shift?.profile === undefined) return undefined;
  const path =
    profile !== undefined || !isScenarioFile(file) ? shift.profile : join(dirname(file), shift.profile);
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Problem(
      error.code === 'ENOENT' ? 'no such file' : `cannot be read (${error.code ?? error.message})`,
      {
        file: path,
      },
    );
  });
  try {
    return readIntensityProfile(text);
  } catch (error) {
    if (error instanceof Problem) throw error.inFile(path);
    throw error;
  }
};

const TOLD_EVERY_MS = 200;

/** Tells on a terminal how far it is; Ctrl-C stops it at any time. */
const progressOn = (console: Console, quiet: boolean) => {
  let last = Date.now();
  const shown = console.style.rows !== Infinity && !quiet;
  return ({ done, all }: SearchProgress): void => {
    if (!shown || (Date.now() - last < TOLD_EVERY_MS && done < all)) return;
    last = Date.now();
    console.error(done < all ? `\r${done} of ${all} candidates` : '\r\u001b[K');
  };
};

export const registerPlan = (program: Command, console: Console): void => {
  const told = PLAN_IDS.map((id) => `${id}: ${PLANS[id]}`).join('; ');
  withOutputFlags(withPlanFlags(withDeploymentFlags(program.command('plan'))))
    .addArgument(new Argument('<plan>', told).choices(PLAN_IDS))
    .argument(
      '<file>',
      'a model config, a profiler trace or a scenario, whose section of the same name says the rest',
    )
    .option('--on <hardware[:count]>', 'an accelerator, and how many: h100, h100:8')
    .description(
      'carbon beyond one estimate: per unit, elsewhere, over a life, of new hardware, of other sizes',
    )
    .action(async (id: string, file: string, flags: Flags) => {
      if (!isPlan(id)) throw new Problem(`"${id}" is no plan; expected one of ${PLAN_IDS.join(', ')}`);
      const opened = await openSubject(file);
      warn(opened.input, console, flags.quiet === true);
      const subject = await subjectOf(file, opened, flags);
      const options = planOptions(id, opened.scenario, flags);
      const profile = await profileOf(options, file, flags);
      const report: PlanReport = finished(
        planOf(id, subject, options, profile),
        progressOn(console, flags.quiet === true),
      );
      await print(console, flags, versioned(report), planDocument(report, subject.name));
    });
};
