import { existsSync, readFileSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Opened, openInput } from '../core/input/open';
import { rankFileNames } from '../core/input/rank-files';
import { timmModel } from '../core/models/formats/timm/format';
import { readModelFolder } from '../core/models/read-folder';
import type { GivenBeside } from '../core/models/read';
import { Problem } from '../core/problem';
import { readingNotices } from '../core/report/reading-notices';
import type { Trace } from '../core/traces/columns';
import { databaseOpener } from '../io/databases';
import { besideOpener, openBytes, readStdin } from '../io/open-bytes';
import type { Console } from './console';

export type Input =
  | Extract<Opened, { kind: 'model' }>
  /** One trace a rank, in the order of the ranks. */
  | { readonly kind: 'trace'; readonly name: string; readonly traces: readonly Trace[] };

const openOne = async (file: string, given: GivenBeside): Promise<Opened> => {
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

const holdsModel = async (folder: string): Promise<boolean> =>
  (await readdir(folder)).some((name) => MODEL_FILES.includes(name));

/** A model of several configs: a diffusers pipeline, whose components are in folders below. */
const openModelFolder = (folder: string): Input => {
  const read = (path: string): string | undefined => {
    const file = join(folder, path);
    return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  };
  try {
    const model = readModelFolder({ read }, folder);
    return { kind: 'model', model, text: MODEL_FILES.map(read).find((text) => text !== undefined) ?? '' };
  } catch (error) {
    if (error instanceof Problem) throw error.inFile(folder);
    throw error;
  }
};

const rankFiles = async (folder: string): Promise<readonly string[]> => {
  const files = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isFile());
  return rankFileNames(
    files.map(({ name }) => name),
    folder,
  ).map((name) => join(folder, name));
};

const openRanks = async (folder: string): Promise<Input> => {
  const traces: Trace[] = [];
  for (const file of await rankFiles(folder)) {
    const opened = await openOne(file, {});
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
export const openFile = async (file: string, given: GivenBeside = {}): Promise<Input> => {
  if (file.startsWith(TIMM)) return { kind: 'model', model: timmModel(file.slice(TIMM.length)), text: '' };
  if (await isFolder(file)) return (await holdsModel(file)) ? openModelFolder(file) : openRanks(file);
  const opened = await openOne(file, given);
  return opened.kind === 'model' ? opened : { kind: 'trace', name: file, traces: [opened.trace] };
};

/** Says on stderr what was repaired, left out or cut off in reading. */
export const warn = (input: Input, console: Console, quiet: boolean): void => {
  if (quiet || input.kind !== 'trace') return;
  for (const trace of input.traces) {
    const notices = readingNotices(trace).map(({ message }) => message.replace(/\.$/, ''));
    for (const notice of new Set(notices)) console.error(`wattlens: ${trace.name}: warning: ${notice}\n`);
  }
};
