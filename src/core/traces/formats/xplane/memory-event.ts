import type { TraceBuilder } from '../../build/trace-builder';
import type { Stat } from './messages';

/** What TensorFlow's allocators write as they allocate and free (tsl/framework/bfc_allocator.cc, AddTraceMe). */
const SIGNS: ReadonlyMap<string, 1 | -1> = new Map([
  ['MemoryAllocation', 1],
  ['MemoryDeallocation', -1],
]);
/** How they write that nobody is known (TensorFlow 2.12; later versions leave it out). */
const NOBODY = '(null)';
/** c10::DeviceType of the host, which wrote it; the allocator's name tells whose memory it is. */
const HOST = { type: 0, id: -1 };

/**
 * Keeps what an event says of memory, if it is one of an allocator. Left out where it does not say how many bytes, or whose.
 * @param valueOf a statistic by its name
 */
export const addMemoryEvent = (
  { memory, texts }: TraceBuilder,
  name: string,
  time: number,
  track: number,
  valueOf: (statistic: string) => Stat['value'],
): void => {
  const sign = SIGNS.get(name);
  if (sign === undefined) return;
  const number = (statistic: string): number => {
    const value = valueOf(statistic);
    return typeof value === 'number' ? value : NaN;
  };
  const text = (statistic: string): number => {
    const value = valueOf(statistic);
    return typeof value === 'string' && value !== '' && value !== NOBODY ? texts.add(value) : 0;
  };
  const bytes = number('allocation_bytes');
  const allocator = text('allocator_name');
  if (Number.isNaN(bytes) || allocator === 0) return;
  memory.time.push(time);
  memory.track.push(track);
  memory.address.push(number('addr'));
  memory.bytes.push(sign * bytes);
  const [allocated, reserved] = [number('bytes_allocated'), number('bytes_reserved')];
  memory.totalAllocated.push(allocated);
  // Those that do not count what they reserve write 0.
  memory.totalReserved.push(reserved < allocated ? NaN : reserved);
  memory.deviceType.push(HOST.type);
  memory.deviceId.push(HOST.id);
  memory.allocator.push(allocator);
  memory.operator.push(sign > 0 ? text('tf_op') : 0);
  memory.region.push(sign > 0 ? text('region_type') : 0);
};
