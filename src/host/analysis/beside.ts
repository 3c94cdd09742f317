import { Uri, workspace } from 'vscode';
import { mayAskBeside, pathsBeside, type TextsBeside, textsBeside } from '../../core/input/beside';

/** Configs have kilobytes. */
const MOST_BYTES = 1024 * 1024;

/** A file's text in one state of the files; undefined where there is none. */
export type TextIn = (uri: Uri) => Promise<string | undefined>;

/** As it is now: an open document wins over the disk, so that unsaved changes count. */
export const presentText: TextIn = async (uri) => {
  const open = workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  if (open !== undefined) return open.getText();
  try {
    if ((await workspace.fs.stat(uri)).size > MOST_BYTES) return undefined;
    return new TextDecoder().decode(await workspace.fs.readFile(uri));
  } catch {
    // It is not there.
    return undefined;
  }
};

const folderOf = (uri: Uri): Uri => Uri.joinPath(uri, '..');

/** The texts of a config's folder that tell what it leaves out, in the same state; undefined where it needs none. */
export const besideOf = async (uri: Uri, text: string, textIn: TextIn): Promise<TextsBeside | undefined> =>
  text.length > MOST_BYTES
    ? undefined
    : textsBeside(text, uri.path, (path) => textIn(Uri.joinPath(folderOf(uri), path)));

/** The files that reading a config as it is now asks for; some may not be there. */
export const filesAskedFor = async (uri: Uri): Promise<readonly Uri[]> => {
  const text = mayAskBeside(uri.path) ? await presentText(uri) : undefined;
  return text === undefined
    ? []
    : pathsBeside(text, uri.path).map((path) => Uri.joinPath(folderOf(uri), path));
};

/** Whether reading a config as it is now asks for another file. */
export const asksFor = async (uri: Uri, other: Uri): Promise<boolean> =>
  other.path.startsWith(`${folderOf(uri).path}/`) &&
  (await filesAskedFor(uri)).some(({ path }) => path === other.path);
