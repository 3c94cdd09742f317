import { functionLine } from '../text/python-functions';
import type { SourceLineTimes } from './analysis/source-lines';

export interface PlacedLines {
  readonly lines: readonly SourceLineTimes[];
  /** Whether the text differs from what ran; then only functions that still stand where they did are left. */
  readonly changed: boolean;
}

const HAS_CODE = /^\s*[^\s#]/;

/**
 * The lines of one file against its text of today: functions at their `def`, calls at lines that have code. A text in
 * which a function is missing from its line is another than the one that ran, and nothing can be said of calls in it.
 */
export const placeLines = (rows: readonly SourceLineTimes[], text: readonly string[]): PlacedLines => {
  const placed = rows.map((row) => {
    // A function whose only call was running before the trace began is told with a line inside it.
    if (row.function !== undefined)
      return { row, line: functionLine(text, row.function, row.line, row.calls === 1) };
    return { row, line: HAS_CODE.test(text[row.line - 1] ?? '') ? row.line : undefined };
  });
  const changed = placed.some(({ line }) => line === undefined);
  return {
    changed,
    lines: placed.flatMap(({ row, line }) =>
      line === undefined || (changed && row.function === undefined) ? [] : [{ ...row, line }],
    ),
  };
};
