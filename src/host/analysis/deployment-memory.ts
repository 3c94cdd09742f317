import type { Memento, Uri } from 'vscode';
import type { DeploymentChange } from '../../protocol/panel-state';

/** The last what-if of each file in this workspace, so that it survives a restart. */
export class DeploymentMemory {
  constructor(private readonly state: Memento) {}

  get(uri: Uri): DeploymentChange {
    return this.state.get<DeploymentChange>(this.key(uri), {});
  }

  set(uri: Uri, change: DeploymentChange): void {
    void this.state.update(this.key(uri), change);
  }

  private key(uri: Uri): string {
    return `deployment:${uri.toString()}`;
  }
}
