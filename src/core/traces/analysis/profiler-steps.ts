import { SliceKind } from '../slice-kind';
import { namesThat, rowsNamed } from './names';
import { once } from './once';
import { sortRowsBy } from './rows';
import type { Selection } from './selection';

export interface ProfilerStep {
  /** The number after `ProfilerStep#`. */
  readonly number: number;
  readonly row: number;
}

const STEP = /^ProfilerStep\s*#\s*(\d+)$/;
const KINDS = [SliceKind.annotation, SliceKind.operator];

/** The host's `ProfilerStep#N` ranges in order of time. */
export const profilerSteps = once((selection: Selection): readonly ProfilerStep[] => {
  const names = namesThat(selection, KINDS, (text) => STEP.test(text));
  if (names === undefined) return [];
  const { slices, strings } = selection.trace;
  const rows = sortRowsBy(rowsNamed(selection, selection.host, KINDS, names), selection.start);
  return Array.from(rows, (row) => ({
    number: Number(STEP.exec(strings.text(slices.name[row] ?? 0))?.[1]),
    row,
  }));
});
