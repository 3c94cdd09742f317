import { type Disposable, ProgressLocation, Uri, window, workspace } from 'vscode';
import { isPlan, PLAN_IDS, type PlanId, PLANS } from '../../core/scenario/plans/names';
import { Problem } from '../../core/problem';
import type { Outcome, PlanRequest, TextSource } from '../../protocol/analysis';
import type { AnalysisWorker } from '../analysis/analysis-worker';
import { fileNameOf, sourceOf } from '../analysis/source';
import type { Config } from '../config';
import { textOf } from '../editor/config-documents';
import { showSteps } from '../panel/notification';
import type { ReviewDocuments } from '../review/review-documents';
import { isScenario } from './scenario-documents';

/** A search may take long; others are done before a notice could be read. */
const PATIENCE_MILLISECONDS = 500;

/** @param name Of what the outcome is about, where the fault names no file. */
const valueOf = <T>(outcome: Outcome<T>, name: string): T => {
  if (outcome.ok) return outcome.value;
  const { message, where } = outcome.fault;
  throw new Error(new Problem(message, where).inFile(name).describe());
};

/** Asks what to plan, and shows it: of a scenario by its sections, of a config what needs none. */
export class CarbonPlanner implements Disposable {
  /** @param worker A thread of its own, so that ending a search ends nothing else. */
  constructor(
    private readonly worker: AnalysisWorker,
    private readonly config: Config,
    private readonly reviews: ReviewDocuments,
  ) {}

  /** @param given Which plan; asked for where it is none. */
  async plan(uri: Uri, given?: unknown): Promise<void> {
    const plan = isPlan(given) ? given : await this.which(uri);
    if (plan === undefined) return;
    const request = await this.request(uri, plan);
    const markdown = await this.computed(uri, request);
    if (markdown === undefined) return;
    await this.reviews.show(`${fileNameOf(uri)}, ${plan}`, markdown);
  }

  dispose(): void {
    this.worker.dispose();
  }

  private async which(uri: Uri): Promise<PlanId | undefined> {
    const text = isScenario(uri) ? (await workspace.openTextDocument(uri)).getText() : undefined;
    const items = PLAN_IDS.map((id) => ({ id, label: PLANS[id], description: hintOf(id, text) }));
    const chosen = await window.showQuickPick(items, {
      title: 'Plan Carbon',
      placeHolder: `What to plan for ${fileNameOf(uri)}`,
    });
    return chosen?.id;
  }

  private async request(uri: Uri, plan: PlanId): Promise<PlanRequest> {
    if (!isScenario(uri)) return { plan, workload: await sourceOf(uri) };
    const scenario: TextSource = textOf(await workspace.openTextDocument(uri));
    const files = valueOf(await this.worker.remote.planFilesOf(scenario), scenario.name);
    const beside = (file: string): Uri => Uri.joinPath(uri, '..', file);
    const profile = plan === 'shift' && files.profile !== undefined ? beside(files.profile) : undefined;
    return {
      plan,
      scenario,
      workload: await sourceOf(beside(files.workload)),
      ...(profile === undefined ? {} : { profile: textOf(await workspace.openTextDocument(profile)) }),
    };
  }

  /** Undefined where the user ended it. */
  private async computed(uri: Uri, request: PlanRequest): Promise<string | undefined> {
    let cancelled = false;
    const cancel = (): void => {
      cancelled = true;
      this.worker.stop();
    };
    const computing = this.worker.remote
      .planCarbon(request, this.config.defaults(uri))
      .then((outcome) => valueOf(outcome, request.scenario?.name ?? request.workload.name));
    const timer = setTimeout(() => this.show(uri, computing, cancel), PATIENCE_MILLISECONDS);
    try {
      return await computing;
    } catch (error) {
      if (cancelled) return undefined;
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  private show(uri: Uri, computing: Promise<string>, cancel: () => void): void {
    const title = `Wattlens: planning for ${fileNameOf(uri)}`;
    const options = { location: ProgressLocation.Notification, title, cancellable: true };
    void window.withProgress(options, async (notification, token) => {
      const subscriptions = [
        token.onCancellationRequested(cancel),
        showSteps(notification, this.worker.onProgress),
      ];
      await computing.catch(() => undefined);
      for (const subscription of subscriptions) subscription.dispose();
    });
  }
}

/** Plans that have nothing to say without a section of their own. */
const NEED_SECTION: ReadonlySet<PlanId> = new Set<PlanId>([
  'shift',
  'life',
  'payback',
  'search',
  'federated',
]);

/** @param scenario Its text; undefined for a config. */
const hintOf = (id: PlanId, scenario: string | undefined): string => {
  if (!NEED_SECTION.has(id)) return '';
  if (scenario === undefined) return 'needs a scenario';
  return new RegExp(`^${id}\\s*:`, 'm').test(scenario) ? `section ${id}` : `needs a section ${id}`;
};
