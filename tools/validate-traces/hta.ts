import { basename } from 'node:path';
import { idle } from '../../src/core/traces/analysis/idle';
import { kernels } from '../../src/core/traces/analysis/kernels';
import { kernelTypes } from '../../src/core/traces/analysis/kernel-types';
import { launch } from '../../src/core/traces/analysis/launch';
import { memoryBandwidth } from '../../src/core/traces/analysis/memory-bandwidth';
import { overlap } from '../../src/core/traces/analysis/overlap';
import { queue } from '../../src/core/traces/analysis/queue';
import type { Selection } from '../../src/core/traces/analysis/selection';
import { sequencesOf } from '../../src/core/traces/analysis/sequences';
import { temporal } from '../../src/core/traces/analysis/temporal';
import { select } from '../../src/core/traces/analysis/windows';
import { readTrace } from '../../src/core/traces/read';
import { openBytes } from '../../src/io/open-bytes';
import { describesAs, HTA_QUARTILES } from './describes';
import { demand, demandClose } from './parity';
import type { Comparison } from './parity';
import { comparePath } from './hta-path';
import { cellsOf } from './results';
import type { Cells, HtaResults, PeerTable } from './results';

const MICROSECONDS = 1e6;
/** One trace in the window "hta", and what HTA says of its rank. */
export interface Case {
  readonly trace: string;
  readonly selection: Selection;
  readonly rank: number;
  readonly results: HtaResults['results'];
}
type Check = (of: Case) => readonly Comparison[];

const ofRank = (table: PeerTable | null | undefined, rank: number): readonly Cells[] =>
  cellsOf(table).filter((row) => row['rank'] === rank);

const checkTemporal: Check = ({ trace, selection, rank, results }) => {
  const [row] = ofRank(results.get_temporal_breakdown?.value, rank);
  if (row === undefined) return [];
  const ours = temporal.run(selection);
  for (const [value, name] of [
    [ours?.idle, 'idle_time(us)'],
    [ours?.compute, 'compute_time(us)'],
    [ours?.nonCompute, 'non_compute_time(us)'],
    [ours?.kernelTime, 'kernel_time(us)'],
  ] as const)
    demandClose((value ?? NaN) * MICROSECONDS, row[name], `${trace}: ${name}`);
  return [{ analysis: '1 temporal breakdown', trace }];
};

const checkKernels: Check = ({ trace, selection, rank, results }) => {
  const table = results.get_gpu_kernel_breakdown_all?.value;
  if (table === null || table === undefined) return [];
  const rows = ofRank(table.kernels, rank);
  const ours = new Map((kernels.run(selection) ?? []).map((row) => [`${row.type} ${row.name}`, row]));
  demand(ours.size === rows.length, `${trace}: ${ours.size} kernels are not ${rows.length}`);
  for (const row of rows) {
    const own = ours.get(`${row['kernel_type']} ${row['name']}`);
    for (const [value, name] of [
      [own?.sum, 'sum (us)'],
      [own?.max, 'max (us)'],
      [own?.min, 'min (us)'],
      [own?.mean, 'mean (us)'],
      [own?.stddev, 'stddev'],
    ] as const)
      demandClose((value ?? NaN) * MICROSECONDS, row[name] ?? 0, `${trace}: ${name} of ${row['name']}`);
  }
  return [{ analysis: '2 kernels', trace }];
};

const checkIdle: Check = ({ trace, selection, rank, results }) => {
  const rows = ofRank(results.get_idle_time_breakdown?.value?.breakdown, rank);
  if (rows.length === 0) return [];
  const named = { host_wait: 'hostWait', kernel_wait: 'kernelWait', other: 'other' } as const;
  const ours = idle.run(selection) ?? [];
  for (const row of rows) {
    const category = named[row['idle_category'] as keyof typeof named];
    const value = ours.find(({ stream }) => stream === row['stream'])?.[category] ?? NaN;
    // HTA rounds these to a hundredth of a microsecond.
    demandClose(value * MICROSECONDS, row['idle_time'], `${trace}: ${row['idle_category']}`, 0.006);
  }
  return [{ analysis: '5 idle', trace }];
};

const checkOverlap: Check = ({ trace, selection, rank, results }) => {
  const [row] = ofRank(results.get_comm_comp_overlap?.value, rank);
  if (row === undefined) return [];
  const ours = overlap.run(selection);
  const theirs = row['comp_comm_overlap_pctg'];
  const share = (100 * (ours?.overlapped ?? NaN)) / (ours?.communication ?? NaN);
  if (theirs === null || theirs === undefined)
    demand(ours === undefined, `${trace}: an overlap where HTA has none`);
  else demandClose(share, theirs, `${trace}: overlap, per cent`, 0.00501);
  return [{ analysis: '6 overlap', trace }];
};

const checkLaunch: Check = ({ trace, selection, rank, results }) => {
  const theirs = results.get_cuda_kernel_launch_stats?.value?.[String(rank)];
  if (theirs === undefined) return [];
  const ours = launch.run(selection);
  demand((ours?.count ?? 0) === theirs.rows, `${trace}: ${ours?.count} launches are not ${theirs.rows}`);
  if (ours !== undefined) {
    demandClose(ours.hostSeconds * MICROSECONDS, theirs.sum['cpu_duration'], `${trace}: launch calls`);
    demandClose(ours.deviceSeconds * MICROSECONDS, theirs.sum['gpu_duration'], `${trace}: launched work`);
    demandClose(ours.delaySeconds * MICROSECONDS, theirs.sum['launch_delay'], `${trace}: launch delay`);
    for (const [count, name] of [
      [ours.shorterThanLaunch, 'short_kernels(cpu<=50 & gpu<cpu)'],
      [ours.slowCalls, 'runtime_outliers(cpu>50)'],
      [ours.lateStarts, 'launch_delay_outliers(>100)'],
    ] as const)
      demand(count === theirs[name], `${trace}: ${name}: ${count} is not ${theirs[name]}`);
    for (const row of cellsOf(theirs.describe)) {
      const key = HTA_QUARTILES[row['index'] as keyof typeof HTA_QUARTILES];
      if (key === undefined || row['launch_delay'] === null) continue;
      demandClose(
        (ours.host[key] ?? NaN) * MICROSECONDS,
        row['cpu_duration'],
        `${trace}: launch call ${key}`,
      );
      demandClose((ours.delay[key] ?? NaN) * MICROSECONDS, row['launch_delay'], `${trace}: delay ${key}`);
    }
  }
  return [{ analysis: '7 launch statistics', trace }];
};

