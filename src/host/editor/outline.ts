import { DocumentSymbol, type DocumentSymbolProvider, SymbolKind, type TextDocument } from 'vscode';
import type { OutlineField, OutlineGroup } from '../../core/models/outline';
import type { AnalysisWorker } from '../analysis/analysis-worker';
import { type ConfigDocuments, rangeIn, textOf } from './config-documents';

const symbolOfField = (document: TextDocument, field: OutlineField): DocumentSymbol =>
  new DocumentSymbol(
    field.title,
    field.title === field.path ? field.value : `${field.path} ${field.value}`,
    SymbolKind.Field,
    rangeIn(document, field.range),
    rangeIn(document, field.key),
  );

/** Fields of a group stand apart in the text; a group stands where its first one does. */
const symbolOfGroup = (
  document: TextDocument,
  { title, fields }: OutlineGroup,
): readonly DocumentSymbol[] => {
  const children = fields.map((field) => symbolOfField(document, field));
  const [first] = children;
  if (first === undefined) return [];
  const group = new DocumentSymbol(title, '', SymbolKind.Namespace, first.range, first.selectionRange);
  group.children = children;
  return [group];
};

/** The fields of a model config that count, by what they are about. */
export class ConfigOutlineProvider implements DocumentSymbolProvider {
  constructor(
    private readonly configs: ConfigDocuments,
    private readonly worker: AnalysisWorker,
  ) {}

  async provideDocumentSymbols(document: TextDocument): Promise<DocumentSymbol[]> {
    if (!(await this.configs.isSound(document))) return [];
    const outline = await this.worker.remote.configOutline(textOf(document));
    return outline.ok ? outline.value.flatMap((group) => symbolOfGroup(document, group)) : [];
  }
}
