import { Disposable, RelativePattern, Uri, workspace } from 'vscode';
import { isRankFile } from '../../core/input/rank-files';
import { mayAskBeside } from '../../core/input/beside';
import { asksFor, filesAskedFor } from './beside';
import { fileNameOf } from './source';

const QUIET_MILLISECONDS = 300;
const quietly = (callback: () => void): { readonly soon: () => void; readonly timer: Disposable } => {
  let timer: NodeJS.Timeout | undefined;
  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(callback, QUIET_MILLISECONDS);
  };
  return { soon, timer: { dispose: () => clearTimeout(timer) } };
};

/**
 * Calls back when a file that reading a config asks for changed, came or went, in the editor or on disk, once things are quiet.
 * Folders are watched one by one: with all below it, that of a config in a home folder would be all files there are.
 */
export const onBesideChanged = (uri: Uri, callback: () => void): Disposable => {
  if (!mayAskBeside(uri.path)) return new Disposable(() => {});
  const { soon, timer } = quietly(callback);
  const asked = (other: Uri): void => {
    void asksFor(uri, other).then((asks) => {
      if (asks) soon();
    });
  };
  const watchers = new Map<string, Disposable>();
  let disposed = false;
  const watch = (folder: Uri): void => {
    if (disposed || watchers.has(folder.path)) return;
    const watcher = workspace.createFileSystemWatcher(new RelativePattern(folder, '*.json'));
    const told = [watcher.onDidChange(asked), watcher.onDidCreate(asked), watcher.onDidDelete(asked)];
    watchers.set(folder.path, Disposable.from(watcher, ...told));
  };
  const follow = (): void => {
    void filesAskedFor(uri).then((files) => {
      for (const file of files) watch(Uri.joinPath(file, '..'));
    });
  };
  follow();
  return Disposable.from(
    workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length === 0) return;
      if (document.uri.toString() === uri.toString()) follow();
      else asked(document.uri);
    }),
    timer,
    new Disposable(() => {
      disposed = true;
      for (const watcher of watchers.values()) watcher.dispose();
    }),
  );
};

/**
 * Calls back when a file changed, in the editor or on disk, or one that reading it asks for, or a trace in a folder of
 * ranks, once things are quiet.
 */
export const onFileChanged = (uri: Uri, callback: () => void): Disposable => {
  const { soon, timer } = quietly(callback);
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
    onBesideChanged(uri, callback),
    timer,
  );
};
