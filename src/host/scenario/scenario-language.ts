import {
  CompletionItem,
  CompletionItemKind,
  type CompletionItemProvider,
  Hover,
  type HoverProvider,
  MarkdownString,
  type Position,
  Range,
  SnippetString,
  type TextDocument,
} from 'vscode';
import type { AnalysisWorker } from '../analysis/analysis-worker';
import { explain, type Field } from '../editor/json-schema';
import { hasYamlExtension } from '../editor/yaml-extension';
import { type Place, placeAt } from './schema';

const placeIn = (document: TextDocument, { line, character }: Position): Place => {
  const lines = document.getText(new Range(0, 0, line + 1, 0)).split(/\r?\n/);
  return placeAt(lines.slice(0, line + 1), character);
};

const fieldItem = (field: Field): CompletionItem => {
  const item = new CompletionItem(field.name, CompletionItemKind.Property);
  item.documentation = explain(field);
  item.insertText = new SnippetString(
    field.fields === undefined ? `${field.name}: $0` : `${field.name}:\n  $0`,
  );
  return item;
};

const valueItem = (value: string, detail?: string): CompletionItem => {
  const item = new CompletionItem(value, CompletionItemKind.Value);
  if (detail !== undefined) item.detail = detail;
  return item;
};

const isHardware = (section: string | undefined, field: string | undefined): boolean =>
  (section === 'deployment' && field === 'on') || (section === 'payback' && field === 'replaces');

/** Completion and hover of a scenario's fields where no YAML extension reads the schema. */
export class ScenarioLanguage implements CompletionItemProvider, HoverProvider {
  constructor(private readonly worker: AnalysisWorker) {}

  async provideCompletionItems(document: TextDocument, position: Position): Promise<CompletionItem[]> {
    if (hasYamlExtension()) return [];
    const { section, fields, field, inValue } = placeIn(document, position);
    if (!inValue) return fields.map(fieldItem);
    if (isHardware(section?.name, field?.name)) {
      return (await this.worker.remote.accelerators()).map(({ id, label }) => valueItem(id, label));
    }
    return (field?.values ?? []).map((value) => valueItem(value));
  }

  provideHover(document: TextDocument, position: Position): Hover | undefined {
    const { field, inValue } = placeIn(document, position);
    if (hasYamlExtension() || field === undefined || inValue) return undefined;
    return new Hover(new MarkdownString(`**${field.name}**\n\n${explain(field)}`));
  }
}
