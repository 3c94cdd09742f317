import { withLoops } from '../loops/loops';
import { SliceKind } from '../slice-kind';
import { launchersOf } from './launchers';
import { hostSpan } from './names';
import { profilerSteps } from './profiler-steps';
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
  const span = hostSpan(selection, SliceKind.operator);
  return span.from <= span.to ? [span] : [];
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
  const launchers = launchersOf(selection);
  return withLoops(selection, (loops) => {
    loops.useTimes();
    const { calls } = loops;
    const { device } = selection;
    let latest = -Infinity;
    const reach = steps.map(({ to }) => (latest = Math.max(latest, to)));
    const put = (times: readonly number[]): number => loops.put(Float64Array.from(times));
    const before = calls.findLaunched(
      loops.keep(device),
      device.length,
      loops.keep(launchers),
      put(steps.map(({ from }) => from)),
      put(steps.map(({ to }) => to)),
      put(reach),
      steps.length,
    );
    const from = loops.doubles(calls.launchedFrom.value, steps.length);
    const to = loops.doubles(calls.launchedTo.value, steps.length);
    const launched = Array.from(loops.rows(calls.launchedCount.value, steps.length), (count, step) => ({
      count,
      from: from[step] ?? 0,
      to: to[step] ?? 0,
    }));
    return { launched, before };
  });
};

const completeSteps = (launched: readonly Launched[]): number => {
  const last = launched.findLastIndex(({ count }) => count > 0);
  const previous = launched[last - 1];
  return last > 0 && previous !== undefined && previous.count * 0.8 > (launched[last]?.count ?? 0)
    ? last
    : last + 1;
};
