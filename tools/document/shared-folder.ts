import { existsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { Problem } from '../../src/core/problem';

/** Folders of what others measured and counted, and of what they did so with. */
export interface SharedFolder {
  readonly reference: string;
  readonly configs: string;
  readonly traces: string;
}

export type Needed = readonly [of: keyof SharedFolder, file: string];

const isFolder = (path: string): boolean => existsSync(path) && statSync(path).isDirectory();

const at = (root: string, reference = join(root, 'reference')): SharedFolder => ({
  reference,
  configs: join(root, 'configs'),
  traces: join(root, 'traces'),
});

/**
 * The folders in `given`, which is the one around them or their `reference`.
 * @param needed Files and folders that must be there.
 * @throws Problem where something is not there
 */
export const sharedFolder = (given: string, needed: readonly Needed[]): SharedFolder => {
  if (!existsSync(given)) throw new Problem(`${given}: there is no such folder`);
  if (!isFolder(given)) throw new Problem(`${given} is a file; expected a folder`);
  const around = dirname(resolve(given));
  const found = isFolder(join(given, 'reference')) ? at(given) : at(around, given);
  const missing = needed.map(([of, file]) => join(found[of], file)).find((path) => !existsSync(path));
  if (missing === undefined) return found;
  throw new Problem(
    `${given}: ${missing} is not there; expected the folder with configs/, traces/ and reference/, or its reference/`,
  );
};

/** What a script was called with: its folder, and its options with their values. */
export interface Arguments {
  readonly folder: SharedFolder;
  /** The words behind the folder. */
  readonly rest: readonly string[];
  readonly has: (option: string) => boolean;
  /** What stands behind an option that takes a path. */
  readonly path: (option: string) => string | undefined;
}

/**
 * Reads `FOLDER [--option [VALUE]] …`.
 * @param usage As it is typed: "npm run validate -- FOLDER [--hold-out] [--peers FILE]"; the options in it are those there
 *   are, and one with a word in capitals behind it takes a path.
 * @throws Problem for what cannot be read so
 */
export const readArguments = (
  words: readonly string[],
  usage: string,
  needed: readonly Needed[],
): Arguments => {
  const [given, ...rest] = words;
  if (given === undefined || given.startsWith('--')) throw new Problem(`usage: ${usage}`);
  const known: readonly string[] = usage.match(/--[a-z][a-z-]*/g) ?? [];
  const odd = rest.find((word) => word.startsWith('--') && !known.includes(word));
  if (odd !== undefined) throw new Problem(`${odd}: there is no such option; usage: ${usage}`);
  const paths = new Map<string, string>();
  for (const [, option = ''] of usage.matchAll(/(--[a-z][a-z-]*) [A-Z]/g)) {
    if (!rest.includes(option)) continue;
    const value = rest[rest.indexOf(option) + 1];
    if (value === undefined || value.startsWith('--'))
      throw new Problem(`${option} has nothing behind it; usage: ${usage}`);
    if (!existsSync(value)) throw new Problem(`${option} ${value}: there is no such file or folder`);
    paths.set(option, value);
  }
  return {
    folder: sharedFolder(given, needed),
    rest,
    has: (option) => rest.includes(option),
    path: (option) => paths.get(option),
  };
};

/** What `read` reads; where its input is bad, this script ends with one sentence on stderr and exit status 2. */
export const orExit = <T>(read: () => T): T => {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    console.error(error.message);
    return process.exit(2);
  }
};

/** The same of this script's own words. */
export const argumentsOrExit = (usage: string, needed: readonly Needed[]): Arguments =>
  orExit(() => readArguments(process.argv.slice(2), usage, needed));
