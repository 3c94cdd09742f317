import { Disposable, RelativePattern, Uri, workspace } from 'vscode';
import { isRankFile } from '../../core/input/rank-files';
import { mayAskBeside } from '../../core/input/beside';
import { asksFor } from './beside';
import { fileNameOf } from './source';

const QUIET_MILLISECONDS = 300;
/** What configs ask for lies beside them, or in folders there. */
const BESIDE_FILES = '{*.json,*/config.json}';

const quietly = (callback: () => void): { readonly soon: () => void; readonly timer: Disposable } => {
  let timer: NodeJS.Timeout | undefined;
  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(callback, QUIET_MILLISECONDS);
  };
  return { soon, timer: { dispose: () => clearTimeout(timer) } };
};

/** Calls back when a file that reading a config asks for changed, came or went, in the editor or on disk, once things are quiet. */
export const onBesideChanged = (uri: Uri, callback: () => void): Disposable => {
  if (!mayAskBeside(uri.path)) return new Disposable(() => {});
  const { soon, timer } = quietly(callback);
  const asked = (other: Uri): void => {
    void asksFor(uri, other).then((asks) => {
      if (asks) soon();
    });
  };
  const watcher = workspace.createFileSystemWatcher(
    new RelativePattern(Uri.joinPath(uri, '..'), BESIDE_FILES),
  );
  return Disposable.from(
    watcher,
    watcher.onDidChange(asked),
    watcher.onDidCreate(asked),
    watcher.onDidDelete(asked),
    workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0) asked(document.uri);
    }),
    timer,
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
