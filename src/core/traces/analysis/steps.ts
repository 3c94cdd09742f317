import type { Analysis } from './analysis';
import { once } from './once';
import { describe } from './describe';
import type { Description } from './describe';
import type { Intervals } from './intervals';
import { inSeconds } from './selection';
import type { Selection } from './selection';
import { roleTimes } from './step-roles';
import type { StepRole } from './step-roles';
import { stepSpans } from './step-spans';
import type { StepSpan } from './step-spans';

/** What a step's time went to, in seconds; the parts sum to `seconds`. */
export interface StepReport extends Readonly<Record<StepRole | 'other', number>> {
  /** The number in `ProfilerStep#N`; absent where the trace has no steps and all of it is one. */
  readonly number?: number;
  /** Seconds after the trace's origin. */
  readonly start: number;
  readonly seconds: number;
}

export interface StepsReport {
  readonly steps: readonly StepReport[];
  /** How alike the steps are: their durations, in seconds. */
  readonly durations: Description;
  /** Standard deviation over mean; absent for a single step. */
  readonly variation?: number;
}

/**
 * Profiler steps and what their time went to (TensorBoard plugin, profiler/overall_parser.py:41-58): the roles take
 * what is left of the steps in turn, kernels first, so that a copy under a kernel counts as kernel. The plugin gives a
 * role its whole range where nothing was left of the steps; here it gets nothing, so that the parts sum to the step.
 */
const run = (selection: Selection): StepsReport | undefined => {
  const spans = stepSpans(selection);
  const durations = describe(
    selection,
    Float64Array.from(spans, ({ from, to }) => to - from),
    1e-9,
  );
  if (durations === undefined) return undefined;
  const times = roleTimes(selection, spans, joined(spans));
  const steps = spans.map(({ number, from, to }, step) => {
    const within = (role: StepRole | 'other'): number => inSeconds(times[role][step] ?? 0);
    return {
      ...(number === undefined ? {} : { number }),
      start: inSeconds(from),
      seconds: inSeconds(to - from),
      kernel: within('kernel'),
      memcpy: within('memcpy'),
      memset: within('memset'),
      communication: within('communication'),
      runtime: within('runtime'),
      dataLoader: within('dataLoader'),
      host: within('host'),
      other: within('other'),
    };
  });
  return {
    steps,
    durations,
    ...(durations.stddev === undefined ? {} : { variation: durations.stddev / durations.mean }),
  };
};

/** Steps stand in order of time; those that touch become one. */
const joined = (spans: readonly StepSpan[]): Intervals => {
  const start: number[] = [];
  const end: number[] = [];
  for (const { from, to } of spans) {
    const last = end.at(-1);
    if (last === undefined || from > last) {
      start.push(from);
      end.push(to);
    } else if (to > last) end[end.length - 1] = to;
  }
  return { start: Float64Array.from(start), end: Float64Array.from(end) };
};

export const steps: Analysis<'steps', StepsReport> = { id: 'steps', run: once(run) };
