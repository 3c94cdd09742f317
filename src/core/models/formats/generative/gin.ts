import type { LocatedEntry, LocatedValue, SourceRange } from '../../../text/located';

type ObjectValue = LocatedValue & { readonly type: 'object' };

const BINDING = /^[ \t]*([A-Za-z_][\w./]*)\.([A-Za-z_]\w*)[ \t]*=[ \t]*([^\n#]*)/gm;

const WORDS: Readonly<Record<string, boolean | null>> = { True: true, False: false, None: null };

/** A number, a word in quotes, True, False or None. */
const scalarOf = (word: string): string | number | boolean | null => {
  const quoted = /^(["'])(.*)\1$/.exec(word);
  if (quoted !== null) return quoted[2] ?? '';
  const named = WORDS[word];
  if (named !== undefined) return named;
  const number = Number(word);
  return Number.isFinite(number) ? number : word;
};

/** Whether a text is a gin file of generative-recommenders. */
export const hasGin = (text: string): boolean => /^[ \t]*hstu_encoder\.\w+[ \t]*=/m.test(text);

/** The bindings of a gin file, `name.parameter = value`, as objects by name. */
export const parseGin = (text: string): ObjectValue => {
  const all: SourceRange = { start: 0, end: text.length };
  const groups = new Map<string, { key: SourceRange; entries: Map<string, LocatedEntry> }>();
  for (const match of text.matchAll(BINDING)) {
    const [whole, path = '', parameter = '', written = ''] = match;
    const name = path.split(/[./]/).at(-1) ?? path;
    const word = written.trim();
    const start = match.index + whole.indexOf(path);
    const at = start + path.length + 1;
    const value = match.index + whole.length - written.length;
    const found = groups.get(name) ?? {
      key: { start, end: start + path.length },
      entries: new Map<string, LocatedEntry>(),
    };
    found.entries.set(parameter, {
      key: { start: at, end: at + parameter.length },
      value: { type: 'scalar', range: { start: value, end: value + word.length }, value: scalarOf(word) },
    });
    groups.set(name, found);
  }
  const entries = [...groups].map(([name, { key, entries: bound }]): [string, LocatedEntry] => [
    name,
    { key, value: { type: 'object', range: all, entries: bound } },
  ]);
  return { type: 'object', range: all, entries: new Map(entries) };
};
