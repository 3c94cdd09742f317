import { readFileSync, writeFileSync } from 'node:fs';

/**
 * Writes a part of a document anew: what stands between its two marks, which are in `part` too; at the end where they are
 * not there yet.
 */
export const replacePart = (
  document: string,
  { begin, end, part }: { readonly begin: string; readonly end: string; readonly part: string },
): void => {
  const before = readFileSync(document, 'utf8');
  const [from, to] = [before.indexOf(begin), before.indexOf(end)];
  writeFileSync(
    document,
    from < 0 || to < 0
      ? `${before.trimEnd()}\n\n${part}\n`
      : `${before.slice(0, from)}${part}${before.slice(to + end.length)}`,
  );
};
