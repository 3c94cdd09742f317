import {
  type Disposable,
  EventEmitter,
  languages,
  type TextDocument,
  type TreeDataProvider,
  type TreeItem,
  window,
  workspace,
} from 'vscode';
import type { ModuleInfo } from '../../core/models/modules';
import type { AnalysisWorker } from '../analysis/analysis-worker';
import type { Config } from '../config';
import { CONFIG_DOCUMENTS, type ConfigDocuments } from '../editor/config-documents';
import { itemOf } from './module-item';

const QUIET_MILLISECONDS = 200;

/** The modules of the model config in the active editor. What was shown stays while the text is being broken. */
export class ModelView implements TreeDataProvider<ModuleInfo>, Disposable {
  private readonly changed = new EventEmitter<void>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly subscriptions: readonly Disposable[];
  private timer: NodeJS.Timeout | undefined;
  private shown: { readonly document: TextDocument; readonly root: ModuleInfo } | undefined;

  constructor(
    private readonly configs: ConfigDocuments,
    private readonly worker: AnalysisWorker,
    private readonly config: Config,
  ) {
    this.subscriptions = [
      window.onDidChangeActiveTextEditor(() => this.later()),
      workspace.onDidChangeTextDocument(({ document }) => {
        if (document === window.activeTextEditor?.document) this.later();
      }),
      workspace.onDidCloseTextDocument((document) => {
        if (document === this.shown?.document) this.later();
      }),
      config.onDidChange(() => this.later()),
      this.changed,
    ];
    this.later();
  }

  /** Whose modules are shown. */
  get document(): TextDocument | undefined {
    return this.shown?.document;
  }

  getTreeItem(module: ModuleInfo): TreeItem {
    return itemOf(module);
  }

  /** A root without a name stands for the whole model and is left out. */
  getChildren(module?: ModuleInfo): ModuleInfo[] {
    if (module !== undefined) return [...module.children];
    if (this.shown === undefined) return [];
    const { root } = this.shown;
    return root.name === '' ? [...root.children] : [root];
  }

  dispose(): void {
    clearTimeout(this.timer);
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private later(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.refresh(), QUIET_MILLISECONDS);
  }

  private async refresh(): Promise<void> {
    const document = window.activeTextEditor?.document;
    if (document === undefined) {
      // A report or a terminal beside the config has the focus.
      if (this.shown?.document.isClosed === true) this.show(undefined);
      return;
    }
    const { version } = document;
    const isConfig = languages.match(CONFIG_DOCUMENTS, document) > 0;
    const check = isConfig ? await this.configs.check(document) : undefined;
    if (check?.fault !== undefined && document === this.shown?.document) return;
    const tree =
      check === undefined || check.fault !== undefined
        ? undefined
        : await this.worker.remote.moduleTree(
            await this.configs.source(document),
            this.config.defaults(document),
          );
    if (document !== window.activeTextEditor?.document || document.version !== version) return;
    this.show(tree?.ok === true ? { document, root: tree.value } : undefined);
  }

  private show(shown: { readonly document: TextDocument; readonly root: ModuleInfo } | undefined): void {
    if (shown === undefined && this.shown === undefined) return;
    this.shown = shown;
    this.changed.fire();
  }
}
