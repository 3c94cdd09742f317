import { Range, type Uri, ViewColumn, window } from 'vscode';
import type { SourcePlace } from '../../protocol/methods';

/** Shows a file as text, at a place counted from 1. */
export const showSource = async (uri: Uri, { line = 1, column = 1 }: SourcePlace): Promise<void> => {
  const selection = new Range(line - 1, column - 1, line - 1, column - 1);
  await window.showTextDocument(uri, { selection, viewColumn: ViewColumn.Active });
};
