import { Disposable, RelativePattern, Uri, workspace } from 'vscode';
import { isRankFile } from '../../core/input/rank-files';
import { fileNameOf } from './source';

const QUIET_MILLISECONDS = 300;

/** Calls back when a file changed, in the editor or on disk, or a trace in a folder of ranks, once things are quiet. */
export const onFileChanged = (uri: Uri, callback: () => void): Disposable => {
  let timer: NodeJS.Timeout | undefined;
  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(callback, QUIET_MILLISECONDS);
  };
  const watcher = workspace.createFileSystemWatcher(
    new RelativePattern(Uri.joinPath(uri, '..'), fileNameOf(uri)),
  );
  // Of a file, nothing is below it.
  const inside = workspace.createFileSystemWatcher(new RelativePattern(uri, '*'));
  const rankSoon = (changed: Uri): void => {
    if (isRankFile(fileNameOf(changed))) soon();
  };
  return Disposable.from(
    inside,
    inside.onDidChange(rankSoon),
    inside.onDidCreate(rankSoon),
    inside.onDidDelete(rankSoon),
    watcher,
    watcher.onDidChange(soon),
    watcher.onDidCreate(soon),
    workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0 && document.uri.toString() === uri.toString()) soon();
    }),
    { dispose: () => clearTimeout(timer) },
  );
};
