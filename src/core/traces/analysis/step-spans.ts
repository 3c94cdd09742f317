import { SliceKind } from '../slice-kind';
import { launchersOf } from './launchers';
import { profilerSteps } from './profiler-steps';
import { filterRows, sortRowsBy } from './rows';
import type { Selection } from './selection';

/** A step from its start on the host to the end of what it launched, in nanoseconds. */
export interface StepSpan {
  readonly number?: number;
  readonly from: number;
  readonly to: number;
}

/**
 * Steps as the TensorBoard plugin bounds them (profiler/event_parser.py:235-443): on the host by `ProfilerStep#N`; with
 * device events, a step ends when the last of those launched within it has ended, and the next begins there. Steps at
 * the end that launched nothing, or less than 80 % of the step before, were cut off by the profiler and left out.
 * Without steps, all operators are one.
 */
export const stepSpans = (selection: Selection): readonly StepSpan[] => {
  const { start, end } = selection;
  const onHost: readonly StepSpan[] = profilerSteps(selection).map(({ number, row }) => ({
    number,
    from: start[row] ?? 0,
    to: end[row] ?? 0,
  }));
  const steps = onHost.length > 0 ? onHost : operatorSpan(selection);
  const { launched, before } = deviceSpans(selection, steps);
  const first = steps[0];
  if (first === undefined || !launched.some(({ count }) => count > 0)) return steps;
  let previous = launched[0]?.count === 0 ? first.from : Math.max(first.from, before);
  const spans = steps.map((step, i) => {
    const from = Math.max(previous, step.from);
    const to = Math.max(from, step.to, launched[i]?.to ?? -Infinity);
    previous = to;
    return { ...step, from, to };
  });
  return spans.slice(0, completeSteps(launched));
};

const operatorSpan = (selection: Selection): readonly StepSpan[] => {
  const { kind } = selection.trace.slices;
  const rows = filterRows(selection.host, (row) => kind[row] === SliceKind.operator);
  if (rows.length === 0) return [];
  const from = rows.reduce((time, row) => Math.min(time, selection.start[row] ?? 0), Infinity);
  const to = rows.reduce((time, row) => Math.max(time, selection.end[row] ?? 0), -Infinity);
  return [{ from, to }];
};

interface Launched {
  readonly count: number;
  readonly from: number;
  readonly to: number;
}

/** What calls wholly within each step launched; `before` is the last end of other work before the first of it. */
const deviceSpans = (
  selection: Selection,
  steps: readonly StepSpan[],
): { readonly launched: readonly Launched[]; readonly before: number } => {
  const { start, end } = selection;
  const { kind } = selection.trace.slices;
  const launchers = launchersOf(selection);
  const stepOfCall = new Int32Array(selection.trace.slices.length).fill(-1);
  const calls = sortRowsBy(
    filterRows(selection.host, (row) => kind[row] === SliceKind.runtime),
    start,
  );
  let step = 0;
  for (const call of calls) {
    while (step < steps.length && (start[call] ?? 0) >= (steps[step]?.to ?? 0)) step++;
    const within = steps[step];
    if (within === undefined) break;
    if ((start[call] ?? 0) >= within.from && (end[call] ?? 0) <= within.to) stepOfCall[call] = step;
  }
  const launched = steps.map(() => ({ count: 0, from: Infinity, to: -Infinity }));
  const stepOf = (row: number): number => stepOfCall[launchers[row] ?? -1] ?? -1;
  for (const row of selection.device) {
    const own = launched[stepOf(row)];
    if (own === undefined) continue;
    own.count++;
    own.from = Math.min(own.from, start[row] ?? 0);
    own.to = Math.max(own.to, end[row] ?? 0);
  }
  const firstStart = launched[0]?.from ?? Infinity;
  let before = -Infinity;
  for (const row of selection.device)
    if (stepOf(row) < 0 && (end[row] ?? 0) < firstStart) before = Math.max(before, end[row] ?? 0);
  return { launched, before };
};

const completeSteps = (launched: readonly Launched[]): number => {
  const last = launched.findLastIndex(({ count }) => count > 0);
  const previous = launched[last - 1];
  return last > 0 && previous !== undefined && previous.count * 0.8 > (launched[last]?.count ?? 0)
    ? last
    : last + 1;
};
