import type { LocatedEntry, LocatedValue } from './located';

const ARGUMENT = /(?:^|[\s("'])(--([a-z][a-z0-9-]*))(?:(?:[ \t]+|=)"?([^\s"'\\)-][^\s"'\\)]*)"?)?/g;

const scalarOf = (word: string | undefined): string | number | boolean => {
  if (word === undefined) return true;
  const number = Number(word);
  return Number.isFinite(number) ? number : word;
};

/** The arguments of a launch script, all of its lines together; undefined where it has none. A later one counts. */
export const parseArguments = (text: string): LocatedValue | undefined => {
  const entries = new Map<string, LocatedEntry>();
  for (const match of text.matchAll(ARGUMENT)) {
    const [whole, flag = '', name = '', word] = match;
    const end = match.index + whole.length;
    const start = match.index + whole.indexOf(flag);
    const value =
      word === undefined ? { start, end: start + flag.length } : { start: end - word.length, end };
    // Variables of the shell are not known.
    if (word?.startsWith('$') === true) continue;
    entries.set(name.replace(/-/g, '_'), {
      key: { start, end: start + flag.length },
      value: { type: 'scalar', range: value, value: scalarOf(word) },
    });
  }
  return entries.size === 0 ? undefined : { type: 'object', range: { start: 0, end: text.length }, entries };
};
