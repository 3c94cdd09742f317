import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { ConfigurationTarget, Uri, workspace } from 'vscode';
import { sample } from './support';

export const setting = (section: string, key: string, value: unknown): Thenable<void> =>
  workspace.getConfiguration(section).update(key, value, ConfigurationTarget.Global);

/** A git repository in the sample workspace. */
export interface TestRepository {
  readonly git: (...args: readonly string[]) => Promise<void>;
  readonly file: (path: string) => Uri;
}

/** Makes a repository whose first commit has copies of samples: what each is to be called, and which it is. */
export const makeRepository = async (
  name: string,
  files: Readonly<Record<string, string>>,
): Promise<TestRepository> => {
  const root = sample(name);
  const file = (path: string): Uri => Uri.joinPath(root, path);
  const identity = [
    '-c',
    'user.name=Test',
    '-c',
    'user.email=test@example.invalid',
    '-c',
    'commit.gpgsign=false',
  ];
  const git = async (...args: readonly string[]): Promise<void> => {
    await promisify(execFile)('git', [...identity, ...args], { cwd: root.fsPath });
  };
  await workspace.fs.createDirectory(root);
  for (const [path, from] of Object.entries(files)) await workspace.fs.copy(sample(from), file(path));
  await git('init', '--quiet', '--initial-branch=main');
  await git('add', '.');
  await git('commit', '--quiet', '--message=First');
  return { git, file };
};
