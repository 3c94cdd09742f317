/** Which of the files at hand a path in a trace means. */
export type SourceMatch =
  | { readonly kind: 'one'; readonly file: string }
  /** As likely as each other. */
  | { readonly kind: 'several'; readonly files: readonly string[] }
  | { readonly kind: 'none' };

const NONE: SourceMatch = { kind: 'none' };

/** "C:\work\model.py" and "./model.py" as "C:/work/model.py" and "model.py". */
const normal = (path: string): string => path.replaceAll('\\', '/').replace(/^(\.\/)+/, '');

const isAbsolute = (path: string): boolean => /^(\/|[A-Za-z]:\/)/.test(path);

/** How many of their last parts two paths share. */
const sharedParts = (a: readonly string[], b: readonly string[]): number => {
  let shared = 0;
  while (shared < Math.min(a.length, b.length) && a.at(-1 - shared) === b.at(-1 - shared)) shared++;
  return shared;
};

const parts = (path: string): readonly string[] => path.split('/').filter((part) => part !== '');

/**
 * Matches the paths of a trace's Python functions with files, given as paths from the workspace's root. The profiler
 * writes paths relative to whatever stood on Python's path, or absolute ones of the machine that recorded; so a relative
 * path matches files that end with it, an absolute one files that it ends with or shares the most last parts with, two at
 * least. Of several, those win whose folder holds the most of the trace's other relative paths.
 */
export const matchSources = (
  traced: readonly string[],
  files: readonly string[],
): ReadonlyMap<string, SourceMatch> => {
  const byName = new Map<string, string[]>();
  for (const file of files) {
    const name = file.slice(file.lastIndexOf('/') + 1);
    byName.set(name, [...(byName.get(name) ?? []), file]);
  }
  const named = (path: string): readonly string[] => byName.get(path.slice(path.lastIndexOf('/') + 1)) ?? [];
  const possible = new Map(
    traced.map((given) => {
      const path = normal(given);
      return [
        given,
        isAbsolute(path) ? ofAbsolute(path, named(path)) : ofRelative(path, named(path)),
      ] as const;
    }),
  );
  const folders = new Map<string, number>();
  for (const [given, candidates] of possible)
    for (const file of candidates) {
      const folder = folderOf(given, file);
      folders.set(folder, (folders.get(folder) ?? 0) + 1);
    }
  return new Map(
    [...possible].map(([given, candidates]) => {
      const most = Math.max(0, ...candidates.map((file) => folders.get(folderOf(given, file)) ?? 0));
      return [given, matchOf(candidates.filter((file) => folders.get(folderOf(given, file)) === most))];
    }),
  );
};

const matchOf = (files: readonly string[]): SourceMatch => {
  const [file] = files;
  if (file === undefined) return NONE;
  return files.length === 1 ? { kind: 'one', file } : { kind: 'several', files };
};

const ofRelative = (path: string, files: readonly string[]): readonly string[] =>
  files.filter((file) => file === path || file.endsWith(`/${path}`));

/** A file at the workspace's root has one part, which says little, unless the path has it under a folder of any name. */
const ofAbsolute = (path: string, files: readonly string[]): readonly string[] => {
  const own = parts(path);
  const shared = files.map((file) => ({
    file,
    count: sharedParts(own, parts(file)),
    all: parts(file).length,
  }));
  const most = Math.max(0, ...shared.map(({ count }) => count));
  return shared
    .filter(({ count, all }) => count === most && (count === all || count >= 2))
    .map(({ file }) => file);
};

/** What stands before the traced path in a file's: the folder that was on Python's path. */
const folderOf = (given: string, file: string): string => {
  const path = normal(given);
  return isAbsolute(path) ? '' : file.slice(0, file.length - path.length);
};
