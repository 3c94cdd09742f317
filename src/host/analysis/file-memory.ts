import type { Memento, Uri } from 'vscode';
import type { DeploymentChange } from '../../protocol/panel-state';

/** What the user chose for each file of this workspace, so that it survives a restart. */
export class FileMemory {
  constructor(private readonly state: Memento) {}

  /** The last what-if. */
  change(uri: Uri): DeploymentChange {
    return this.state.get<DeploymentChange>(`deployment:${uri.toString()}`, {});
  }

  setChange(uri: Uri, change: DeploymentChange): void {
    void this.state.update(`deployment:${uri.toString()}`, change);
  }

  /** The accelerators set beside the one in effect; undefined where the settings say them. */
  compared(uri: Uri): readonly string[] | undefined {
    return this.state.get<readonly string[]>(`compared:${uri.toString()}`);
  }

  setCompared(uri: Uri, accelerators: readonly string[] | undefined): void {
    void this.state.update(`compared:${uri.toString()}`, accelerators);
  }
}
