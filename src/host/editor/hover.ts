import {
  type DocumentSelector,
  Hover,
  type HoverProvider,
  MarkdownString,
  type Position,
  type TextDocument,
} from 'vscode';
import type { FieldExplanation } from '../../core/models/explain';
import type { AnalysisWorker } from '../analysis/analysis-worker';
import { type ConfigDocuments, MAX_CHARACTERS, rangeIn, textOf } from './config-documents';

/** Not `appendText`, whose hard spaces keep a sentence from wrapping. */
const plain = (text: string): string => text.replace(/[\\`*_{}[\]<>#|~&]/g, '\\$&');

const contentOf = ({ title, sentences }: Pick<FieldExplanation, 'title' | 'sentences'>): MarkdownString =>
  new MarkdownString([`**${plain(title)}**`, ...sentences.map(plain)].join('\n\n'));

/** What a field of a model config is and costs. */
export class FieldHoverProvider implements HoverProvider {
  constructor(
    private readonly configs: ConfigDocuments,
    private readonly worker: AnalysisWorker,
  ) {}

  async provideHover(document: TextDocument, position: Position): Promise<Hover | undefined> {
    const check = await this.configs.check(document);
    if (check === undefined || check.fault !== undefined) return undefined;
    const explained = await this.worker.remote.explainField(textOf(document), document.offsetAt(position));
    return explained === undefined
      ? undefined
      : new Hover(contentOf(explained), rangeIn(document, explained.range));
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
export class SettingHoverProvider implements HoverProvider {
  constructor(private readonly worker: AnalysisWorker) {}

  async provideHover(document: TextDocument, position: Position): Promise<Hover | undefined> {
    const source = textOf(document);
    if (source.text.length > MAX_CHARACTERS) return undefined;
    const explained = await this.worker.remote.explainSetting(source, document.offsetAt(position));
    return explained === undefined
      ? undefined
      : new Hover(contentOf(explained), rangeIn(document, explained.range));
  }
}
