import { flops, seconds } from '../units/quantity';
import type { Operator, Workload } from '../workload/workload';
import { profilerSteps } from './analysis/profiler-steps';
import { wholeTrace } from './analysis/windows/all';
import { busyNanoseconds } from './busy-time';
import type { Trace } from './columns';
import { kernelRows, operatorRows, type MeasuredRow } from './measured-rows';
import { recordDevice } from './not-recorded';
import { ranNanoseconds } from './ran';
import { usedDevices } from './used-devices';

/** What the rows of the workload are: operators with the kernels they launched, or the kernels by themselves. */
export type TraceRows = 'operators' | 'kernels';

/**
 * A trace, or one trace a rank, as a workload of one phase "step" with measured operators: one row per operator name and
 * category with its own time (that of operators inside it is theirs), and one per kernel that no operator launched, so
 * that the rows' device seconds are those of the trace. Counts and times are means over the devices that worked. The
 * whole recording is one pass; its units are the profiler steps in it (1 where there are none).
 */
export const toWorkload = (traces: readonly Trace[], rows: TraceRows = 'operators'): Workload => {
  const [first] = traces;
  const used = traces.flatMap(usedDevices);
  const devices = Math.max(1, used.length);
  const deviceName = used.find(({ name = '' }) => name !== '')?.name;
  const how = first === undefined || used.length > 0 ? undefined : recordDevice(first);
  const steps = Math.max(0, ...traces.map((trace) => stepsOf(trace)));
  const shared = traces.length > 1 ? Math.max(devices, traces.length) : devices;
  const measured = (rows === 'kernels' ? kernelRows : operatorRows)(traces);
  return {
    name: first?.name ?? 'trace',
    source: {
      kind: 'trace',
      format: first?.format ?? 'unknown',
      ...(first === undefined ? {} : { file: first.name }),
      ...(deviceName === undefined ? {} : { deviceName, deviceCount: devices }),
      ...(how === undefined ? {} : { recordDevice: how }),
    },
    unit: 'step',
    units: Math.max(1, steps),
    batch: 1,
    phases: [{ name: 'step', repeats: 1, operators: measured.map((row) => operatorOf(row, shared)) }],
    spanSeconds: seconds(Math.max(0, ...traces.map(ranNanoseconds)) / 1e9),
    ...(used.length === 0
      ? {}
      : {
          busySeconds: seconds(traces.reduce((sum, trace) => sum + busyNanoseconds(trace), 0) / 1e9 / shared),
        }),
  };
};

const operatorOf = (row: MeasuredRow, devices: number): Operator => ({
  name: row.name,
  category: row.category,
  count: row.count / devices,
  ...(row.flops === undefined ? {} : { flops: flops(row.flops / devices) }),
  ...(row.dtype === undefined ? {} : { dtype: row.dtype }),
  measured: {
    ...(row.hostNanoseconds === undefined
      ? {}
      : { hostSeconds: seconds(row.hostNanoseconds / 1e9 / devices) }),
    ...(row.deviceNanoseconds === undefined
      ? {}
      : { deviceSeconds: seconds(row.deviceNanoseconds / 1e9 / devices) }),
    ...(row.earlierNanoseconds === undefined
      ? {}
      : { earlierSeconds: seconds(row.earlierNanoseconds / 1e9 / devices) }),
  },
});

const stepsOf = (trace: Trace): number =>
  new Set(profilerSteps(wholeTrace(trace)).map(({ number }) => number)).size;
