import { Problem } from '../problem';
import { type LocatedValue, positionAt, type SourceRange } from '../text/located';
import { plainOf } from '../text/plain';
import { parseYaml } from '../text/yaml';
import { catalogue } from './catalogue/index';
import { FactProblem } from './facts';
import type { CatalogueFile } from './load';

const childOf = (
  value: LocatedValue,
  step: string,
): { key: SourceRange; value: LocatedValue } | undefined => {
  if (value.type === 'object') return value.entries.get(step);
  const item = value.type === 'array' ? value.items[Number(step)] : undefined;
  return item === undefined ? undefined : { key: item.range, value: item };
};

/** The key of the last of these steps that the text has; the beginning of `from` where it has none. */
const rangeOf = (from: LocatedValue, steps: readonly string[]): SourceRange => {
  let value = from;
  let range = { start: from.range.start, end: from.range.start };
  for (const step of steps) {
    const child = childOf(value, step);
    if (child === undefined) break;
    ({ key: range, value } = child);
  }
  return range;
};

/** The mapping of a part in a file, by its id. */
const partIn = (file: LocatedValue, id: string): LocatedValue | undefined => {
  const parts = childOf(file, 'parts')?.value;
  const items = parts?.type === 'array' ? parts.items : [];
  return items.find((item) => {
    const named = childOf(item, 'id')?.value;
    return named?.type === 'scalar' && named.value === id;
  });
};

/** Complaints begin with the file's name, which stands in the place already. */
const shortened = (message: string, name: string): string =>
  message.startsWith(`${name}: `) ? message.slice(name.length + 2) : message;

/**
 * Reads a file of `.wattlens/hardware`: parts that a workspace adds to the built-in ones or corrects.
 * Throws a Problem with line and column: not YAML, an unknown field, a value that cannot be, a new part that lacks one.
 */
export const readPartsFile = (text: string, name: string): CatalogueFile => {
  const value = parseYaml(text);
  const file = { name, data: plainOf(value) };
  try {
    catalogue([file]);
    return file;
  } catch (error) {
    if (!(error instanceof FactProblem)) throw error;
    const { part, steps, message } = error;
    const from = part === undefined ? value : (partIn(value, part) ?? value);
    throw new Problem(shortened(message, name), positionAt(text, rangeOf(from, steps).start));
  }
};
