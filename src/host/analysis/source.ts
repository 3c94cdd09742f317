import { FileType, Uri, workspace } from 'vscode';
export { fileNameOf } from './file-name';
import { rankFileNames } from '../../core/input/rank-files';
import { mayAskBeside } from '../../core/input/beside';
import { besideOf, presentText } from './beside';
import type { RankFolder, Source } from '../../protocol/analysis';

/** An open document wins over the disk, so that unsaved changes count; other file systems hand over their bytes. */
export const sourceOf = async (uri: Uri): Promise<Source> => {
  const name = workspace.asRelativePath(uri);
  const document = workspace.textDocuments.find((open) => open.uri.toString() === uri.toString());
  // Of a config that may ask for others, their unsaved changes count, too.
  const text = document?.getText() ?? (mayAskBeside(uri.path) ? await presentText(uri) : undefined);
  if (text !== undefined) {
    const beside = await besideOf(uri, text, presentText);
    return { kind: 'text', name, text, ...(beside === undefined ? {} : { beside }) };
  }
  if (uri.scheme === 'file') return { kind: 'file', name, path: uri.fsPath };
  return { kind: 'bytes', name, bytes: await workspace.fs.readFile(uri) };
};

const isFolder = async (uri: Uri): Promise<boolean> =>
  workspace.fs.stat(uri).then(
    ({ type }) => (type & FileType.Directory) !== 0,
    // Untitled and the like: what is wrong with it is said when it is read.
    () => false,
  );

const versioned = async (uri: Uri): Promise<Source> => {
  const source = await sourceOf(uri);
  if (source.kind !== 'file') return source;
  const { mtime, size } = await workspace.fs.stat(uri);
  return { ...source, version: `${mtime} ${size}` };
};

/** A file; or of a folder the files that may be traces, one a rank. @throws Problem where it has none */
export const fileOrFolder = async (uri: Uri): Promise<Source | RankFolder> => {
  if (!(await isFolder(uri))) return sourceOf(uri);
  const entries = await workspace.fs.readDirectory(uri);
  const files = entries.filter(([, type]) => (type & FileType.File) !== 0).map(([name]) => name);
  const traces = rankFileNames(files, workspace.asRelativePath(uri));
  return {
    kind: 'ranks',
    name: workspace.asRelativePath(uri),
    files: await Promise.all(traces.map((name) => versioned(Uri.joinPath(uri, name)))),
  };
};
