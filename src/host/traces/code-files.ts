import type { Uri } from 'vscode';
import {
  type Disposable,
  EventEmitter,
  type QuickPickItem,
  Range,
  ViewColumn,
  window,
  workspace,
} from 'vscode';
import { matchSources } from '../../core/traces/match-sources';
import type { CodePlace } from '../../core/traces/source-places';

const PYTHON_FILES = '**/*.py';
/** Installed packages lie in some workspaces, and are not the user's code. */
const EXCLUDED = '**/{site-packages,dist-packages,node_modules,.venv,venv,.git}/**';
const MOST_FILES = 20_000;

interface FileItem extends QuickPickItem {
  readonly uri: Uri;
}

/** The Python files of the workspace, found by the paths that traces have for them. */
export class CodeFiles implements Disposable {
  private readonly changed = new EventEmitter<void>();
  /** Files came or went. */
  readonly onDidChange = this.changed.event;
  private files: Promise<ReadonlyMap<string, Uri>> | undefined;
  private readonly subscriptions: readonly Disposable[];

  constructor() {
    const watcher = workspace.createFileSystemWatcher(PYTHON_FILES, false, true, false);
    const forget = (): void => {
      this.files = undefined;
      this.changed.fire();
    };
    this.subscriptions = [
      watcher,
      watcher.onDidCreate(forget),
      watcher.onDidDelete(forget),
      workspace.onDidChangeWorkspaceFolders(forget),
    ];
  }

  /** For each path of a trace the files that it may mean: one, several that are as likely, or none. */
  async find(traced: readonly string[]): Promise<ReadonlyMap<string, readonly Uri[]>> {
    this.files ??= this.list();
    const files = await this.files;
    const matches = matchSources(traced, [...files.keys()]);
    return new Map(
      [...matches].map(([path, match]) => {
        const found = match.kind === 'one' ? [match.file] : match.kind === 'several' ? match.files : [];
        return [path, found.flatMap((file) => files.get(file) ?? [])];
      }),
    );
  }

  /** The places whose file is in the workspace. */
  async among(places: readonly CodePlace[]): Promise<readonly CodePlace[]> {
    const found = await this.find(places.map(({ file }) => file));
    return places.filter(({ file }) => (found.get(file) ?? []).length > 0);
  }

  /** Shows the first place whose file is in the workspace, asking which where several may be meant. */
  async open(places: readonly CodePlace[]): Promise<void> {
    const found = await this.find(places.map(({ file }) => file));
    for (const { file, line } of places) {
      const uris = found.get(file) ?? [];
      const uri = uris.length > 1 ? await choose(file, uris) : uris[0];
      if (uri !== undefined) return show(uri, line);
      if (uris.length > 1) return;
    }
    const names = [...new Set(places.map(({ file }) => file))].join(', ');
    throw new Error(`${names === '' ? 'the place' : names} is not among the Python files of this workspace`);
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    this.changed.dispose();
  }

  private async list(): Promise<ReadonlyMap<string, Uri>> {
    const found = await workspace.findFiles(PYTHON_FILES, EXCLUDED, MOST_FILES);
    return new Map(found.map((uri) => [workspace.asRelativePath(uri), uri]));
  }
}

const choose = async (path: string, uris: readonly Uri[]): Promise<Uri | undefined> => {
  const items = uris.map((uri): FileItem => ({ label: workspace.asRelativePath(uri), uri }));
  const chosen = await window.showQuickPick(items, { title: `Which file is ${path}?` });
  return chosen?.uri;
};

/** Beside the panel that asks, where texts already are. */
const show = async (uri: Uri, line: number): Promise<void> => {
  const document = await workspace.openTextDocument(uri);
  const at = document.lineAt(Math.min(line, document.lineCount) - 1).range.start;
  const viewColumn = window.visibleTextEditors.find((editor) => editor.viewColumn !== undefined)?.viewColumn;
  await window.showTextDocument(document, {
    selection: new Range(at, at),
    viewColumn: viewColumn ?? ViewColumn.Beside,
  });
};
