import { FileType, Uri, workspace } from 'vscode';
import { fileNameOf } from './file-name';

/** Configs have kilobytes. */
const MOST_BYTES = 1024 * 1024;
const MOST_FILES = 40;

type Texts = Readonly<Record<string, string>>;

const textOfFile = async (uri: Uri): Promise<string | undefined> => {
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

const textsOf = async (folder: Uri, paths: readonly string[]): Promise<Texts> => {
  const texts = await Promise.all(
    paths.map(async (path) => [path, await textOfFile(Uri.joinPath(folder, path))] as const),
  );
  return Object.fromEntries(texts.flatMap(([path, text]) => (text === undefined ? [] : [[path, text]])));
};

/** The configs of a pipeline's components, each in a folder of its own or beside the index. */
const components = async (folder: Uri): Promise<readonly string[]> => {
  const entries = await workspace.fs.readDirectory(folder).then(
    (found) => found,
    () => [],
  );
  return entries
    .flatMap(([name, type]) =>
      (type & FileType.Directory) !== 0 ? [`${name}/config.json`] : name.endsWith('.json') ? [name] : [],
    )
    .slice(0, MOST_FILES);
};

/** The texts of a config's folder that tell what it leaves out, by path from there; undefined where it needs none. */
export const besideOf = async (uri: Uri): Promise<Texts | undefined> => {
  const folder = Uri.joinPath(uri, '..');
  switch (fileNameOf(uri)) {
    case 'model_index.json':
      return textsOf(folder, await components(folder));
    case 'config.json': {
      const texts = await textsOf(folder, ['hf_quant_config.json']);
      return Object.keys(texts).length === 0 ? undefined : texts;
    }
    default:
      return undefined;
  }
};
