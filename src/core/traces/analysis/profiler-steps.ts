import { SliceKind } from '../slice-kind';
import { fewRowsNamed, namesThat } from './names';
import { once } from './once';
import { filterRows, sortRowsBy } from './rows';
import type { Selection } from './selection';

export interface ProfilerStep {
  /** The number after `ProfilerStep#`, or the one that the event tells. */
  readonly number: number;
  readonly row: number;
}

const STEP = /^ProfilerStep\s*#\s*(\d+)$/;
const KINDS = [SliceKind.annotation, SliceKind.operator];

/**
 * The host's steps in order of time: the ranges `ProfilerStep#N` of PyTorch, and events that tell the number of their step
 * (`step_num` of JAX and TensorFlow, runs of a model in ONNX Runtime).
 */
export const profilerSteps = once((selection: Selection): readonly ProfilerStep[] => {
  const { slices, strings } = selection.trace;
  const { step } = slices.args;
  if (step.count > 0) {
    const told = filterRows(
      selection.host,
      (row) => slices.kind[row] === SliceKind.annotation && step.has(row),
    );
    return Array.from(sortRowsBy(told, selection.start), (row) => ({ number: step.or(row, 0), row }));
  }
  const names = namesThat(selection, KINDS, (text) => STEP.test(text));
  if (names === undefined) return [];
  const onHost = fewRowsNamed(selection, KINDS, names).filter((row) => contains(selection.host, row));
  const rows = sortRowsBy(Uint32Array.from(onHost), selection.start);
  return Array.from(rows, (row) => ({
    number: Number(STEP.exec(strings.text(slices.name[row] ?? 0))?.[1]),
    row,
  }));
});

/** Whether rows in file order have this one. */
const contains = (rows: Uint32Array, row: number): boolean => {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rows[middle] ?? 0) < row) low = middle + 1;
    else high = middle;
  }
  return rows[low] === row;
};
