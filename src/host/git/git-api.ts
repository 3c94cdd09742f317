import { type Event, extensions, type Uri } from 'vscode';

/** What we use of the built-in git extension's API, version 1 (extensions/git/src/api/git.d.ts in microsoft/vscode). */
export interface GitApi {
  readonly onDidOpenRepository: Event<Repository>;
  getRepository(uri: Uri): Repository | null;
  openRepository(root: Uri): Promise<Repository | null>;
}

export interface Repository {
  readonly rootUri: Uri;
  readonly state: {
    readonly HEAD: { readonly name?: string; readonly commit?: string } | undefined;
    readonly onDidChange: Event<void>;
  };
  /** Rejects where the revision or the file in it is not there. */
  show(ref: string, path: string): Promise<string>;
  /** Likewise, as bytes. */
  buffer(ref: string, path: string): Promise<Uint8Array>;
  getBranches(query: { readonly remote?: boolean }): Promise<readonly { readonly name?: string }[]>;
}

interface GitExtension {
  readonly enabled: boolean;
  getAPI(version: 1): GitApi;
}

/** Undefined where the git extension is absent or turned off. */
export const gitApi = async (): Promise<GitApi | undefined> => {
  const extension = extensions.getExtension<GitExtension>('vscode.git');
  if (extension === undefined) return undefined;
  const git = extension.isActive ? extension.exports : await extension.activate();
  return git.enabled ? git.getAPI(1) : undefined;
};
