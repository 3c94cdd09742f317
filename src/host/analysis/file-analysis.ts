import { type Disposable, type Event, EventEmitter, type Uri } from 'vscode';
import type { AnalysisMethods, Fault, Outcome, View } from '../../protocol/analysis';
import type {
  DeploymentChange,
  PanelContent,
  PanelState,
  PanelStatus,
  Progress,
} from '../../protocol/panel-state';
import type { SweepState } from '../../protocol/comparing';
import { Problem } from '../../core/problem';
import type { PageBlock, PageId, TracePage } from '../../core/report/pages/page';
import type { Grouping } from '../../core/report/types';
import { messageOf, type Remote } from '../../protocol/rpc';
import type { Config } from '../config';
import type { AnalysisWorker } from './analysis-worker';
import type { FileMemory } from './file-memory';
import { fileNameOf, fileOrFolder, sourceOf } from './source';

/** Bad input, told in a sentence that is fit to be shown as it is. */
export class InputFault extends Error {
  constructor(readonly fault: Fault) {
    super(fault.message);
  }
}

const valueOf = <T>(outcome: Outcome<T>): T => {
  if (!outcome.ok) throw new InputFault(outcome.fault);
  return outcome.value;
};

const sameItems = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((item) => b.includes(item));

/** One file, read by a thread of its own, and the what-if in effect. The one owner of a panel's state. */
export class FileAnalysis implements Disposable {
  private readonly changed = new EventEmitter<PanelState>();
  readonly onDidChange = this.changed.event;
  private status: PanelStatus = { kind: 'loading', message: 'Reading' };
  private change: DeploymentChange;
  private grouping: Grouping | undefined;
  private compared: readonly string[] | undefined;
  /** The trace set beside this one. */
  private before: Uri | undefined;
  /** Of a folder, by its place among the ranks. */
  private rank = 0;
  private latest = 0;
  private loading: Promise<void> = Promise.resolve();
  private readonly subscriptions: readonly Disposable[];

  constructor(
    readonly uri: Uri,
    private readonly worker: AnalysisWorker,
    private readonly config: Config,
    private readonly memory: FileMemory,
  ) {
    this.change = memory.change(uri);
    this.compared = memory.compared(uri);
    this.subscriptions = [
      worker.onProgress((progress) => this.showProgress(progress)),
      config.onDidChange(() => void this.refresh()),
    ];
  }

  get onProgress(): Event<Progress> {
    return this.worker.onProgress;
  }

  get onSweepProgress(): Event<SweepState> {
    return this.worker.onSweepProgress;
  }

  get onTimelineProgress(): Event<number> {
    return this.worker.onTimelineProgress;
  }

  get onArgumentsProgress(): Event<number> {
    return this.worker.onArgumentsProgress;
  }

  /** Ends the sweep that runs, which then answers with what it has. */
  cancelSweep(): void {
    void this.worker.remote.cancelSweep();
  }

  get state(): PanelState {
    return { uri: this.uri.toString(), fileName: fileNameOf(this.uri), status: this.status };
  }

  /** The content once it is there. @throws InputFault when the file cannot be read. */
  async content(): Promise<PanelContent> {
    // It may be read anew meanwhile; the reading before then tells nothing.
    for (let awaited; awaited !== this.loading;) await (awaited = this.loading);
    if (this.status.kind === 'ready') return this.status.content;
    const fault = this.status.kind === 'failed' ? this.status : { message: 'not read yet' };
    throw new InputFault({ message: fault.message, where: {} });
  }

  /** Reads the file, again when it is called again. What was there stays until the new is. */
  load(): Promise<void> {
    this.loading = this.read();
    return this.loading;
  }

  /** Ends the reading at once. */
  cancel(): void {
    if (this.status.kind !== 'loading') return;
    this.latest++;
    this.worker.stop();
    this.setStatus({ kind: 'failed', message: 'The reading was cancelled.' });
  }

  /** @throws InputFault when this deployment cannot be; then the one before stays. */
  async setDeployment(change: DeploymentChange): Promise<PanelState> {
    const wanted = { ...this.change, ...change };
    const content = valueOf(await this.worker.remote.content({ ...this.view, change: wanted }));
    this.change = wanted;
    this.memory.setChange(this.uri, wanted);
    return this.setStatus({ kind: 'ready', content });
  }

  async setGrouping(grouping: Grouping): Promise<PanelState> {
    const content = valueOf(await this.worker.remote.content({ ...this.view, grouping }));
    this.grouping = grouping;
    return this.setStatus({ kind: 'ready', content });
  }

  /** Sets these accelerators beside the one in effect, whatever the settings say. */
  async compareWith(accelerators: readonly string[]): Promise<PanelState> {
    const { defaults, ...view } = this.view;
    const wanted = { ...view, defaults: { ...defaults, compareWith: accelerators } };
    const content = valueOf(await this.worker.remote.content(wanted));
    // What the settings say needs no memory, and follows them when they change.
    const asSet = sameItems(accelerators, this.config.defaults(this.uri).compareWith);
    this.compared = asSet ? undefined : accelerators;
    this.memory.setCompared(this.uri, this.compared);
    return this.setStatus({ kind: 'ready', content });
  }

