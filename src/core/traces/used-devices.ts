import type { DeviceProperties, Trace } from './columns';
import { isDeviceWork } from './slice-kind';

/** Ids of the devices that did work; of their processes where no device is written. */
const idsOf = ({ slices, tracks }: Trace): ReadonlySet<string> => {
  const found = new Set<string>();
  for (let row = 0; row < slices.length; row++) {
    if (!isDeviceWork(slices.kind[row] ?? 0)) continue;
    const device = slices.args.device.get(row);
    found.add(device === undefined ? (tracks[slices.track[row] ?? 0]?.pid ?? '') : String(device));
  }
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
