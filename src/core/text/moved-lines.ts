/** An edit of a text: lines count from 0, `end` is where the replaced range ends. */
export interface LineEdit {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
  readonly text: string;
  /** Whether the range begins at the end of its line. */
  readonly startsAtLineEnd: boolean;
}

/** Where a line is after an edit; undefined where the edit touched its text. Lines count from 0. */
export const movedLine = (
  line: number,
  { start, end, text, startsAtLineEnd }: LineEdit,
): number | undefined => {
  const added = text.split('\n').length - 1;
  const delta = added - (end.line - start.line);
  if (line < start.line) return line;
  if (line > end.line) return line + delta;
  const isLast = line === end.line;
  // What replaces whole lines before this one leaves it as it is.
  if (isLast && end.character === 0 && start.character === 0 && (text === '' || text.endsWith('\n')))
    return line + delta;
  const opensNewLine = startsAtLineEnd && /^\r?\n/.test(text);
  if (line === start.line && opensNewLine && (start.line < end.line || end.character === start.character))
    return line;
  return undefined;
};
