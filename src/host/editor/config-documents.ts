import { type Disposable, type DocumentSelector, Range, type TextDocument, workspace } from 'vscode';
import type { Advice } from '../../core/models/advice';
import type { SourceRange } from '../../core/text/located';
import type { ConfigCheck, ExplainedField, TextSource } from '../../protocol/analysis';
import type { AnalysisWorker } from '../analysis/analysis-worker';
import { besideOf, presentText } from '../analysis/beside';
import { onBesideChanged } from '../analysis/file-changes';
import type { Config } from '../config';
import { PerVersion } from './per-version';

export const CONFIG_DOCUMENTS: DocumentSelector = [
  { language: 'json' },
  { language: 'jsonc' },
  { language: 'yaml' },
];

/** A model config has kilobytes; a larger text is looked at only when the user asks for it. */
export const MAX_CHARACTERS = 1024 * 1024;

export const textOf = (document: TextDocument): TextSource => ({
  kind: 'text',
  name: workspace.asRelativePath(document.uri),
  text: document.getText(),
});

export const rangeIn = (document: TextDocument, { start, end }: SourceRange): Range =>
  new Range(document.positionAt(start), document.positionAt(end));

/** Tells model configs from other documents, and what could be better in them, once for each version of a text. */
export class ConfigDocuments implements Disposable {
  private readonly sources: PerVersion<TextSource>;
  private readonly checks: PerVersion<ConfigCheck | undefined>;
  private readonly advices: PerVersion<readonly Advice[]>;
  private readonly explanations: PerVersion<readonly ExplainedField[] | undefined>;

  /** Of open configs: what watches the files that they ask for. */
  private readonly watched = new Map<TextDocument, Disposable>();
  private readonly closed: Disposable;

  /** @param config Told when a file beside an open config changed, so that all that shows it is drawn anew. */
  constructor(worker: AnalysisWorker, config: Config) {
    this.closed = workspace.onDidCloseTextDocument((document) => {
      this.watched.get(document)?.dispose();
      this.watched.delete(document);
    });
    const watch = (document: TextDocument): void => {
      if (this.watched.has(document) || document.isClosed) return;
      const changed = (): void => {
        for (const answers of [this.sources, this.checks, this.advices, this.explanations])
          answers.forget(document);
        config.touch();
      };
      this.watched.set(document, onBesideChanged(document.uri, changed));
    };
    this.sources = new PerVersion(async (document) => {
      const source = textOf(document);
      watch(document);
      const beside = await besideOf(document.uri, source.text, presentText);
      return { ...source, ...(beside === undefined ? {} : { beside }) };
    });
    this.checks = new PerVersion(async (document) =>
      document.getText().length > MAX_CHARACTERS
        ? undefined
        : worker.remote.checkConfig(await this.source(document)),
    );
    this.advices = new PerVersion(async (document) =>
      (await this.check(document)) === undefined ? [] : worker.remote.advise(await this.source(document)),
    );
    this.explanations = new PerVersion(async (document) =>
      (await this.isSound(document)) ? worker.remote.explainFields(await this.source(document)) : [],
    );
  }

  dispose(): void {
    this.closed.dispose();
    for (const watch of this.watched.values()) watch.dispose();
  }

  /** Its text, with what stands beside it. */
  source(document: TextDocument): Promise<TextSource> {
    return this.sources.get(document);
  }

  /** Explains all its fields ahead of the first hover. */
  async prepare(document: TextDocument): Promise<void> {
    await this.explanations.get(document);
  }

  /** What `prepare` found; undefined where it is not done yet. */
  explained(document: TextDocument): readonly ExplainedField[] | undefined {
    return this.explanations.known(document);
  }

  /** Undefined where the document is no model config. */
  check(document: TextDocument): Promise<ConfigCheck | undefined> {
    return this.checks.get(document);
  }

  /** None where the document is no model config. */
  advice(document: TextDocument): Promise<readonly Advice[]> {
    return this.advices.get(document);
  }

  /** Whether the document is a model config that can be read. */
  async isSound(document: TextDocument): Promise<boolean> {
    const check = await this.check(document);
    return check !== undefined && check.fault === undefined;
  }
}
