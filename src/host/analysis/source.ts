import { type Uri, workspace } from 'vscode';
import type { Source } from '../../protocol/analysis';

export const fileNameOf = (uri: Uri): string => uri.path.slice(uri.path.lastIndexOf('/') + 1);

/** An open document wins over the disk, so that unsaved changes count; other file systems hand over their bytes. */
export const sourceOf = async (uri: Uri): Promise<Source> => {
  const name = workspace.asRelativePath(uri);
  const document = workspace.textDocuments.find((open) => open.uri.toString() === uri.toString());
  if (document !== undefined) return { kind: 'text', name, text: document.getText() };
  if (uri.scheme === 'file') return { kind: 'file', name, path: uri.fsPath };
  return { kind: 'bytes', name, bytes: await workspace.fs.readFile(uri) };
};
