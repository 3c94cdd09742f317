import { type Disposable, type Event, EventEmitter, type Uri, workspace } from 'vscode';
import { PARTS_FOLDER } from '../../core/hardware/parts-files';
import type { TextSource } from '../../protocol/analysis';

export const PARTS_FILES = `**/${PARTS_FOLDER}/*.{yaml,yml}`;

/**
 * VS Code may not see what is put into a folder as soon as it is made, nor what happens there later. So folders that come and
 * go count as well, and what is done in the editor itself.
 */
const WATCHED = `**/{.wattlens,${PARTS_FOLDER},${PARTS_FOLDER}/*.{yaml,yml}}`;

/** Several files are often written at once. */
const QUIET_MILLISECONDS = 100;

const textIn = async (uri: Uri): Promise<TextSource> => ({
  kind: 'text',
  name: workspace.asRelativePath(uri),
  text: new TextDecoder().decode(await workspace.fs.readFile(uri)),
});

/**
 * The files of parts in the workspace folders, as they are on disk. Those of a folder that is not trusted are not read,
 * because they change every number.
 */
export class WorkspaceParts implements Disposable {
  private readonly changed = new EventEmitter<readonly TextSource[]>();
  private readonly applied = new EventEmitter<void>();
  /** The files are others: whoever computes should take them up. */
  readonly onDidChange: Event<readonly TextSource[]> = this.changed.event;
  /** They were taken up: whoever shows numbers should ask again. */
  readonly onDidApply: Event<void> = this.applied.event;
  private found: readonly TextSource[] = [];
  private timer: NodeJS.Timeout | undefined;
  private readonly watcher = workspace.createFileSystemWatcher(WATCHED);
  private readonly subscriptions: readonly Disposable[];

  constructor() {
    const soon = (): void => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => void this.read(), QUIET_MILLISECONDS);
    };
    this.subscriptions = [
      this.changed,
      this.applied,
      this.watcher,
      this.watcher.onDidChange(soon),
      this.watcher.onDidCreate(soon),
      this.watcher.onDidDelete(soon),
      workspace.onDidSaveTextDocument(({ uri }) => {
        if (uri.path.includes(`/${PARTS_FOLDER}/`)) soon();
      }),
      workspace.onDidDeleteFiles(soon),
      workspace.onDidRenameFiles(soon),
      workspace.onDidGrantWorkspaceTrust(soon),
      workspace.onDidChangeWorkspaceFolders(soon),
    ];
    void this.read();
  }

  get files(): readonly TextSource[] {
    return this.found;
  }

  dispose(): void {
    clearTimeout(this.timer);
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private async read(): Promise<void> {
    const uris = workspace.isTrusted ? await workspace.findFiles(PARTS_FILES) : [];
    const files = await Promise.all(uris.sort((a, b) => a.path.localeCompare(b.path)).map(textIn));
    if (JSON.stringify(files) === JSON.stringify(this.found)) return;
    this.found = files;
    this.changed.fire(files);
    this.applied.fire();
  }
}
