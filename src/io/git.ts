import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Problem } from '../core/problem';

const run = promisify(execFile);
const MOST_OUTPUT_BYTES = 256 * 1024 * 1024;

const reasonOf = (error: unknown): string => {
  const { code, stderr } = error as { code?: unknown; stderr?: unknown };
  if (code === 'ENOENT') return 'git is not installed; expected the command git on the path';
  const said = typeof stderr === 'string' || stderr instanceof Uint8Array ? stderr.toString() : '';
  const [line] = said.trim().split('\n');
  return `git says: ${line === undefined || line === '' ? String(error) : line}`;
};

/** Runs git with these arguments, no shell between. @throws Problem with git's own words. */
const git = async (...args: readonly string[]): Promise<string> => {
  try {
    const { stdout } = await run('git', [...args], { maxBuffer: MOST_OUTPUT_BYTES });
    return stdout;
  } catch (error) {
    throw new Problem(reasonOf(error));
  }
};

/** Two states of a repository; without `head`, the second is the working tree. */
export interface Revisions {
  readonly base: string;
  readonly head?: string;
}

/** `main` or `main..topic`. @throws Problem for a text that is no revision. */
export const revisionsOf = (text: string): Revisions => {
  const [base = '', head, ...more] = text.split('..');
  if (
    base === '' ||
    base.startsWith('-') ||
    head === '' ||
    head?.startsWith('-') === true ||
    more.length > 0
  ) {
    throw new Problem(`--git ${text}: expected BASE or BASE..HEAD, such as main or HEAD~1..HEAD`);
  }
  return head === undefined ? { base } : { base, head };
};

/** A file that differs between two revisions, by its path from the repository's root. */
export interface ChangedFile {
  readonly path: string;
  /** Both revisions have it. */
  readonly modified: boolean;
}

/** Files that were modified, added or deleted between the revisions, below the paths. */
export const changedFiles = async (
  { base, head }: Revisions,
  paths: readonly string[],
): Promise<readonly ChangedFile[]> => {
  const range = head === undefined ? [base] : [base, head];
  const status = ['--name-status', '--no-renames', '--diff-filter=AMD', '-z'];
  const parts = (await git('diff', ...status, ...range, '--', ...paths)).split('\0');
  // Letter and path in turn.
  return parts.flatMap((path, place) =>
    place % 2 === 0 || path === '' ? [] : [{ path, modified: parts[place - 1] === 'M' }],
  );
};

export const repositoryRoot = async (): Promise<string> => (await git('rev-parse', '--show-toplevel')).trim();

/** Files that a revision has, below the paths, as paths from the repository's root. */
export const filesAt = async (revision: string, paths: readonly string[]): Promise<readonly string[]> => {
  const where = paths.length === 0 ? ['--full-tree', revision] : ['--full-name', revision, '--', ...paths];
  const out = await git('ls-tree', '-r', '-z', '--name-only', ...where);
  return out.split('\0').filter((name) => name !== '');
};

/** A file's text at a revision. */
export const textAt = (revision: string, path: string): Promise<string> => git('show', `${revision}:${path}`);

/** A file's bytes at a revision. @throws Problem with git's own words. */
export const bytesAt = async (revision: string, path: string): Promise<Uint8Array> => {
  try {
    const { stdout } = await run('git', ['show', `${revision}:${path}`], {
      maxBuffer: MOST_OUTPUT_BYTES,
      encoding: 'buffer',
    });
    return stdout;
  } catch (error) {
    throw new Problem(reasonOf(error));
  }
};
