/** A range of the source text in characters: `text.slice(start, end)`. */
export interface SourceRange {
  readonly start: number;
  readonly end: number;
}

/**
 * A value of a config with where it stands in its text, whatever the syntax (JSON, YAML). Children of objects
 * keep the order of the text; of duplicate keys the last one counts, as in JSON.parse.
 */
export type LocatedValue =
  | {
      readonly type: 'object';
      readonly range: SourceRange;
      readonly entries: ReadonlyMap<string, LocatedEntry>;
    }
  | { readonly type: 'array'; readonly range: SourceRange; readonly items: readonly LocatedValue[] }
  | {
      readonly type: 'scalar';
      readonly range: SourceRange;
      readonly value: string | number | boolean | null;
    };

export interface LocatedEntry {
  readonly key: SourceRange;
  readonly value: LocatedValue;
}

/** Line and column, both from 1, of an offset. */
export const positionAt = (text: string, offset: number): { line: number; column: number } => {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  let line = 1;
  for (let i = before.indexOf('\n'); i !== -1; i = before.indexOf('\n', i + 1)) line++;
  return { line, column: offset - lineStart + 1 };
};
