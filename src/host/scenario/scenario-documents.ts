import { type DocumentSelector, Uri } from 'vscode';
import type { CheckReport } from '../../core/report/check';
import type { Fault, Outcome, TextSource } from '../../protocol/analysis';
import { messageOf } from '../../protocol/rpc';
import type { AnalysisWorker } from '../analysis/analysis-worker';
import { sourceOf } from '../analysis/source';

export const SCENARIO_FILES = '**/*.wattlens.{yaml,yml}';
export const SCENARIO_DOCUMENTS: DocumentSelector = [{ pattern: SCENARIO_FILES }];

export const isScenario = ({ path }: Uri): boolean => /\.wattlens\.ya?ml$/i.test(path);

/** What came of holding a scenario's budgets against its estimate. */
export interface ScenarioCheck {
  /** What the scenario names, so that a change of it is seen; undefined where the scenario cannot be read. */
  readonly workload?: Uri;
  readonly outcome: Outcome<CheckReport>;
}

/** Checks scenarios on a thread of their own, because what they name may be a trace of any size. */
export class ScenarioChecks {
  constructor(private readonly worker: AnalysisWorker) {}

  /** The workload is read relative to the scenario; an open document wins over the disk. */
  async check(uri: Uri, source: TextSource): Promise<ScenarioCheck> {
    const file = await this.worker.remote.workloadFileOf(source);
    if (!file.ok) return { outcome: file };
    const workload = Uri.joinPath(uri, '..', file.value);
    return { workload, outcome: await this.budgets(source, workload) };
  }

  private async budgets(source: TextSource, workload: Uri): Promise<Outcome<CheckReport>> {
    try {
      return await this.worker.remote.checkBudgets(source, await sourceOf(workload));
    } catch (error) {
      const failure: Fault = { message: messageOf(error), where: { file: workload.path } };
      return { ok: false, fault: failure };
    }
  }
}
