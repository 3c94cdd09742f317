import { Disposable, EventEmitter, Uri, workspace } from 'vscode';
import { type GitApi, gitApi, type Repository } from './git-api';

const HEAD = 'HEAD';
const NO_GIT = 'the built-in Git extension is turned off; enable git.enabled, or compare with a file';

const absent = (uri: Uri, revision: string): never => {
  throw new Error(
    `${workspace.asRelativePath(uri)} is not in ${revision}; commit it first, or compare with a file`,
  );
};

interface Known {
  readonly commit: string | undefined;
  readonly text: Promise<string | undefined>;
}

/** Files as they are at other revisions, by way of the built-in git extension. */
export class GitFiles implements Disposable {
  private readonly changed = new EventEmitter<void>();
  /** Another commit is checked out, or another repository is there. */
  readonly onDidChange = this.changed.event;
  private readonly heads = new Map<string, Known>();
  private readonly watched = new Map<Repository, Disposable>();
  private opened: Disposable | undefined;

  /** At HEAD, read once a commit; undefined outside a repository and for a file that HEAD has not. */
  async headText(uri: Uri): Promise<string | undefined> {
    const api = uri.scheme === 'file' ? await this.api() : undefined;
    const repository = api?.getRepository(uri) ?? undefined;
    if (repository === undefined) return undefined;
    this.watch(repository);
    const { commit } = repository.state.HEAD ?? {};
    const key = uri.toString();
    const known = this.heads.get(key);
    if (known !== undefined && known.commit === commit) return known.text;
    const text = repository.show(HEAD, uri.fsPath).catch(() => undefined);
    this.heads.set(key, { commit, text });
    return text;
  }

  /** @throws Error that says in a sentence why the file at that revision is not to be had. */
  async textAt(uri: Uri, revision: string): Promise<string> {
    const repository = await this.repositoryOf(uri);
    return repository.show(revision, uri.fsPath).catch(() => absent(uri, revision));
  }

  /** @throws Error likewise. */
  async bytesAt(uri: Uri, revision: string): Promise<Uint8Array> {
    const repository = await this.repositoryOf(uri);
    return repository.buffer(revision, uri.fsPath).catch(() => absent(uri, revision));
  }

  /** Names of local and remote branches. @throws Error where there is no repository. */
  async branches(uri: Uri): Promise<readonly string[]> {
    const repository = await this.repositoryOf(uri);
    const branches = await repository.getBranches({ remote: true });
    return branches.flatMap(({ name }) => (name === undefined ? [] : [name]));
  }

  dispose(): void {
    this.opened?.dispose();
    Disposable.from(...this.watched.values()).dispose();
    this.changed.dispose();
  }

  private async repositoryOf(uri: Uri): Promise<Repository> {
    const api = await this.api();
    if (api === undefined) throw new Error(NO_GIT);
    const repository = api.getRepository(uri) ?? (await api.openRepository(Uri.joinPath(uri, '..')));
    if (repository === null) throw new Error(`${workspace.asRelativePath(uri)} is in no Git repository`);
    return repository;
  }

  private async api(): Promise<GitApi | undefined> {
    const api = await gitApi();
    this.opened ??= api?.onDidOpenRepository(() => this.changed.fire());
    return api;
  }

  private watch(repository: Repository): void {
    if (this.watched.has(repository)) return;
    let { commit } = repository.state.HEAD ?? {};
    const subscription = repository.state.onDidChange(() => {
      const now = repository.state.HEAD?.commit;
      if (now === commit) return;
      commit = now;
      this.changed.fire();
    });
    this.watched.set(repository, subscription);
  }
}
