import type { DeviceProperties } from '../../columns';
import table from './device-names.yaml';

interface Known {
  readonly name: string;
  readonly major: number;
  readonly minor: number;
  readonly multiprocessors: number;
  readonly gibibytes: number;
}

const isKnown = (row: unknown): row is Known =>
  typeof row === 'object' &&
  row !== null &&
  'name' in row &&
  ['major', 'minor', 'multiprocessors', 'gibibytes'].every((key) => key in row);

const KNOWN: readonly Known[] = Array.isArray(table) ? table.filter(isKnown) : [];

/** The device with its name told from its other properties, where the writer left the name empty. */
export const withName = (device: DeviceProperties): DeviceProperties => {
  if (device.name !== '') return device;
  const gibibytes = Math.round((device.memoryBytes ?? 0) / 2 ** 30);
  const found = KNOWN.find(
    ({ major, minor, multiprocessors, gibibytes: memory }) =>
      major === device.computeMajor &&
      minor === device.computeMinor &&
      multiprocessors === device.multiprocessors &&
      memory === gibibytes,
  );
  return found === undefined ? device : { ...device, name: `${found.name} (by its properties)` };
};
