import {
  type Disposable,
  type DocumentSelector,
  Hover,
  type HoverProvider,
  MarkdownString,
  type Position,
  type TextDocument,
} from 'vscode';
import type { FieldExplanation } from '../../core/models/explain';
import type { SettingExplanation } from '../../core/scenario/settings/explain';
import type { AnalysisWorker } from '../analysis/analysis-worker';
import { CONFIG_DOCUMENTS, type ConfigDocuments, MAX_CHARACTERS, rangeIn, textOf } from './config-documents';
import { PerVersion } from './per-version';
import { QuietDocuments } from './quiet-documents';

/** Not `appendText`, whose hard spaces keep a sentence from wrapping. */
const plain = (text: string): string => text.replace(/[\\`*_{}[\]<>#|~&]/g, '\\$&');

const contentOf = ({ title, sentences }: Pick<FieldExplanation, 'title' | 'sentences'>): MarkdownString =>
  new MarkdownString([`**${plain(title)}**`, ...sentences.map(plain)].join('\n\n'));

/** What a field of a model config is and costs. */
export class FieldHoverProvider implements HoverProvider, Disposable {
  private readonly ahead: Disposable;

  constructor(
    private readonly configs: ConfigDocuments,
    private readonly worker: AnalysisWorker,
  ) {
    this.ahead = new QuietDocuments(CONFIG_DOCUMENTS, (document) => configs.prepare(document));
  }

  async provideHover(document: TextDocument, position: Position): Promise<Hover | undefined> {
    const explained = await this.explanationAt(document, document.offsetAt(position));
    return explained === undefined
      ? undefined
      : new Hover(contentOf(explained), rangeIn(document, explained.range));
  }

  dispose(): void {
    this.ahead.dispose();
  }

  /** All are there soon after a change; before that the one that is asked about is found. */
  private async explanationAt(document: TextDocument, offset: number): Promise<FieldExplanation | undefined> {
    const ready = this.configs.explained(document);
    if (ready !== undefined)
      return ready.find(({ start, end }) => start <= offset && offset <= end)?.explanation;
    return (await this.configs.isSound(document))
      ? this.worker.remote.explainField(await this.configs.source(document), offset)
      : undefined;
  }
}

/** Files that serving and training programs take their settings from. */
export const SETTINGS_DOCUMENTS: DocumentSelector = [
  { language: 'json' },
  { language: 'jsonc' },
  { language: 'yaml' },
  { pattern: '**/*.toml' },
  { pattern: '**/*.sh' },
];

/** What a field of a serving or training program's settings decides. */
export class SettingHoverProvider implements HoverProvider, Disposable {
  private readonly settings: PerVersion<readonly SettingExplanation[]>;
  private readonly ahead: Disposable;

  constructor(worker: AnalysisWorker) {
    this.settings = new PerVersion(async (document) => {
      const source = textOf(document);
      return source.text.length > MAX_CHARACTERS ? [] : worker.remote.explainSettings(source);
    });
    this.ahead = new QuietDocuments(SETTINGS_DOCUMENTS, (document) => this.settings.get(document));
  }

  async provideHover(document: TextDocument, position: Position): Promise<Hover | undefined> {
    const offset = document.offsetAt(position);
    const explained = (await this.settings.get(document)).find(
      ({ start, range }) => start <= offset && offset <= range.end,
    );
    return explained === undefined
      ? undefined
      : new Hover(contentOf(explained), rangeIn(document, explained.range));
  }

  dispose(): void {
    this.ahead.dispose();
  }
}
