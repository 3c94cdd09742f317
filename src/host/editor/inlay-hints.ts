import {
  type Disposable,
  EventEmitter,
  InlayHint,
  type InlayHintsProvider,
  type Range,
  type TextDocument,
} from 'vscode';
import type { AnalysisWorker } from '../analysis/analysis-worker';
import type { Config } from '../config';
import type { ConfigDocuments } from './config-documents';

/** What follows from the main fields of a model config, behind their values. */
export class DerivedNumbersProvider implements InlayHintsProvider, Disposable {
  private readonly changed = new EventEmitter<void>();
  readonly onDidChangeInlayHints = this.changed.event;
  private readonly subscription: Disposable;

  constructor(
    private readonly configs: ConfigDocuments,
    private readonly worker: AnalysisWorker,
    private readonly config: Config,
  ) {
    this.subscription = config.onDidChange(() => this.changed.fire());
  }

  async provideInlayHints(document: TextDocument, range: Range): Promise<InlayHint[]> {
    if (!this.config.inlayHintsEnabled(document) || !(await this.configs.isSound(document))) return [];
    const derived = await this.worker.remote.derivedNumbers(await this.configs.source(document));
    if (!derived.ok) return [];
    return derived.value.flatMap(({ offset, label }) => {
      const position = document.positionAt(offset);
      if (!range.contains(position)) return [];
      const hint = new InlayHint(position, label);
      hint.paddingLeft = true;
      return [hint];
    });
  }

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
  }
}