const checkQueue: Check = ({ trace, selection, rank, results }) => {
  const rows = ofRank(results.get_queue_length_summary?.value, rank);
  if (rows.length === 0) return [];
  const ours = queue.run(selection) ?? [];
  for (const row of rows)
    demand(
      describesAs(row, 'queue_length', ours.find(({ stream }) => stream === row['stream'])?.points),
      `${trace}: queue of stream ${row['stream']}`,
    );
  for (const row of ofRank(results.get_time_spent_blocked_on_full_queue?.value, rank))
    demandClose(
      (ours.find(({ stream }) => stream === row['stream'])?.fullSeconds ?? 0) * MICROSECONDS,
      row['duration_at_max_queue_length'],
      `${trace}: time at full queue`,
    );
  return [{ analysis: '8 queue length', trace }];
};

const checkBandwidth: Check = ({ trace, selection, rank, results }) => {
  const rows = ofRank(results.get_memory_bw_summary?.value, rank);
  if (rows.length === 0) return [];
  const ours = memoryBandwidth.run(selection) ?? [];
  for (const row of rows)
    demand(
      describesAs(row, 'memory_bw_gbps', ours.find(({ name }) => name === row['name'])?.points, 1e-9),
      `${trace}: bandwidth of ${row['name']}`,
    );
  return [{ analysis: '9 memory bandwidth', trace }];
};

const checkSequences: Check = ({ trace, selection, results }) => {
  const compared: Comparison[] = [];
  for (const [name, { params, value }] of Object.entries(results)) {
    if (!name.startsWith('get_frequent_cuda_kernel_sequences') || value === null) continue;
    const { rows } = value as PeerTable;
    const ours = sequencesOf(selection, { operator: String(params?.['operator_name']) });
    demand(ours.length === rows.length, `${trace}: ${name}: ${ours.length} patterns are not ${rows.length}`);
    rows.forEach(([pattern, count, device, host], i) => {
      const own = ours[i];
      const found = [own?.operator, ...(own?.kernels ?? [])].join('|');
      demand(found === pattern && own?.count === count, `${trace}: ${name}: pattern ${i}`);
      demandClose((own?.deviceSeconds ?? NaN) * MICROSECONDS, device, `${trace}: ${name} on the device`);
      demandClose((own?.hostSeconds ?? NaN) * MICROSECONDS, host, `${trace}: ${name} on the host`);
    });
    compared.push({ analysis: '10 kernel sequences', trace });
  }
  return compared;
};

const CHECKS: readonly Check[] = [
  checkTemporal,
  checkKernels,
  checkIdle,
  checkOverlap,
  checkLaunch,
  checkQueue,
  checkBandwidth,
];

/** HTA's sums over the ranks. */
const checkTypes = (trace: string, selections: readonly Selection[], results: HtaResults['results']) => {
  const table = results.get_gpu_kernel_breakdown_all?.value?.kernel_type;
  const types = new Map<string, number>();
  for (const selection of selections)
    for (const { type, seconds } of kernelTypes.run(selection) ?? [])
      types.set(type, (types.get(type) ?? 0) + seconds);
  for (const row of cellsOf(table)) {
    const name = String(row['kernel_type']);
    demandClose((types.get(name) ?? NaN) * MICROSECONDS, row['sum'], `${trace}: ${name}`);
  }
  return table === undefined ? [] : [{ analysis: '2 kernel types', trace }];
};

/**
 * Our results in the window "hta" beside HTA's for one trace, or all ranks of one.
 * @throws Unexplained where they differ.
 */
export const compareWithHta = async (
  key: string,
  files: readonly string[],
  { ranks, files: read, summary, results }: HtaResults,
): Promise<readonly Comparison[]> => {
  const compared: Comparison[] = [];
  const selections: Selection[] = [];
  for (const rank of ranks) {
    const theirs = basename(read[String(rank)]?.path ?? '');
    const file = files.find((path) => basename(path) === theirs) ?? files[0] ?? '';
    const selection = select(await readTrace(openBytes(file), { name: key }), 'hta');
    selections.push(selection);
    const trace = `${key}${ranks.length > 1 ? `, rank ${rank}` : ''}`;
    const kept = summary[String(rank)];
    const { device, host } = selection;
    demand(device.length === kept?.['gpu_events(stream!=-1)'], `${trace}: ${device.length} device events`);
    demand(
      host.length + device.length === kept?.events_kept,
      `${trace}: ${host.length + device.length} events are not ${kept?.events_kept}`,
    );
    const own: Case = { trace, selection, rank, results };
    compared.push(...CHECKS.flatMap((check) => check(own)));
    // HTA looks for sequences and the path on one rank.
    if (rank === ranks[0]) compared.push(...checkSequences(own), ...comparePath(own));
  }
  return [...compared, ...checkTypes(key, selections, results)];
};
