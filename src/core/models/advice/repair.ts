import type { Problem } from '../../problem';
import type { LocatedValue, SourceRange } from '../../text/located';
import { nearest } from '../../text/near';
import { FAMILIES } from '../families';
import { tryRead } from '../explain/try-read';
import type { Fix } from './advice';
import { replace } from './numbers';

/** How far from a number that cannot be the next one that can is looked for. */
const REACH = 128;

/** The offset of a line and column, both from 1. */
export const offsetAt = (text: string, line: number, column: number): number => {
  let start = 0;
  for (let i = 1; i < line; i++) start = text.indexOf('\n', start) + 1;
  return start + column - 1;
};

/** The innermost scalar at an offset. */
const scalarAt = (
  value: LocatedValue,
  offset: number,
): (LocatedValue & { readonly type: 'scalar' }) | undefined => {
  if (offset < value.range.start || offset > value.range.end) return undefined;
  if (value.type === 'scalar') return value;
  const inner =
    value.type === 'array' ? value.items : [...value.entries.values()].map((entry) => entry.value);
  return inner.map((one) => scalarAt(one, offset)).find((found) => found !== undefined);
};

const works = (text: string, name: string, range: SourceRange, value: string): boolean =>
  tryRead(text.slice(0, range.start) + value + text.slice(range.end), name) !== undefined;

const numberRepairs = (text: string, name: string, range: SourceRange, value: number): readonly Fix[] => {
  const first = (step: 1 | -1): number | undefined => {
    for (let i = 1; i <= REACH; i++) {
      const other = value + step * i;
      if (other > 0 && works(text, name, range, String(other))) return other;
    }
    return undefined;
  };
  return [first(-1), first(1)].flatMap((other) => (other === undefined ? [] : [replace(range, other)]));
};

/** Other values of the field that a problem is about with which the config can be read. */
export const repairs = (
  text: string,
  name: string,
  root: LocatedValue,
  { where }: Problem,
): readonly Fix[] => {
  const scalar = scalarAt(root, offsetAt(text, where.line ?? 1, where.column ?? 1));
  if (scalar === undefined) return [];
  const { range, value } = scalar;
  if (typeof value === 'number') return numberRepairs(text, name, range, Math.round(value));
  if (typeof value !== 'string') return [];
  const types = nearest(
    value,
    FAMILIES.flatMap(({ modelTypes }) => modelTypes),
  );
  return types
    .map((type) => `"${type}"`)
    .filter((type) => works(text, name, range, type))
    .map((type) => replace(range, type));
};
