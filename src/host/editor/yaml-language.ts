import { CompletionItem, CompletionItemKind, type Position, Range, type TextDocument } from 'vscode';
import type { Field } from './json-schema';
import { type YamlPlace, yamlPlaceAt } from './yaml-place';

/** What the languages of our YAML files have in common where no YAML extension reads their schemas. */
export const placeIn = (document: TextDocument, { line, character }: Position): YamlPlace =>
  yamlPlaceAt(
    document
      .getText(new Range(0, 0, line + 1, 0))
      .split(/\r?\n/)
      .slice(0, line + 1),
    character,
  );

/** A field whose name stands at a position. */
export interface NamedField {
  readonly field: Field;
  readonly path: readonly string[];
  readonly range: Range;
}

/** @param fieldsAt What may stand in a mapping of the file. */
export const fieldNamedAt = (
  document: TextDocument,
  position: Position,
  fieldsAt: (path: readonly string[]) => readonly Field[],
): NamedField | undefined => {
  const range = document.getWordRangeAtPosition(position, /[\w.-]+(?=\s*:)/);
  if (range === undefined) return undefined;
  const { path, field: inValue } = placeIn(document, range.start);
  const name = document.getText(range);
  const field = inValue === undefined ? fieldsAt(path).find((one) => one.name === name) : undefined;
  return field === undefined ? undefined : { field, path, range };
};

export const valueItem = (value: string, detail?: string): CompletionItem => {
  const item = new CompletionItem(value, CompletionItemKind.Value);
  if (detail !== undefined) item.detail = detail;
  return item;
};
