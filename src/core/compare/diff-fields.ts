import { type Json, plainOf } from '../text/plain';
import type { LocatedValue, SourceRange } from '../text/located';

export { type Json, plainOf };

/** One field that differs, with where it stands in either text. An absent side has no such field. */
export interface FieldChange {
  /** Dotted, for people; list items by their index. */
  readonly path: string;
  readonly steps: readonly string[];
  readonly before?: Json;
  readonly after?: Json;
  readonly where: { readonly before?: SourceRange; readonly after?: SourceRange };
}

/** Field by field in the order of the texts: objects by key, lists of equal length by item, the rest as a whole. */
export const changedFields = (
  before: LocatedValue,
  after: LocatedValue,
  steps: readonly string[] = [],
): FieldChange[] => {
  if (before.type === 'object' && after.type === 'object') {
    const keys = new Set([...before.entries.keys(), ...after.entries.keys()]);
    return [...keys].flatMap((key) =>
      sideBySide(before.entries.get(key)?.value, after.entries.get(key)?.value, [...steps, key]),
    );
  }
  if (before.type === 'array' && after.type === 'array' && before.items.length === after.items.length) {
    return before.items.flatMap((item, index) =>
      sideBySide(item, after.items[index], [...steps, `${index}`]),
    );
  }
  return JSON.stringify(plainOf(before)) === JSON.stringify(plainOf(after))
    ? []
    : [change(before, after, steps)];
};

const sideBySide = (
  before: LocatedValue | undefined,
  after: LocatedValue | undefined,
  steps: readonly string[],
): FieldChange[] =>
  before === undefined || after === undefined
    ? [change(before, after, steps)]
    : changedFields(before, after, steps);

const change = (
  before: LocatedValue | undefined,
  after: LocatedValue | undefined,
  steps: readonly string[],
): FieldChange => ({
  path: steps.join('.'),
  steps,
  ...(before === undefined ? {} : { before: plainOf(before) }),
  ...(after === undefined ? {} : { after: plainOf(after) }),
  where: {
    ...(before === undefined ? {} : { before: before.range }),
    ...(after === undefined ? {} : { after: after.range }),
  },
});

/** The value with one field as it is after the change. */
export const withChange = (value: Json, { steps, after }: Pick<FieldChange, 'steps' | 'after'>): Json => {
  const [step, ...rest] = steps;
  if (step === undefined) return after ?? null;
  if (isList(value)) {
    return value.map((item, index) =>
      String(index) === step ? withChange(item, { steps: rest, ...given(after) }) : item,
    );
  }
  const fields = new Map(Object.entries(typeof value === 'object' && value !== null ? value : {}));
  if (rest.length === 0 && after === undefined) fields.delete(step);
  else fields.set(step, withChange(fields.get(step) ?? {}, { steps: rest, ...given(after) }));
  return Object.fromEntries(fields);
};

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
const given = (after: Json | undefined): { readonly after?: Json } => (after === undefined ? {} : { after });
