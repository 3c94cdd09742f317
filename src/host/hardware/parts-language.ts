import {
  CompletionItem,
  CompletionItemKind,
  type CompletionItemProvider,
  Hover,
  type HoverProvider,
  MarkdownString,
  type Position,
  SnippetString,
  type TextDocument,
} from 'vscode';
import type { AnalysisWorker } from '../analysis/analysis-worker';
import { explain, type Field } from '../editor/json-schema';
import { hasYamlExtension } from '../editor/yaml-extension';
import { fieldNamedAt, placeIn, valueItem } from '../editor/yaml-language';
import type { YamlPlace } from '../editor/yaml-place';
import { partsFieldsAt, snippetOf, unitOf } from './parts-schema';

/** The short names that the file gives its sources. */
const sourcesIn = (document: TextDocument): readonly string[] => {
  const [, lines = ''] = /^sources:[^\n]*\n((?:[ \t]+[^\n]*\n?|\r?\n)*)/m.exec(document.getText()) ?? [];
  return [...lines.matchAll(/^[ \t]+([\w.-]+)\s*:/gm)].flatMap(([, name]) => name ?? []);
};

/** Completion and hover of a file of parts where no YAML extension reads the schema. */
export class PartsLanguage implements CompletionItemProvider, HoverProvider {
  constructor(private readonly worker: AnalysisWorker) {}

  async provideCompletionItems(document: TextDocument, position: Position): Promise<CompletionItem[]> {
    if (hasYamlExtension()) return [];
    const place = placeIn(document, position);
    return place.field === undefined
      ? this.names(document, position, place)
      : this.values(document, place.path, place.field);
  }

  provideHover(document: TextDocument, position: Position): Hover | undefined {
    if (hasYamlExtension()) return undefined;
    const found = fieldNamedAt(document, position, partsFieldsAt);
    if (found === undefined) return undefined;
    const { field, path, range } = found;
    const unit = unitOf(path, field);
    const title = unit === undefined ? `**${field.name}**` : `**${field.name}** (${unit})`;
    return new Hover(new MarkdownString(`${title}\n\n${explain(field)}`), range);
  }

  private names(document: TextDocument, { line, character }: Position, place: YamlPlace): CompletionItem[] {
    const { path, written } = place;
    const before = document.lineAt(line).text.slice(0, character);
    // The items of a list of mappings begin with a dash.
    const list = partsFieldsAt(path.slice(0, -1)).find(({ name }) => name === path.at(-1))?.isList === true;
    const dash = list && !place.isItem && !before.includes('-') ? '- ' : '';
    const inBraces = /[{,]\s*[\w.-]*$/.test(before);
    return partsFieldsAt(path)
      .filter(({ name }) => !written.has(name))
      .map((field, index) => fieldItem(field, unitOf(path, field), dash + snippetOf(field, inBraces), index));
  }

  private async values(
    document: TextDocument,
    path: readonly string[],
    name: string,
  ): Promise<CompletionItem[]> {
    const field = partsFieldsAt(path).find((one) => one.name === name);
    if (name === 'id' && path.join('.') === 'parts')
      return (await this.worker.remote.accelerators()).map(({ id, label }) =>
        valueItem(id, `corrects ${label}`),
      );
    if (name === 'source') return sourcesIn(document).map((source) => valueItem(source));
    return (field?.values ?? []).map((value) => valueItem(value));
  }
}

/** In the order of the schema, which is that of importance. */
const fieldItem = (
  field: Field,
  unit: string | undefined,
  snippet: string,
  index: number,
): CompletionItem => {
  const item = new CompletionItem(field.name, CompletionItemKind.Property);
  if (unit !== undefined) item.detail = unit;
  item.documentation = explain(field);
  item.insertText = new SnippetString(snippet);
  item.sortText = String(index).padStart(3, '0');
  return item;
};
