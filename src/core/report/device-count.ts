import type { Trace } from '../traces/columns';
import { usedDevices } from '../traces/used-devices';
import { UNKNOWN } from '../units/format';

/** The devices of a recording by name, and where their count comes from. */
export interface DeviceCount {
  readonly devices: readonly { readonly name: string; readonly count: number }[];
  /** `work`: what did work in the recording. `listed`: none did, and these are what the machine has. */
  readonly devicesBasis: 'work' | 'listed';
  /** The most devices that one file lists: a process lists all of its machine. */
  readonly devicesListed: number;
  /** Ranks of the job that was recorded, where the traces tell. */
  readonly worldSize?: number;
}

const byName = (names: readonly (string | undefined)[]): DeviceCount['devices'] => {
  const counts = new Map<string, number>();
  for (const name of names) {
    const shown = name === undefined || name === '' ? UNKNOWN : name;
    counts.set(shown, (counts.get(shown) ?? 0) + 1);
  }
  return [...counts].map(([name, count]) => ({ name, count }));
};

/**
 * Devices that did work in traces, one file a rank: ranks have devices of their own, so that several files count together
 * only where they tell the same rank. Where nothing worked, the devices of the file that lists the most.
 */
export const countDevices = (traces: readonly Trace[]): DeviceCount => {
  const lists = traces.map(({ metadata }) => metadata.devices);
  const longest = lists.reduce((a, b) => (b.length > a.length ? b : a), []);
  const byRank = new Map<string, Map<string, string | undefined>>();
  traces.forEach((trace, place) => {
    const rank = trace.metadata.distributed?.rank;
    const key = rank === undefined ? `file ${place}` : `rank ${rank}`;
    const known = byRank.get(key) ?? new Map<string, string | undefined>();
    byRank.set(key, known);
    for (const { used, name } of usedDevices(trace)) known.set(used, name);
  });
  const names = [...byRank.values()].flatMap((devices) => [...devices.values()]);
  const worldSize = Math.max(0, ...traces.map(({ metadata }) => metadata.distributed?.worldSize ?? 0));
  return {
    devices: byName(names.length > 0 ? names : longest.map(({ name }) => name)),
    devicesBasis: names.length > 0 ? 'work' : 'listed',
    devicesListed: longest.length,
    ...(worldSize === 0 ? {} : { worldSize }),
  };
};

/** What was counted, in words: "did work; each file lists 8". */
export const countedBy = (
  { devices, devicesBasis, devicesListed, worldSize }: DeviceCount,
  files: number,
): string => {
  if (devicesBasis === 'listed') return 'listed, none did work';
  const used = files === 1 ? devices.reduce((sum, { count }) => sum + count, 0) : 1;
  const among = files === 1 ? `, of ${devicesListed} listed` : `; each file lists ${devicesListed}`;
  const ranks = worldSize !== undefined && worldSize > files ? `; ${files} of ${worldSize} ranks` : '';
  return `did work${devicesListed > used ? among : ''}${ranks}`;
};

/** "8 × Tesla V100-SXM2-32GB (did work; each file lists 8)". */
export const devicesWords = (count: DeviceCount, files: number): string =>
  count.devices.length === 0
    ? 'none'
    : `${count.devices.map(({ name, count: of }) => `${of} × ${name}`).join(', ')} (${countedBy(count, files)})`;
