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

class ConfigLens extends CodeLens {
  constructor(readonly document: TextDocument) {
    super(HEAD);
  }
}

const changeLens = ({ uri }: TextDocument, title: string): CodeLens =>
  new CodeLens(HEAD, {
    title,
    tooltip: 'Show what changed, what it does, and which field did it',
    command: 'wattlens.compareWithHead',
    arguments: [uri],
  });

/**
 * One line at the head of a model config; its numbers are computed when it is to be seen. Where the config was changed
 * since HEAD, the same line tells what that does to carbon.
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
    const change = await this.headChange.titleOf(document, await this.configs.source(document));
    // First, because a narrow editor cuts the line off.
    return [...(change === undefined ? [] : [changeLens(document, change)]), new ConfigLens(document)];
  }

  async resolveCodeLens(lens: CodeLens): Promise<CodeLens> {
    if (!(lens instanceof ConfigLens)) return lens;
    const { document } = lens;
    const outcome = await this.worker.remote.summarizeConfig(
      await this.configs.source(document),
      this.config.defaults(document),
    );
    lens.command = {
      title: outcome.ok ? lensTitle(outcome.value) : outcome.fault.message,
      tooltip: 'Show the operators, other accelerators and the carbon of this model',
      command: 'wattlens.analyze',
      arguments: [document.uri],
    };
    return lens;
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    this.changed.dispose();
  }
}
