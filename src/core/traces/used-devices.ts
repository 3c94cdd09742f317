import type { DeviceProperties, Trace } from './columns';
import { isDeviceWork } from './slice-kind';

/** Id of the device that a row of its work names; of its process where no device is written. */
export const deviceOf = ({ slices, tracks }: Trace, row: number): string => {
  const device = slices.args.device.get(row);
  return device === undefined ? (tracks[slices.track[row] ?? 0]?.pid ?? '') : String(device);
};

const idsOf = (trace: Trace): ReadonlySet<string> => {
  const { kind, length } = trace.slices;
  const found = new Set<string>();
  for (let row = 0; row < length; row++) if (isDeviceWork(kind[row] ?? 0)) found.add(deviceOf(trace, row));
  return found;
};

/** What is known of a device, and the id by which its work names it. */
export type UsedDevice = Partial<DeviceProperties> & { readonly used: string };

/**
 * The devices that did work, with their properties where the trace has them. A process sees all devices of its machine and
 * lists them, whichever it uses.
 */
export const usedDevices = (trace: Trace): readonly UsedDevice[] => {
  const { devices } = trace.metadata;
  const [only] = devices;
  return [...idsOf(trace)].map((used) => {
    const found = devices.find(({ id }) => String(id) === used);
    return { used, ...(found ?? (devices.every(({ name }) => name === only?.name) ? only : undefined)) };
  });
};
