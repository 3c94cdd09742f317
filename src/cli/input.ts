import type { Dirent } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { looksLikeTrace } from '../core/input/kind';
import { type OpenOptions, type Opened, openInput } from '../core/input/open';
import { rankFileNames, sameRanks } from '../core/input/rank-files';
import type { GivenBeside } from '../core/models/read';
import { Problem } from '../core/problem';
import { readingNotices } from '../core/report/reading-notices';
import type { Trace } from '../core/traces/columns';
import { databaseOpener } from '../io/databases';
import { besideOpener, openBytes, readStdin, unreadable } from '../io/open-bytes';
import type { Console } from './console';

export type Input =
  | Extract<Opened, { kind: 'model' }>
  /** One trace a rank, in the order of the ranks. */
  | { readonly kind: 'trace'; readonly name: string; readonly traces: readonly Trace[] };

/** What is given beside a file, and what it is taken for. */
export type Asked = GivenBeside & Pick<OpenOptions, 'expect'>;

const openOne = async (file: string, given: Asked): Promise<Opened> => {
  try {
    return file === '-'
      ? await openInput(readStdin(), 'stdin', { ...given, openDatabase: databaseOpener() })
      : await openInput(openBytes(file), file, {
          ...given,
          ...besideOpener(file),
          openDatabase: databaseOpener(file),
        });
  } catch (error) {
    if (error instanceof Problem) throw error.inFile(file === '-' ? 'standard input' : file);
    throw error;
  }
};

const isFolder = async (file: string): Promise<boolean> =>
  file !== '-' &&
  (await stat(file).then(
    (found) => found.isDirectory(),
    () => false,
  ));

/** A model of the timm library is known by its name alone: `timm:resnet50`. */
const TIMM = 'timm:';

const MODEL_FILES = ['model_index.json', 'config.json', 'params.json'];

/** Configs have kilobytes; a trace as small is told by its content. */
const MOST_CONFIG_BYTES = 1 << 18;

/** Entries of a folder. @throws Problem for one that cannot be read */
const entriesOf = async (folder: string): Promise<readonly Dirent[]> => {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    throw unreadable(folder, error, 'folder');
  }
};

/** What cannot be read is no config; as a trace it is said why. */
const isConfig = async (file: string): Promise<boolean> => {
  if (!/\.json$/.test(file)) return false;
  const size = await stat(file).then(
    (found) => found.size,
    () => Infinity,
  );
  if (size > MOST_CONFIG_BYTES) return false;
  const bytes = await readFile(file).catch(() => undefined);
  if (bytes === undefined || looksLikeTrace(bytes)) return false;
  const { looksLikeModelConfig } = await import('../core/models/read');
  return looksLikeModelConfig(bytes.toString('utf8'), file);
};

/**
 * The file that tells a folder's model: the one that is always called so, else the only config there, as of a component
 * that was copied by itself. Undefined where it holds none.
 * @throws Problem for several, of which none says how they belong together.
 */
const modelFileIn = async (folder: string): Promise<string | undefined> => {
  const names = (await entriesOf(folder)).map(({ name }) => name);
  const found = MODEL_FILES.find((name) => names.includes(name));
  if (found !== undefined) return join(folder, found);
  const configs: string[] = [];
  for (const name of names.sort()) if (await isConfig(join(folder, name))) configs.push(name);
  const [only, ...others] = configs;
  if (only !== undefined && others.length > 0)
    throw new Problem(
      `several configs and no model_index.json that says how they belong together: ${configs.join(', ')}; expected one of them by itself`,
      { file: folder },
    );
  return only === undefined ? undefined : join(folder, only);
};

/** Links lead to files, too; of one that leads nowhere it is said when it is opened. */
const rankFiles = async (folder: string): Promise<readonly string[]> => {
  const names: string[] = [];
  for (const entry of await entriesOf(folder))
    if (entry.isFile() || (entry.isSymbolicLink() && !(await isFolder(join(folder, entry.name)))))
      names.push(entry.name);
  return rankFileNames(names, folder).map((name) => join(folder, name));
};

const openRanks = async (folder: string): Promise<Input> => {
  const traces: Trace[] = [];
  for (const file of await rankFiles(folder)) {
    const opened = await openOne(file, { expect: 'trace' });
    if (opened.kind !== 'trace')
      throw new Problem(
        `a model config in a folder that is read as traces, one a rank; expected this file by itself, or a folder with ${MODEL_FILES.join(' or ')}`,
        { file },
      );
    traces.push(opened.trace);
  }
  const rankOf = (trace: Trace): number => trace.metadata.distributed?.rank ?? 0;
  return { kind: 'trace', name: folder, traces: traces.sort((a, b) => rankOf(a) - rankOf(b)) };
};

/**
 * A model config or its folder, a profiler trace, or a folder with one trace a rank; `-` is standard input,
 * `timm:resnet50` a model of timm by its name.
 * @throws Problem that names the file.
 */
export const openFile = async (file: string, given: Asked = {}): Promise<Input> => {
  if (file.startsWith(TIMM)) {
    const { timmModel } = await import('../core/models/formats/timm/format');
    return { kind: 'model', model: timmModel(file.slice(TIMM.length)), text: '' };
  }
  const found = (await isFolder(file)) ? await modelFileIn(file) : file;
  if (found === undefined) return openRanks(file);
  const opened = await openOne(found, given);
  return opened.kind === 'model' ? opened : { kind: 'trace', name: file, traces: [opened.trace] };
};

/** Says on stderr what was repaired, left out or cut off in reading. */
export const warn = (input: Input, console: Console, quiet: boolean): void => {
  if (quiet || input.kind !== 'trace') return;
  for (const trace of input.traces) {
    const notices = readingNotices(trace).map(({ message }) => message.replace(/\.$/, ''));
    for (const notice of new Set(notices)) console.error(`wattlens: ${trace.name}: warning: ${notice}\n`);
  }
  for (const notice of sameRanks(input.traces))
    console.error(`wattlens: ${input.name}: warning: ${notice}\n`);
};
