import { modules } from '../../src/core/traces/analysis/modules';
import type { ModuleReport } from '../../src/core/traces/analysis/modules';
import { demand, demandClose, demandSameNames, isClose } from './parity';
import type { Comparison } from './parity';
import type { PluginModule, PluginWorker } from './tensorboard-results';
import type { PluginView } from './tensorboard-view';

const MICROSECONDS = 1e6;
const NO_EXTERNAL_ID =
  'It gives all runtime calls without external id to the first module, and their time is missing from its self host time';

interface ModuleSums {
  calls: number;
  operators: number;
  hostSelf: number;
  hostTotal: number;
  deviceSelf: number;
  deviceTotal: number;
}

const byInstance = (
  reports: readonly ModuleReport[],
  sums = new Map<string, ModuleSums>(),
): Map<string, ModuleSums> => {
  for (const report of reports) {
    const key = `${report.name} ${report.instance}`;
    const none = { calls: 0, operators: 0, hostSelf: 0, hostTotal: 0, deviceSelf: 0, deviceTotal: 0 };
    const sum = sums.get(key) ?? none;
    sums.set(key, sum);
    sum.calls += report.calls;
    sum.operators += report.operators;
    sum.hostSelf += report.hostSelf;
    sum.hostTotal += report.hostTotal;
    sum.deviceSelf += report.deviceSelf;
    sum.deviceTotal += report.deviceTotal;
    byInstance(report.children, sums);
  }
  return sums;
};

const flatten = (stats: readonly PluginModule[]): readonly PluginModule[] =>
  stats.flatMap((one) => [one, ...flatten(one.children)]);

/** The tree of nn.Modules (4). */
export const compareModules = (
  trace: string,
  view: PluginView,
  worker: PluginWorker,
): readonly Comparison[] => {
  const theirs = flatten(worker.module_stats ?? []);
  if (theirs.length === 0) return [];
  const analysis = '4 modules';
  const ours = byInstance(modules.run(view.withoutCallers) ?? []);
  const keyOf = ({ name, id }: PluginModule): string => `${name} ${id}`;
  demandSameNames(ours.keys(), theirs.map(keyOf), `${trace}: modules`);
  const differing: PluginModule[] = [];
  for (const stats of theirs) {
    const key = keyOf(stats);
    const own = ours.get(key);
    // It sums times that it has rounded to a hundredth of a microsecond.
    const rounding = 0.01 * stats.occurences;
    demand(own?.calls === stats.occurences && own.operators === stats.operators, `${trace}: ${key}`);
    demandClose((own?.hostTotal ?? NaN) * MICROSECONDS, stats.host_duration, `${trace}: ${key}`, rounding);
    const same = (
      [
        [own?.hostSelf, stats.self_host_duration],
        [own?.deviceSelf, stats.self_device_duration],
        [own?.deviceTotal, stats.device_duration],
      ] as const
    ).every(([value, expected]) => isClose((value ?? NaN) * MICROSECONDS, expected, rounding));
    if (!same) differing.push(stats);
  }
  const [stats, ...more] = differing;
  if (stats === undefined) return [{ analysis, trace }];
  // One module, and the difference is the runtime calls that belong to nobody.
  demand(more.length === 0, `${trace}: modules ${differing.map(keyOf).join(', ')}`);
  const own = (ours.get(keyOf(stats))?.hostSelf ?? NaN) * MICROSECONDS;
  demandClose(
    own - stats.self_host_duration,
    view.callsWithoutExternalId * MICROSECONDS,
    `${trace}: runtime calls without external id`,
    0.5,
  );
  return [
    {
      analysis,
      trace,
      difference: {
        theirs: `${keyOf(stats)}: self host ${stats.self_host_duration.toFixed(2)} µs`,
        ours: `${own.toFixed(2)} µs`,
        reason: NO_EXTERNAL_ID,
        events: view.overlooked.callWithoutId ?? '',
      },
    },
  ];
};
