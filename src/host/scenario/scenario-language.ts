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
import { scenarioFieldsAt } from './schema';

const fieldItem = (field: Field): CompletionItem => {
  const item = new CompletionItem(field.name, CompletionItemKind.Property);
  item.documentation = explain(field);
  item.insertText = new SnippetString(
    field.fields === undefined ? `${field.name}: $0` : `${field.name}:\n  $0`,
  );
  return item;
};

const isHardware = (section: string, field: string): boolean =>
  (section === 'deployment' && field === 'on') || (section === 'payback' && field === 'replaces');

/** Completion and hover of a scenario's fields where no YAML extension reads the schema. */
export class ScenarioLanguage implements CompletionItemProvider, HoverProvider {
  constructor(private readonly worker: AnalysisWorker) {}

  async provideCompletionItems(document: TextDocument, position: Position): Promise<CompletionItem[]> {
    if (hasYamlExtension()) return [];
    const { path, field: name, written } = placeIn(document, position);
    const fields = scenarioFieldsAt(path);
    if (name === undefined) return fields.filter((field) => !written.has(field.name)).map(fieldItem);
    if (isHardware(path.join('.'), name)) {
      return (await this.worker.remote.accelerators()).map(({ id, label }) => valueItem(id, label));
    }
    const values = fields.find((field) => field.name === name)?.values ?? [];
    return values.map((value) => valueItem(value));
  }

  provideHover(document: TextDocument, position: Position): Hover | undefined {
    const found = hasYamlExtension() ? undefined : fieldNamedAt(document, position, scenarioFieldsAt);
    if (found === undefined) return undefined;
    const { field, range } = found;
    return new Hover(new MarkdownString(`**${field.name}**\n\n${explain(field)}`), range);
  }
}
