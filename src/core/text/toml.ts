import { type AST, ParseError, parseTOML } from 'toml-eslint-parser';
import { Problem } from '../problem';
import { MAX_CONFIG_BYTES } from './json';
import { type LocatedEntry, type LocatedValue, positionAt } from './located';

type ObjectValue = LocatedValue & { readonly type: 'object' };

/** An object while it is filled: tables of one name may stand in several places. */
interface Open {
  readonly type: 'object';
  readonly range: { readonly start: number; readonly end: number };
  readonly entries: Map<string, LocatedEntry>;
}

const rangeOf = ({ range: [start, end] }: { readonly range: AST.Range }) => ({ start, end });

const nameOf = (key: AST.TOMLBare | AST.TOMLQuoted): string =>
  key.type === 'TOMLBare' ? key.name : key.value;

const valueOf = (node: AST.TOMLContentNode): LocatedValue => {
  const range = rangeOf(node);
  switch (node.type) {
    case 'TOMLArray':
      return { type: 'array', range, items: node.elements.map(valueOf) };
    case 'TOMLInlineTable': {
      const table: Open = { type: 'object', range, entries: new Map() };
      for (const pair of node.body) assign(table, pair.key.keys, pair.value);
      return table;
    }
    case 'TOMLValue':
      return {
        type: 'scalar',
        range,
        value: typeof node.value === 'object' ? node.value.toISOString() : node.value,
      };
  }
};

const isOpen = (value: LocatedValue | undefined): value is Open => value?.type === 'object';

/** The object below `parent` that a key names, made where it is not there yet. */
const inside = (parent: Open, key: AST.TOMLBare | AST.TOMLQuoted): Open => {
  const name = nameOf(key);
  const known = parent.entries.get(name)?.value;
  const last = known?.type === 'array' ? known.items.at(-1) : known;
  if (isOpen(last)) return last;
  const made: Open = { type: 'object', range: rangeOf(key), entries: new Map() };
  parent.entries.set(name, { key: rangeOf(key), value: made });
  return made;
};

const assign = (
  table: Open,
  keys: readonly (AST.TOMLBare | AST.TOMLQuoted)[],
  value: AST.TOMLContentNode,
): void => {
  const last = keys.at(-1);
  if (last === undefined) return;
  const parent = keys.slice(0, -1).reduce(inside, table);
  parent.entries.set(nameOf(last), { key: rangeOf(last), value: valueOf(value) });
};

/** A `[[table]]` begins a further element of an array. */
const element = (parent: Open, key: AST.TOMLBare | AST.TOMLQuoted): Open => {
  const made: Open = { type: 'object', range: rangeOf(key), entries: new Map() };
  const known = parent.entries.get(nameOf(key));
  const items = known?.value.type === 'array' ? [...known.value.items, made] : [made];
  parent.entries.set(nameOf(key), {
    key: known?.key ?? rangeOf(key),
    value: { type: 'array', range: rangeOf(key), items },
  });
  return made;
};

/** Parses TOML 1.0 with the place of every value. @throws Problem naming line and column. */
export const parseToml = (text: string): ObjectValue => {
  if (text.length > MAX_CONFIG_BYTES)
    throw new Problem(`the text has ${text.length} characters; expected at most ${MAX_CONFIG_BYTES}`);
  const root: Open = { type: 'object', range: { start: 0, end: text.length }, entries: new Map() };
  try {
    const [top] = parseTOML(text).body;
    for (const node of top.body) {
      if (node.type === 'TOMLKeyValue') {
        assign(root, node.key.keys, node.value);
        continue;
      }
      const { keys } = node.key;
      const last = keys.at(-1);
      if (last === undefined) continue;
      const parent = keys.slice(0, -1).reduce(inside, root);
      const table = node.kind === 'array' ? element(parent, last) : inside(parent, last);
      for (const pair of node.body) assign(table, pair.key.keys, pair.value);
    }
  } catch (error) {
    if (error instanceof ParseError)
      throw new Problem(`not valid TOML: ${error.message}`, positionAt(text, error.index));
    throw error;
  }
  return root;
};
