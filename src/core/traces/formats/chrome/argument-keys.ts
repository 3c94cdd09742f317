import type { SliceArgumentName } from '../../columns';
import { encodeUtf8 } from '../../scan/text';

/** How an argument is read: a number (or a text of one), or whatever stands there as a text. */
type Reading = 'number' | 'text';

/** Arguments of `[memory]` instants; in their own table rather than a slice's columns. */
export const MEMORY_ARGUMENTS = [
  'address',
  'bytes',
  'totalAllocated',
  'totalReserved',
  'deviceType',
  'deviceId',
] as const;
export type MemoryArgumentName = (typeof MEMORY_ARGUMENTS)[number];

export interface ArgumentKey {
  readonly reading: Reading;
  readonly slice?: SliceArgumentName;
  readonly memory?: MemoryArgumentName;
}

/** The keys of `args` that are kept, by how Kineto's versions spell them (libkineto/src/output_json.cpp and torch). */
const KEYS: Readonly<Record<string, ArgumentKey>> = {
  'External id': { reading: 'number', slice: 'externalId' },
  'external id': { reading: 'number', slice: 'externalId' },
  correlation: { reading: 'number', slice: 'correlation' },
  stream: { reading: 'number', slice: 'stream' },
  device: { reading: 'number', slice: 'device' },
  context: { reading: 'number', slice: 'context' },
  bytes: { reading: 'number', slice: 'bytes' },
  'memory bandwidth (GB/s)': { reading: 'number', slice: 'memoryBandwidth' },
  'Input Dims': { reading: 'text', slice: 'inputDims' },
  'Input dims': { reading: 'text', slice: 'inputDims' },
  'Input type': { reading: 'text', slice: 'inputTypes' },
  'Concrete Inputs': { reading: 'text', slice: 'concreteInputs' },
  'Sequence number': { reading: 'number', slice: 'sequenceNumber' },
  'Fwd thread id': { reading: 'number', slice: 'forwardThread' },
  'Python id': { reading: 'number', slice: 'pythonId' },
  'Python parent id': { reading: 'number', slice: 'pythonParentId' },
  'Python module id': { reading: 'number', slice: 'pythonModuleId' },
  'Call stack': { reading: 'text', slice: 'callStack' },
  CallFrom: { reading: 'text', slice: 'callStack' },
  'Module Hierarchy': { reading: 'text', slice: 'moduleHierarchy' },
  grid: { reading: 'text', slice: 'grid' },
  block: { reading: 'text', slice: 'block' },
  'registers per thread': { reading: 'number', slice: 'registersPerThread' },
  'shared memory': { reading: 'number', slice: 'sharedMemory' },
  'blocks per SM': { reading: 'number', slice: 'blocksPerSm' },
  'warps per SM': { reading: 'number', slice: 'warpsPerSm' },
  'est. achieved occupancy %': { reading: 'number', slice: 'occupancy' },
  queued: { reading: 'number', slice: 'queued' },
  wait_on_stream: { reading: 'number', slice: 'waitOnStream' },
  wait_on_cuda_event_id: { reading: 'number', slice: 'waitOnEventId' },
  wait_on_cuda_event_record_corr_id: { reading: 'number', slice: 'waitOnEventCorrelation' },
  cuda_sync_kind: { reading: 'text', slice: 'syncKind' },
  'Collective name': { reading: 'text', slice: 'collective' },
  'In msg nelems': { reading: 'number', slice: 'inElements' },
  'Out msg nelems': { reading: 'number', slice: 'outElements' },
  dtype: { reading: 'text', slice: 'elementType' },
  'Group size': { reading: 'number', slice: 'groupSize' },
  'Process Group Name': { reading: 'text', slice: 'groupName' },
  'Process Group Ranks': { reading: 'text', slice: 'groupRanks' },
  // XProf (xla/tsl/profiler/utils/xplane_schema.cc) and ONNX Runtime (onnxruntime/core/framework/sequential_executor.cc).
  correlation_id: { reading: 'number', slice: 'correlation' },
  step_num: { reading: 'number', slice: 'step' },
  hlo_op: { reading: 'text', slice: 'operation' },
  op_name: { reading: 'text', slice: 'operation' },
  long_name: { reading: 'text', slice: 'operation' },
  input_type_shape: { reading: 'text', slice: 'inputDims' },
  output_type_shape: { reading: 'text', slice: 'outputDims' },
  Addr: { reading: 'number', memory: 'address' },
  Bytes: { reading: 'number', memory: 'bytes' },
  'Total Allocated': { reading: 'number', memory: 'totalAllocated' },
  'Total Reserved': { reading: 'number', memory: 'totalReserved' },
  'Device Type': { reading: 'number', memory: 'deviceType' },
  'Device Id': { reading: 'number', memory: 'deviceId' },
};

export const ARGUMENT_KEYS: readonly ArgumentKey[] = Object.values(KEYS);
const SPELLINGS = Object.keys(KEYS).map(encodeUtf8);

const SLOTS = 1024;
const slotOf = (length: number, first: number, last: number, middle: number): number =>
  (Math.imul(length, 67) + Math.imul(first, 5) + Math.imul(last, 131) + Math.imul(middle, 29)) & (SLOTS - 1);

const table = new Int16Array(SLOTS).fill(-1);
SPELLINGS.forEach((bytes, key) => {
  const n = bytes.length;
  let slot = slotOf(n, bytes[0] ?? 0, bytes[n - 1] ?? 0, bytes[n >> 1] ?? 0);
  while ((table[slot] ?? -1) >= 0) slot = (slot + 1) & (SLOTS - 1);
  table[slot] = key;
});

/** Index into ARGUMENT_KEYS of the key that stands from `start` to `end`, or -1. */
export const findArgumentKey = (bytes: Uint8Array, start: number, end: number): number => {
  const length = end - start;
  let slot = slotOf(length, bytes[start] ?? 0, bytes[end - 1] ?? 0, bytes[start + (length >> 1)] ?? 0);
  for (;;) {
    const key = table[slot] ?? -1;
    if (key < 0) return -1;
    const spelling = SPELLINGS[key];
    if (spelling !== undefined && spelling.length === length) {
      let i = 0;
      while (i < length && spelling[i] === bytes[start + i]) i++;
      if (i === length) return key;
    }
    slot = (slot + 1) & (SLOTS - 1);
  }
};
