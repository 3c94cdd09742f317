import {
  CodeLens,
  type CodeLensProvider,
  type Disposable,
  EventEmitter,
  Range,
  type TextDocument,
} from 'vscode';
import type { AnalysisWorker } from '../analysis/analysis-worker';
import type { Config } from '../config';
import type { GitFiles } from '../git/git-files';
import { HeadChange } from '../review/head-change';
import type { ConfigDocuments } from './config-documents';
import { lensTitle } from './lens-title';

const HEAD = new Range(0, 0, 0, 0);

const configLens = ({ uri }: TextDocument, title: string): CodeLens =>
  new CodeLens(HEAD, {
    title,
    tooltip: 'Show the operators, other accelerators and the carbon of this model',
    command: 'wattlens.analyze',
    arguments: [uri],
  });

const changeLens = ({ uri }: TextDocument, title: string): CodeLens =>
  new CodeLens(HEAD, {
    title,
    tooltip: 'Show what changed, what it does, and which field did it',
    command: 'wattlens.compareWithHead',
    arguments: [uri],
  });

/**
 * One line at the head of a model config. Where the config was changed since HEAD, the same line tells what that does to
 * carbon. All of it is provided at once: while VS Code resolves lenses that came without a command, it may let go of the
 * commands of those it shows, and a click on them finds none.
 */
export class ConfigLensProvider implements CodeLensProvider, Disposable {
  private readonly changed = new EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.changed.event;
  private readonly subscriptions: readonly Disposable[];
  private readonly headChange: HeadChange;

  constructor(
    private readonly configs: ConfigDocuments,
    private readonly worker: AnalysisWorker,
    private readonly config: Config,
    git: GitFiles,
  ) {
    this.headChange = new HeadChange(worker, git, config);
    const refresh = (): void => this.changed.fire();
    this.subscriptions = [config.onDidChange(refresh), git.onDidChange(refresh)];
  }

  async provideCodeLenses(document: TextDocument): Promise<CodeLens[]> {
    if (!this.config.codeLensEnabled(document)) return [];
    const check = await this.configs.check(document);
    if (check === undefined || check.fault !== undefined) return [];
    const source = await this.configs.source(document);
    const outcome = await this.worker.remote.summarizeConfig(source, this.config.defaults(document));
    const lens = configLens(document, outcome.ok ? lensTitle(outcome.value) : outcome.fault.message);
    const change = outcome.ok ? await this.headChange.titleOf(document, source, outcome.value) : undefined;
    // First, because a narrow editor cuts the line off.
    return change === undefined ? [lens] : [changeLens(document, change), lens];
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    this.changed.dispose();
  }
}
