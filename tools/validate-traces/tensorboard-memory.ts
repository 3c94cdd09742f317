import { memory } from '../../src/core/traces/analysis/memory';
import { demand, demandClose, demandSameNames } from './parity';
import type { Comparison } from './parity';
import type { PluginWorker } from './tensorboard-results';
import type { PluginView } from './tensorboard-view';

const KIBIBYTE = 1024;
const OTHER_DEVICE = 'It has no name for this device type, so no table of the memory of it';

/** Who allocated how much, and the peaks (12). */
export const compareMemory = (
  trace: string,
  view: PluginView,
  worker: PluginWorker,
): readonly Comparison[] => {
  if (worker.memory_peaks === undefined) return [];
  const analysis = '12 memory';
  const ours = memory.run(view.withoutDriver) ?? [];
  for (const [device, rows] of Object.entries(worker.memory_stats?.rows ?? {})) {
    const own = new Map(
      (ours.find((one) => one.device === device)?.operators ?? []).map((row) => [row.name, row]),
    );
    demandSameNames(
      own.keys(),
      rows.map(([name]) => String(name)),
      `${trace}: ${device}`,
    );
    for (const [name, calls, increase, selfIncrease, count, selfCount, allocated, selfAllocated] of rows) {
      const row = own.get(String(name));
      const what = `${trace}: ${device} ${name}`;
      demand(
        row?.calls === calls && row?.allocations === count && row?.selfAllocations === selfCount,
        `${what}: counts`,
      );
      for (const [value, expected] of [
        [row?.increase, increase],
        [row?.selfIncrease, selfIncrease],
        [row?.allocated, allocated],
        [row?.selfAllocated, selfAllocated],
      ])
        demandClose(Number(value) / KIBIBYTE, expected, what, 0.006);
    }
  }
  let unnamed: Comparison['difference'];
  for (const [device, peak] of Object.entries(worker.memory_peaks)) {
    const gpu = /\.CUDA.*, (\d+)\)/.exec(device)?.[1];
    const name = device.includes('.CPU') ? 'CPU' : gpu === undefined ? undefined : `GPU${gpu}`;
    const own = ours.find((one) => (name === undefined ? one.peak.bytes === peak : one.device === name));
    demand(own?.peak.bytes === peak, `${trace}: peak of ${device}: ${own?.peak.bytes} is not ${peak}`);
    if (name === undefined)
      unnamed = {
        theirs: `${device}: peak ${peak} bytes, no operators`,
        ours: `${own?.device}: the same peak, ${own?.operators.length} operators`,
        reason: OTHER_DEVICE,
        events: `[memory] events of ${own?.device}`,
      };
  }
  return [{ analysis, trace, ...(unnamed === undefined ? {} : { difference: unnamed }) }];
};
