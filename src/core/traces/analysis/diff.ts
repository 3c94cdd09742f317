import type { Trace } from '../columns';
import type { TraceWindow } from './analysis';
import { profilerSpans } from '../ran';
import { launchersOf } from './launchers';
import { operators } from './operators';
import type { OperatorTimes } from './operators';
import { profilerSteps } from './profiler-steps';
import { filterRows } from './rows';
import { inSeconds } from './selection';
import type { Selection } from './selection';
import { select } from './windows';
import { asHta } from './windows/hta';

export interface Counted {
  readonly count: number;
  readonly seconds: number;
}

/** Of the time; where that is equal, of the calls. */
export const CHANGES = ['added', 'removed', 'slower', 'faster', 'more calls', 'fewer calls', 'same'] as const;
export type Change = (typeof CHANGES)[number];

/** One name in two traces; `before` or `after` is absent where the trace does not have it. */
export interface DiffRow {
  readonly name: string;
  /** Of an operator; absent where rows are by name alone. */
  readonly inputShapes?: string;
  readonly change: Change;
  readonly before?: Counted;
  readonly after?: Counted;
  /** After less before, in seconds and in calls. */
  readonly seconds: number;
  readonly count: number;
}

export interface DiffReport {
  /** All host events but the profiler's own, and all device events, by name, with the sums of their durations. */
  readonly host: readonly DiffRow[];
  readonly device: readonly DiffRow[];
  /** Operators by name and input shapes, with the device time of all that they called, or host time without a device. */
  readonly operators: readonly DiffRow[];
  /** The same by name alone. */
  readonly operatorNames: readonly DiffRow[];
}

/**
 * Two traces against each other (HTA, hta/trace_diff.py:231-360, for `host` and `device`): events by name, joined, the
 * largest change first. See `comparedIn`.
 */
export const diffTraces = (before: Selection, after: Selection): DiffReport => ({
  host: join(byName(before, hostRan(before)), byName(after, hostRan(after))),
  device: join(byName(before, before.device), byName(after, after.device)),
  operators: join(byShape(before), byShape(after)),
  operatorNames: join(byOperator(before), byOperator(after)),
});

const hostRan = ({ trace, host }: Selection): Uint32Array => {
  const isProfiler = profilerSpans(trace);
  return filterRows(host, (row) => !isProfiler(row));
};

/** What of a trace is compared: in the window "hta" the first profiler step, of every device event there is. */
export const comparedIn = (trace: Trace, window: TraceWindow): Selection =>
  window === 'hta' ? firstStep(asHta(trace, { everything: true })) : select(trace, window);

/** What belongs to the step of the smallest number: host events that begin in it and the device events they launched. */
const firstStep = (selection: Selection): Selection => {
  const steps = profilerSteps(selection);
  const first = steps.reduce((low, step) => Math.min(low, step.number), Infinity);
  const rows = steps.filter(({ number }) => number === first).map(({ row }) => row);
  if (rows.length === 0) return selection;
  const { start, end } = selection;
  const within = (row: number): boolean => {
    const time = start[row] ?? 0;
    return rows.some((step) => (start[step] ?? 0) <= time && time < (end[step] ?? 0));
  };
  const launchers = launchersOf(selection);
  return {
    ...selection,
    host: filterRows(selection.host, within),
    device: filterRows(selection.device, (row) => {
      const launcher = launchers[row] ?? -1;
      return launcher >= 0 && within(launcher);
    }),
  };
};

interface Named extends Counted {
  readonly name: string;
  readonly inputShapes?: string;
}

const byName = (selection: Selection, rows: Uint32Array): ReadonlyMap<string, Named> => {
  const { name } = selection.trace.slices;
  const sums = new Map<number, { count: number; nanoseconds: number }>();
  for (const row of rows) {
    const id = name[row] ?? 0;
    const sum = sums.get(id) ?? { count: 0, nanoseconds: 0 };
    if (sum.count === 0) sums.set(id, sum);
    sum.count++;
    sum.nanoseconds += (selection.end[row] ?? 0) - (selection.start[row] ?? 0);
  }
  return new Map(
    [...sums].map(([id, { count, nanoseconds }]) => {
      const text = selection.trace.strings.text(id);
      return [text, { name: text, count, seconds: inSeconds(nanoseconds) }] as const;
    }),
  );
};

/** Of an operator: device time, or host time where the selection has no device. */
const secondsOf = (selection: Selection, times: OperatorTimes): number =>
  selection.device.length > 0 ? times.deviceTotal : times.hostTotal;

const byOperator = (selection: Selection): ReadonlyMap<string, Named> =>
  new Map(
    (operators.run(selection) ?? []).map(({ name, calls, ...times }) => [
      name,
      { name, count: calls, seconds: secondsOf(selection, { calls, ...times }) },
    ]),
  );

const byShape = (selection: Selection): ReadonlyMap<string, Named> => {
  const rows = operators.run(selection) ?? [];
  return new Map(
    rows.flatMap(({ name, shapes }) =>
      shapes.map((times) => {
        const { inputShapes, calls } = times;
        const key = `${name}\n${inputShapes ?? ''}`;
        return [
          key,
          {
            name,
            ...(inputShapes === undefined ? {} : { inputShapes }),
            count: calls,
            seconds: secondsOf(selection, times),
          },
        ] as const;
      }),
    ),
  );
};

const join = (before: ReadonlyMap<string, Named>, after: ReadonlyMap<string, Named>): readonly DiffRow[] =>
  [...new Set([...before.keys(), ...after.keys()])]
    .flatMap((key) => {
      const old = before.get(key);
      const now = after.get(key);
      const named = now ?? old;
      return named === undefined ? [] : [rowOf(named, old, now)];
    })
    .sort((a, b) => Math.abs(b.seconds) - Math.abs(a.seconds) || Math.abs(b.count) - Math.abs(a.count));

const rowOf = ({ name, inputShapes }: Named, old: Named | undefined, now: Named | undefined): DiffRow => {
  const seconds = (now?.seconds ?? 0) - (old?.seconds ?? 0);
  return {
    name,
    ...(inputShapes === undefined ? {} : { inputShapes }),
    change: changeOf(old, now),
    ...(old === undefined ? {} : { before: { count: old.count, seconds: old.seconds } }),
    ...(now === undefined ? {} : { after: { count: now.count, seconds: now.seconds } }),
    seconds,
    count: (now?.count ?? 0) - (old?.count ?? 0),
  };
};

const changeOf = (old: Counted | undefined, now: Counted | undefined): Change => {
  if (old === undefined) return 'added';
  if (now === undefined) return 'removed';
  if (now.seconds !== old.seconds) return now.seconds > old.seconds ? 'slower' : 'faster';
  if (now.count !== old.count) return now.count > old.count ? 'more calls' : 'fewer calls';
  return 'same';
};
