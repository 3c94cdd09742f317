import { SliceKind } from '../slice-kind';
import { filterRows, sortRowsBy } from './rows';
import type { Selection } from './selection';

export interface ProfilerStep {
  /** The number after `ProfilerStep#`. */
  readonly number: number;
  readonly row: number;
}

const STEP = /^ProfilerStep\s*#\s*(\d+)$/;

/** The host's `ProfilerStep#N` ranges in order of time. */
export const profilerSteps = (selection: Selection): readonly ProfilerStep[] => {
  const { slices, strings } = selection.trace;
  const numbers = new Map<number, number | undefined>();
  const numberOf = (row: number): number | undefined => {
    const name = slices.name[row] ?? 0;
    if (!numbers.has(name)) {
      const digits = STEP.exec(strings.text(name))?.[1];
      numbers.set(name, digits === undefined ? undefined : Number(digits));
    }
    return numbers.get(name);
  };
  const named = filterRows(selection.host, (row) => {
    const kind = slices.kind[row];
    return (kind === SliceKind.annotation || kind === SliceKind.operator) && numberOf(row) !== undefined;
  });
  return [...sortRowsBy(named, selection.start)].map((row) => ({ number: numberOf(row) ?? 0, row }));
};
