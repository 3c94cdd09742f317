import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import type { ConfigVersion } from '../core/compare/diff-models';
import { openInput } from '../core/input/open';
import { Problem } from '../core/problem';
import type { NamedWorkload, ScenarioVersion } from '../core/scenario/diff';
import { readScenario } from '../core/scenario/read';
import { toWorkload } from '../core/traces/to-workload';
import { bytesAt, filesAt, modifiedFiles, repositoryRoot, type Revisions, textAt } from '../io/git';
import { databaseOpener } from '../io/databases';
import { openBuffer } from '../io/open-bytes';
import { openFile } from './input';
import { isScenarioFile, openScenario, workloadFileOf } from './scenario';

/** What a scenario's file names, read from the disk. @throws Problem that names the file. */
const namedOnDisk = async (file: string): Promise<NamedWorkload> => {
  const input = await openFile(file);
  return input.kind === 'model'
    ? { kind: 'model', config: { text: input.text, name: file } }
    : { kind: 'trace', name: file, workload: toWorkload(input.traces) };
};

/** A scenario with what it names, from the disk. @throws Problem that names the file. */
export const scenarioVersion = async (file: string): Promise<ScenarioVersion> => {
  const { scenario, text } = await openScenario(file);
  return { text, name: file, named: await namedOnDisk(workloadFileOf(file, scenario)) };
};

/** One state of a repository: a revision, or the working tree where there is none. Paths are from its root. */
interface State {
  readonly label: string;
  readonly text: (path: string) => Promise<string>;
  readonly bytes: (path: string) => Promise<Uint8Array>;
  readonly has: (path: string) => boolean;
}

const stateAt = async (revision: string | undefined, root: string): Promise<State> => {
  if (revision === undefined) {
    return {
      label: 'the working tree',
      text: (path) => readFile(join(root, path), 'utf8'),
      bytes: (path) => readFile(join(root, path)),
      has: (path) => existsSync(join(root, path)),
    };
  }
  const all = new Set(await filesAt(revision, []));
  return {
    label: revision,
    text: (path) => textAt(revision, path),
    bytes: (path) => bytesAt(revision, path),
    has: (path) => all.has(path),
  };
};

/** What a scenario at `path` names, in the same state of the repository. */
const scenarioAt = async (path: string, state: State): Promise<ScenarioVersion> => {
  const name = `${path} at ${state.label}`;
  const text = await state.text(path);
  try {
    const file = workloadPath(path, text);
    if (!state.has(file)) throw new Problem(`workload.file is ${file}; there is no such file`);
    return { text, name, named: await namedIn(state, file) };
  } catch (error) {
    if (error instanceof Problem) throw error.inFile(name);
    throw error;
  }
};

const workloadPath = (path: string, text: string): string =>
  posix.join(posix.dirname(path), readScenario(text, path).workload.file.replaceAll('\\', '/'));

const namedIn = async (state: State, file: string): Promise<NamedWorkload> => {
  const name = `${file} at ${state.label}`;
  const opened = await openInput(openBuffer(await state.bytes(file)), name, {
    openDatabase: databaseOpener(),
  });
  return opened.kind === 'model'
    ? { kind: 'model', config: { text: opened.text, name } }
    : { kind: 'trace', name, workload: toWorkload([opened.trace]) };
};

export interface Pair<T> {
  readonly before: T;
  readonly after: T;
}

/** Configs that were modified between the revisions, both versions of each; what is no config is for the caller to leave. */
export const configPairs = async (
  revisions: Revisions,
  paths: readonly string[],
): Promise<readonly Pair<ConfigVersion>[]> => {
  const { before, after } = await states(revisions);
  const modified = await modifiedFiles(revisions, paths);
  const pairs: Pair<ConfigVersion>[] = [];
  for (const path of modified.filter((name) => /\.(json|ya?ml)$/.test(name) && !isScenarioFile(name))) {
    const version = async (state: State) => ({
      text: await state.text(path),
      name: `${path} at ${state.label}`,
    });
    pairs.push({ before: await version(before), after: await version(after) });
  }
  return pairs;
};

/**
 * Scenarios that both states have and of which the text or the file it names was modified, both versions of each.
 * @throws Problem that names the version that cannot be read.
 */
export const scenarioPairs = async (
  revisions: Revisions,
  paths: readonly string[],
): Promise<readonly Pair<ScenarioVersion>[]> => {
  const { before, after } = await states(revisions);
  const modified = new Set(await modifiedFiles(revisions, []));
  const pairs: Pair<ScenarioVersion>[] = [];
  for (const path of (await filesAt(revisions.base, paths)).filter(isScenarioFile)) {
    if (!after.has(path)) continue;
    const is = await scenarioAt(path, after);
    if (!modified.has(path) && !modified.has(workloadPath(path, is.text))) continue;
    pairs.push({ before: await scenarioAt(path, before), after: is });
  }
  return pairs;
};

const states = async ({ base, head }: Revisions): Promise<Pair<State>> => {
  const root = await repositoryRoot();
  return { before: await stateAt(base, root), after: await stateAt(head, root) };
};
