import { sortRowsBy } from '../rows';
import type { Selection } from '../selection';
import type { StepSpan } from '../step-spans';

const WHOLE: readonly Pick<StepSpan, 'from' | 'to'>[] = [{ from: -Infinity, to: Infinity }];

/** Nanoseconds of the spans in which any of the rows runs, whatever runs beside it; the rows are put in order of time. */
export const timeCovered = (
  { start, end }: Pick<Selection, 'start' | 'end'>,
  rows: Uint32Array,
  spans: readonly Pick<StepSpan, 'from' | 'to'>[] = WHOLE,
): number => {
  let reached = -Infinity;
  let length = 0;
  for (const row of sortRowsBy(rows, start)) {
    const begin = Math.max(start[row] ?? 0, reached);
    reached = Math.max(reached, end[row] ?? 0);
    for (const { from, to } of spans) length += Math.max(0, Math.min(reached, to) - Math.max(begin, from));
  }
  return length;
};
