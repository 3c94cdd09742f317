import { Hover, type HoverProvider, MarkdownString, type Position, Range, type TextDocument } from 'vscode';
import type { FieldExplanation } from '../../core/models/explain';
import type { AnalysisWorker } from '../analysis/analysis-worker';
import { type ConfigDocuments, textOf } from './config-documents';

/** Not `appendText`, whose hard spaces keep a sentence from wrapping. */
const plain = (text: string): string => text.replace(/[\\`*_{}[\]<>#|~&]/g, '\\$&');

const contentOf = ({ title, sentences }: FieldExplanation): MarkdownString =>
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
    if (explained === undefined) return undefined;
    const { start, end } = explained.range;
    return new Hover(contentOf(explained), new Range(document.positionAt(start), document.positionAt(end)));
  }
}
