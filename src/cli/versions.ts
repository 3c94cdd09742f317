import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { type ConfigVersion, versionOf } from '../core/compare/config-version';
import { openInput } from '../core/input/open';
import { mayAskFor, pathsBeside, type ReadBeside, textsBeside } from '../core/input/beside';
import { Problem } from '../core/problem';
import type { NamedWorkload, ScenarioVersion } from '../core/scenario/diff';
import { readScenario } from '../core/scenario/read';
import { toWorkload } from '../core/traces/to-workload';
import {
  bytesAt,
  changedFiles,
  type ChangedFile,
  filesAt,
  repositoryRoot,
  type Revisions,
  textAt,
} from '../io/git';
import { databaseOpener } from '../io/databases';
import { openBuffer } from '../io/open-bytes';
import { openFile } from './input';
import { isScenarioFile, openScenario, workloadFileOf } from './scenario';

/** What a scenario's file names, read from the disk. @throws Problem that names the file. */
const namedOnDisk = async (file: string): Promise<NamedWorkload> => {
  const input = await openFile(file);
  return input.kind === 'model'
    ? { kind: 'model', config: versionOf(input, file) }
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

/** Reads files of a file's folder in the same state of the repository. */
const besideIn =
  (state: State, file: string): ReadBeside =>
  async (beside) => {
    const path = posix.join(posix.dirname(file), beside);
    return state.has(path) ? state.text(path) : undefined;
  };

const workloadPath = (path: string, text: string): string =>
  posix.join(posix.dirname(path), readScenario(text, path).workload.file.replaceAll('\\', '/'));

const namedIn = async (state: State, file: string): Promise<NamedWorkload> => {
  const name = `${file} at ${state.label}`;
  const opened = await openInput(openBuffer(await state.bytes(file)), file, {
    openDatabase: databaseOpener(),
    readBeside: besideIn(state, file),
  });
  return opened.kind === 'model'
    ? { kind: 'model', config: versionOf(opened, name) }
    : { kind: 'trace', name, workload: toWorkload([opened.trace]) };
};

export interface Pair<T> {
  readonly before: T;
  readonly after: T;
}

/**
 * Configs that were modified between the revisions, or whose files beside them changed, both versions of each; what is
 * no config is for the caller to leave.
 */
export const configPairs = async (
  revisions: Revisions,
  paths: readonly string[],
): Promise<readonly Pair<ConfigVersion>[]> => {
  const { before, after } = await states(revisions);
  const version = async (path: string, state: State): Promise<ConfigVersion> => {
    const text = await state.text(path);
    const beside = await textsBeside(text, path, besideIn(state, path));
    return versionOf({ text, ...(beside === undefined ? {} : { beside }) }, `${path} at ${state.label}`);
  };
  const pairs: Pair<ConfigVersion>[] = [];
  for (const path of await concerned(await changedFiles(revisions, paths), [before, after])) {
    if (/\.(json|ya?ml)$/.test(path) && !isScenarioFile(path))
      pairs.push({ before: await version(path, before), after: await version(path, after) });
  }
  return pairs;
};

/** What changed files change: the configs whose reading asks for them, else themselves where both states have them. */
const concerned = async (
  changed: readonly ChangedFile[],
  states: readonly State[],
): Promise<ReadonlySet<string>> => {
  const files = new Set<string>();
  for (const { path, modified } of changed) {
    const asking = await askingFor(path, states);
    const own = asking.length === 0 && modified ? [path] : [];
    for (const file of [...asking, ...own]) files.add(file);
  }
  return files;
};

/** The configs, there in both states, whose reading asks for this file: the index for a component's config. */
const askingFor = async (path: string, states: readonly State[]): Promise<readonly string[]> => {
  const asking: string[] = [];
  for (const { config, beside } of mayAskFor(path)) {
    if (!states.every((state) => state.has(config))) continue;
    const texts = await Promise.all(states.map((state) => state.text(config)));
    if (texts.some((text) => pathsBeside(text, config).includes(beside))) asking.push(config);
  }
  return asking;
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
  const changed = await changedFiles(revisions, []);
  const modified = new Set(changed.flatMap((file) => (file.modified ? [file.path] : [])));
  const concerns = await concerned(changed, [before, after]);
  const pairs: Pair<ScenarioVersion>[] = [];
  for (const path of (await filesAt(revisions.base, paths)).filter(isScenarioFile)) {
    if (!after.has(path)) continue;
    const is = await scenarioAt(path, after);
    const work = workloadPath(path, is.text);
    if (![path, work].some((file) => modified.has(file)) && !concerns.has(work)) continue;
    pairs.push({ before: await scenarioAt(path, before), after: is });
  }
  return pairs;
};

const states = async ({ base, head }: Revisions): Promise<Pair<State>> => {
  const root = await repositoryRoot();
  return { before: await stateAt(base, root), after: await stateAt(head, root) };
};
