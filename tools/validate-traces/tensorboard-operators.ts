import { operators } from '../../src/core/traces/analysis/operators';
import type { Selection } from '../../src/core/traces/analysis/selection';
import { demand, demandClose, demandSameNames, isClose } from './parity';
import type { Comparison } from './parity';
import type { PluginWorker } from './tensorboard-results';
import type { PluginView } from './tensorboard-view';

const MICROSECONDS = 1e6;
/** The plugin rounds these to whole microseconds. */
const ROUNDED = 0.51;

const DRIVER =
  'It leaves out calls into the driver and what they launched, and takes device annotations for host ones';
const CALLERS =
  'It attaches a call into the runtime to the operator of its external id; here that id is the call’s own correlation or absent, so it finds no device time, or that of another operator. Ours is by the call’s place in the operator';
const TENSOR_CORES = 'Its names of tensor-core kernels end before Hopper';

interface Off {
  readonly theirs: string;
  readonly ours: string;
}

/** The first operator whose times differ, in words. */
const timesDiffer = (selection: Selection, worker: PluginWorker): Off | undefined => {
  const ours = new Map((operators.run(selection) ?? []).map((row) => [row.name, row]));
  const theirs = worker.operator_table ?? [];
  demandSameNames(
    ours.keys(),
    theirs.map(({ name }) => name),
    'operators',
  );
  for (const row of theirs) {
    const own = ours.get(row.name);
    demand(own?.calls === row.calls, `${row.name}: ${own?.calls} calls`);
    for (const [what, value, expected] of [
      ['self host', own?.hostSelf, row.host_self_duration],
      ['total host', own?.hostTotal, row.host_total_duration],
      ['self device', own?.deviceSelf, row.device_self_duration ?? 0],
      ['total device', own?.deviceTotal, row.device_total_duration ?? 0],
    ] as const) {
      const microseconds = (value ?? NaN) * MICROSECONDS;
      if (!isClose(microseconds, expected, ROUNDED))
        return {
          theirs: `${row.name}: ${what} ${expected} µs`,
          ours: `${microseconds.toFixed(0)} µs`,
        };
    }
  }
  return undefined;
};

/** The first operator whose share of tensor cores differs, in words. */
const sharesDiffer = (selection: Selection, worker: PluginWorker): Off | undefined => {
  const ours = new Map((operators.run(selection) ?? []).map((row) => [row.name, row]));
  for (const row of worker.operator_table ?? []) {
    const own = ours.get(row.name);
    const share = own !== undefined && own.deviceSelf > 0 ? (100 * own.tensorCoreSelf) / own.deviceSelf : 0;
    if (!isClose(share, row.tc_self_ratio ?? 0, 0.01))
      return {
        theirs: `${row.name}: tensor cores ${row.tc_self_ratio ?? 0} %`,
        ours: `${share.toFixed(2)} %`,
      };
  }
  return undefined;
};

const demandShapes = (selection: Selection, worker: PluginWorker): void => {
  const ours = new Map((operators.run(selection) ?? []).map(({ name, shapes }) => [name, shapes]));
  const normal = (text: string): string => text.replaceAll(/\s|'|"/g, '');
  for (const row of worker.operator_table_by_input ?? []) {
    const own = (ours.get(row.name) ?? []).filter(
      ({ inputShapes = '[]' }) => normal(inputShapes) === normal(row.input_shape ?? '[]'),
    );
    const what = `${row.name} ${row.input_shape}`;
    const sum = (of: 'calls' | 'hostTotal'): number => own.reduce((total, times) => total + times[of], 0);
    demand(sum('calls') === row.calls, `${what}: ${sum('calls')} calls are not ${row.calls}`);
    demandClose(sum('hostTotal') * MICROSECONDS, row.host_total_duration, what, ROUNDED);
  }
};

/** Operators by name and by shape (3), and the share of tensor cores in their device time. */
export const compareOperators = (
  trace: string,
  view: PluginView,
  worker: PluginWorker,
): readonly Comparison[] => {
  const analysis = '3 operators';
  demandShapes(view.whole, worker);
  const off = timesDiffer(view.whole, worker);
  const cores: Comparison[] = [];
  const seenAs = (selection: Selection): void => {
    const share = sharesDiffer(selection, worker);
    const { tensorCores } = view.overlooked;
    demand(share === undefined || tensorCores !== undefined, `${trace}: ${share?.theirs} is ${share?.ours}`);
    cores.push({
      analysis: '3 tensor cores',
      trace,
      ...(share === undefined
        ? {}
        : { difference: { ...share, reason: TENSOR_CORES, events: tensorCores ?? '' } }),
    });
  };
  if (off === undefined) {
    seenAs(view.whole);
    return [{ analysis, trace }, ...cores];
  }
  const { driver, call } = view.overlooked;
  if (driver !== undefined && timesDiffer(view.withoutDriver, worker) === undefined) {
    seenAs(view.withoutDriver);
    return [{ analysis, trace, difference: { ...off, reason: DRIVER, events: driver } }, ...cores];
  }
  demand(view.hasOnlyCorrelations, `${trace}: ${off.theirs} is ${off.ours}`);
  const still = timesDiffer(view.withoutCallers, worker);
  demand(still === undefined, `${trace}: ${still?.theirs} is ${still?.ours} without callers too`);
  seenAs(view.withoutCallers);
  return [{ analysis, trace, difference: { ...off, reason: CALLERS, events: call ?? '' } }, ...cores];
};
