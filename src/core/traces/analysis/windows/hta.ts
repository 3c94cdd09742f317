import type { Trace } from '../../columns';
import { filterRows, rowsUpTo } from '../rows';
import type { Selection } from '../selection';

export interface HtaOptions {
  /** Every step and every device event once, as HTA's trace diff reads them. */
  readonly everything?: boolean;
}

/**
 * Holistic Trace Analysis' own selection and rounding (hta/common/trace_parser.py, trace.py at f4d0062):
 * - events with a duration and a category other than "Trace"; those with a stream are on the device;
 * - where times have fractions of a microsecond: starts up and ends down to whole microseconds, so that a short
 *   event may end one microsecond before it begins;
 * - with two or more profiler steps, host events that begin before the last step, and device events once for each of
 *   those with their correlation.
 */
export const asHta = (trace: Trace, options: HtaOptions = {}): Selection => {
  const { slices, strings } = trace;
  const traceCategory = strings.find('Trace');
  const rows = filterRows(rowsUpTo(slices.length), (row) => {
    const category = slices.category[row] ?? 0;
    return category !== 0 && category !== traceCategory && !Number.isNaN(slices.duration[row] ?? 0);
  });
  const times = trace.fractionalTimes ? wholeMicroseconds(trace) : exact(trace);
  const whole: Selection = {
    trace,
    window: 'hta',
    ...times,
    host: filterRows(rows, (row) => slices.args.stream.or(row, -1) === -1),
    device: filterRows(rows, (row) => slices.args.stream.or(row, -1) !== -1),
  };
  return options.everything === true ? whole : withoutLastStep(whole);
};

/**
 * HTA's column `index_correlation` (hta/common/trace.py, `transform_correlation_to_index`) is 0 where an event's partner is not in the
 * trace, and 0 is also the number of its first event. Its idle breakdown so takes that event for the launch of device
 * events whose launch is missing, and its queue leaves it out. @returns row 0 where HTA has it, or -1.
 */
export const mistakenRow = ({ trace, window, host, device }: Selection): number =>
  window === 'hta' && trace.beginsWithSlice && (host[0] === 0 || device[0] === 0) ? 0 : -1;

const exact = ({ slices }: Trace): Pick<Selection, 'start' | 'end'> => {
  const end = new Float64Array(slices.length);
  for (let row = 0; row < end.length; row++)
    end[row] = (slices.start[row] ?? 0) + (slices.duration[row] ?? 0);
  return { start: slices.start, end };
};

/**
 * HTA reads times as doubles of microseconds; far from zero these have no room for nanoseconds, so the sums below
 * are made in absolute microseconds as there.
 */
const wholeMicroseconds = ({ slices, originNanoseconds }: Trace): Pick<Selection, 'start' | 'end'> => {
  const origin = Number(originNanoseconds / 1000n);
  const rest = Number(originNanoseconds % 1000n);
  const start = new Float64Array(slices.length);
  const end = new Float64Array(slices.length);
  for (let row = 0; row < start.length; row++) {
    const nanoseconds = (slices.start[row] ?? 0) + rest;
    const whole = Math.floor(nanoseconds / 1000);
    const from = origin + whole + (nanoseconds - whole * 1000) / 1000;
    const to = from + (slices.duration[row] ?? 0) / 1000;
    start[row] = (Math.ceil(from) - origin) * 1000 - rest;
    end[row] = (Math.floor(to) - origin) * 1000 - rest;
  }
  return { start, end };
};

const withoutLastStep = (whole: Selection): Selection => {
  const { slices, strings } = whole.trace;
  const stepNames = new Map<number, boolean>();
  const isStep = (row: number): boolean => {
    const name = slices.name[row] ?? 0;
    let known = stepNames.get(name);
    if (known === undefined) stepNames.set(name, (known = strings.text(name).startsWith('ProfilerStep')));
    return known;
  };
  const steps = filterRows(whole.host, isStep);
  for (const row of whole.device) isStep(row);
  if ([...stepNames.values()].filter(Boolean).length < 2) return whole;
  const lastStart = steps.reduce((time, row) => Math.max(time, whole.start[row] ?? 0), -Infinity);
  const host = filterRows(whole.host, (row) => (whole.start[row] ?? 0) < lastStart);
  const { correlation } = slices.args;
  const launches = new Map<number, number>();
  for (const row of host) {
    const id = correlation.or(row, -1);
    launches.set(id, (launches.get(id) ?? 0) + 1);
  }
  const device: number[] = [];
  for (const row of whole.device) {
    const copies = launches.get(correlation.or(row, -1)) ?? 0;
    for (let copy = 0; copy < copies; copy++) device.push(row);
  }
  return { ...whole, host, device: Uint32Array.from(device) };
};
