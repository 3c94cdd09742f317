import { Disposable, RelativePattern, Uri, workspace } from 'vscode';
import { fileNameOf } from './source';

const QUIET_MILLISECONDS = 300;

/** Calls back when a file changed, in the editor or on disk, once things are quiet. */
export const onFileChanged = (uri: Uri, callback: () => void): Disposable => {
  let timer: NodeJS.Timeout | undefined;
  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(callback, QUIET_MILLISECONDS);
  };
  const watcher = workspace.createFileSystemWatcher(
    new RelativePattern(Uri.joinPath(uri, '..'), fileNameOf(uri)),
  );
  return Disposable.from(
    watcher,
    watcher.onDidChange(soon),
    watcher.onDidCreate(soon),
    workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0 && document.uri.toString() === uri.toString()) soon();
    }),
    { dispose: () => clearTimeout(timer) },
  );
};