  async markdown(): Promise<string> {
    return this.ask((worker) => worker.markdown(this.view));
  }

  /** @throws InputFault for a file that is no trace. */
  async page(id: PageId): Promise<TracePage> {
    return this.ask((worker) => worker.page(id));
  }

  /**
   * Asks about the file once it is read, and again where it was read anew meanwhile.
   * @throws InputFault for a question that has no answer.
   */
  async ask<T>(question: (worker: Remote<AnalysisMethods>) => Promise<Outcome<T>>): Promise<T> {
    for (;;) {
      await this.content();
      const { loading } = this;
      const outcome = await question(this.worker.remote);
      if (this.loading === loading) return valueOf(outcome);
    }
  }

  /** Sets another trace beside this one, as what it was before. @throws InputFault that names what cannot be read. */
  async compareTrace(before: Uri): Promise<PanelState> {
    const { before: former, loading } = this;
    this.before = before;
    await this.content();
    try {
      await this.readBefore(before);
    } catch (error) {
      if (this.loading === loading) {
        this.before = former;
        throw error;
      }
    }
    if (this.loading !== loading) {
      // This file was read anew meanwhile, and the other with it.
      await this.content();
      return this.state;
    }
    return this.setStatus({ kind: 'ready', content: valueOf(await this.worker.remote.content(this.view)) });
  }

  /** Shows another rank of the folder. @throws InputFault where it has no such rank. */
  async chooseRank(place: number): Promise<PanelState> {
    await this.content();
    valueOf(await this.worker.remote.chooseRank(place));
    this.rank = place;
    this.before = undefined;
    return this.setStatus({ kind: 'ready', content: valueOf(await this.worker.remote.content(this.view)) });
  }

  /** Ends the reading of the other trace; the thread that it takes along reads this one anew. */
  cancelOther(): void {
    this.before = undefined;
    this.worker.stop();
    void this.load();
  }

  async comparison(): Promise<readonly PageBlock[]> {
    return this.ask((worker) => worker.comparison(this.view));
  }

  async comparisonMarkdown(): Promise<string> {
    return this.ask((worker) => worker.comparisonMarkdown(this.view));
  }

  async html(): Promise<string> {
    return this.ask((worker) => worker.html(this.view));
  }

  dispose(): void {
    this.latest++;
    for (const subscription of this.subscriptions) subscription.dispose();
    this.worker.dispose();
    this.changed.dispose();
  }

  /** How the file is looked at now. */
  get view(): View {
    const defaults = this.config.defaults(this.uri);
    return {
      defaults: { ...defaults, compareWith: this.compared ?? defaults.compareWith },
      change: this.change,
      ...(this.grouping === undefined ? {} : { grouping: this.grouping }),
    };
  }

  private async read(): Promise<void> {
    const mine = ++this.latest;
    const { remote } = this.worker;
    const status = await this.statusAfter(async () => {
      valueOf(await remote.open(await fileOrFolder(this.uri)));
      // A folder that is read anew may have fewer ranks than before.
      if (this.rank > 0 && !(await remote.chooseRank(this.rank)).ok) this.rank = 0;
      if (this.before !== undefined)
        await this.readBefore(this.before).catch(() => (this.before = undefined));
      return this.contentNow();
    });
    if (mine === this.latest) this.setStatus(status);
  }

  /**
   * As the user last wanted it; where that can be no more, with a part that the workspace no longer has, as the settings
   * say, with a notice.
   */
  private async contentNow(): Promise<PanelContent> {
    const { remote } = this.worker;
    this.change = this.memory.change(this.uri);
    const wanted = await remote.content(this.view);
    if (wanted.ok || Object.keys(this.change).length === 0) return valueOf(wanted);
    const plain = await remote.content({ ...this.view, change: {} });
    if (!plain.ok) return valueOf(wanted);
    this.change = {};
    const message = `The last What If of this file can be no more (${wanted.fault.message}), so it starts anew.`;
    return { ...plain.value, notices: [{ severity: 'warning', message }, ...plain.value.notices] };
  }

  private async readBefore(before: Uri): Promise<void> {
    const outcome = await this.worker.remote.readOther(await sourceOf(before));
    if (outcome.ok) return;
    const { message, where } = outcome.fault;
    throw new InputFault({ message: new Problem(message, where).describe(), where });
  }

  /** New settings change what a file that is read amounts to. */
  private async refresh(): Promise<void> {
    if (this.status.kind !== 'ready') return;
    const mine = ++this.latest;
    const status = await this.statusAfter(() => this.contentNow());
    if (mine === this.latest) this.setStatus(status);
  }

  private async statusAfter(work: () => Promise<PanelContent>): Promise<PanelStatus> {
    try {
      return { kind: 'ready', content: await work() };
    } catch (error) {
      if (error instanceof InputFault) return { kind: 'failed', ...error.fault };
      if (error instanceof Problem) return { kind: 'failed', message: error.message, where: error.where };
      return { kind: 'failed', message: messageOf(this.worker.failure ?? error) };
    }
  }

  private showProgress(progress: Progress): void {
    if (this.status.kind === 'loading') this.status = { kind: 'loading', ...progress };
  }

  private setStatus(status: PanelStatus): PanelState {
    this.status = status;
    this.changed.fire(this.state);
    return this.state;
  }
}
