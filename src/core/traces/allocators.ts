import type { Trace } from './columns';
import { deviceName } from './device-type';

export interface Allocators {
  /** By memory event a place in `names`. */
  readonly of: Uint32Array;
  /** As the writer names them, or the device they allocate on. */
  readonly names: readonly string[];
}

/** Who allocates a trace's memory, in order of first appearance in the file. */
export const allocatorsOf = ({ memory, strings }: Trace): Allocators => {
  const { deviceType, deviceId, told, length } = memory;
  const of = new Uint32Array(length);
  const names: string[] = [];
  let [type, id, name, allocator] = [NaN, NaN, NaN, -1];
  for (let event = 0; event < length; event++) {
    const named = told?.allocator[event] ?? 0;
    if (deviceType[event] !== type || deviceId[event] !== id || named !== name) {
      [type, id, name] = [deviceType[event] ?? 0, deviceId[event] ?? 0, named];
      const label = name === 0 ? deviceName(type, id) : strings.text(name);
      allocator = names.indexOf(label);
      if (allocator < 0) allocator = names.push(label) - 1;
    }
    of[event] = allocator;
  }
  return { of, names };
};
