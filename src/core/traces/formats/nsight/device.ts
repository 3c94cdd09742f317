import type { SqlRow } from '../database';
import type { Export } from './export';
import { devicesOf } from './machine';
import { numberIn } from './tables';

const PLACE = ['start', 'end', 'globalPid', 'deviceId', 'contextId', 'streamId', 'correlationId'];

/** An event on a stream, with what all of them have. */
const addWork = (into: Export, row: SqlRow, name: number, category: string): number | undefined => {
  const slice = into.slice(row, name, category, into.stream(row));
  if (slice === undefined) return undefined;
  into.set(slice, 'device', into.gpu(row));
  into.set(slice, 'stream', numberIn(row, 'streamId'));
  into.set(slice, 'context', numberIn(row, 'contextId'));
  into.set(slice, 'correlation', into.correlation(row));
  return slice;
};

const list = (row: SqlRow, columns: readonly string[]): readonly number[] | undefined => {
  const values = columns.flatMap((column) => numberIn(row, column) ?? []);
  return values.length === columns.length ? values : undefined;
};

const GRID = ['gridX', 'gridY', 'gridZ'];
const BLOCK = ['blockX', 'blockY', 'blockZ'];

export const addKernels = (into: Export): void => {
  const { texts } = into.builder;
  const multiprocessors = new Map(
    devicesOf(into.tables).map(({ id, multiprocessors: count }) => [id, count]),
  );
  for (const row of into.tables.rows('CUPTI_ACTIVITY_KIND_KERNEL', [
    ...PLACE,
    'demangledName',
    'shortName',
    'mangledName',
    ...GRID,
    ...BLOCK,
    'registersPerThread',
    'staticSharedMemory',
    'dynamicSharedMemory',
  ])) {
    const name =
      into.textAt(row, 'demangledName') ??
      into.textAt(row, 'shortName') ??
      into.textAt(row, 'mangledName') ??
      0;
    const slice = addWork(into, row, name, 'kernel');
    if (slice === undefined) continue;
    const [grid, block] = [list(row, GRID), list(row, BLOCK)];
    if (grid !== undefined) into.set(slice, 'grid', texts.add(JSON.stringify(grid)));
    if (block !== undefined) into.set(slice, 'block', texts.add(JSON.stringify(block)));
    const count = multiprocessors.get(into.gpu(row));
    if (grid !== undefined && count !== undefined)
      into.set(slice, 'blocksPerSm', grid.reduce((product, size) => product * size, 1) / count);
    into.set(slice, 'registersPerThread', numberIn(row, 'registersPerThread'));
    const shared = ['staticSharedMemory', 'dynamicSharedMemory'].flatMap(
      (column) => numberIn(row, column) ?? [],
    );
    if (shared.length > 0)
      into.set(
        slice,
        'sharedMemory',
        shared.reduce((sum, bytes) => sum + bytes, 0),
      );
  }
  // Graphs that were traced as a whole, without their kernels.
  for (const row of into.tables.rows('CUPTI_ACTIVITY_KIND_GRAPH_TRACE', [...PLACE, 'graphId']))
    addWork(into, row, texts.add(`CUDA graph ${numberIn(row, 'graphId') ?? ''}`.trim()), 'kernel');
};

/** CUpti_ActivityMemcpyKind (CUPTI documentation), as Kineto spells them. */
const COPIES: Readonly<Record<number, string>> = {
  1: 'HtoD',
  2: 'DtoH',
  3: 'HtoA',
  4: 'AtoH',
  5: 'AtoA',
  6: 'AtoD',
  7: 'DtoA',
  8: 'DtoD',
  9: 'HtoH',
  10: 'PtoP',
  // Of unified memory.
  11: 'HtoD',
  12: 'DtoH',
  13: 'DtoD',
};

export const addCopies = (into: Export): void => {
  const kinds = into.tables.labels('ENUM_CUDA_MEM_KIND');
  const place = (row: SqlRow, column: string): string => kinds.get(numberIn(row, column) ?? -1) ?? 'Unknown';
  for (const row of into.tables.rows('CUPTI_ACTIVITY_KIND_MEMCPY', [
    ...PLACE,
    'bytes',
    'copyKind',
    'srcKind',
    'dstKind',
  ])) {
    const kind = COPIES[numberIn(row, 'copyKind') ?? 0];
    const between = kinds.size === 0 ? '' : ` (${place(row, 'srcKind')} -> ${place(row, 'dstKind')})`;
    addTransfer(into, row, `Memcpy ${kind ?? 'Unknown'}${between}`, 'gpu_memcpy');
  }
  for (const row of into.tables.rows('CUPTI_ACTIVITY_KIND_MEMSET', [...PLACE, 'bytes', 'memKind']))
    addTransfer(into, row, kinds.size === 0 ? 'Memset' : `Memset (${place(row, 'memKind')})`, 'gpu_memset');
};

const addTransfer = (into: Export, row: SqlRow, name: string, category: string): void => {
  const slice = addWork(into, row, into.builder.texts.add(name), category);
  if (slice === undefined) return;
  const [bytes, start, end] = ['bytes', 'start', 'end'].map((column) => numberIn(row, column));
  into.set(slice, 'bytes', bytes);
  // Bytes per nanosecond are 10^9 bytes per second.
  if (bytes !== undefined && start !== undefined && end !== undefined && end > start)
    into.set(slice, 'memoryBandwidth', bytes / (end - start));
};

/** CUpti_ActivitySynchronizationType (CUPTI documentation), as Kineto spells them. */
const WAITS: Readonly<Record<number, string>> = {
  1: 'Event Sync',
  2: 'Stream Wait Event',
  3: 'Stream Sync',
  4: 'Context Sync',
};

export const addWaits = (into: Export): void => {
  for (const row of into.tables.rows('CUPTI_ACTIVITY_KIND_SYNCHRONIZATION', [
    ...PLACE,
    'syncType',
    'eventId',
  ])) {
    const kind = into.builder.texts.add(WAITS[numberIn(row, 'syncType') ?? 0] ?? 'Sync');
    const slice = addWork(into, row, kind, 'cuda_sync');
    if (slice === undefined) continue;
    into.set(slice, 'syncKind', kind);
    into.set(slice, 'waitOnEventId', numberIn(row, 'eventId'));
  }
};

/** ENUM_CUDA_DEV_MEM_EVENT_OPER, for exports without labels. */
const OPERATIONS: ReadonlyMap<number, string> = new Map([
  [0, 'Allocation'],
  [1, 'Deallocation'],
]);
/** ENUM_CUDA_MEM_KIND: pageable and pinned memory is the host's. */
const HOST_KINDS = [0, 1];
/** c10::DeviceType, as Kineto's memory events tell it. */
const [CPU, CUDA] = [0, 1];

/** Allocations and frees of memory (`nsys profile --cuda-memory-usage=true`), pinned memory of the host among them. */
export const addMemory = (into: Export): void => {
  const { memory } = into.builder;
  const labels = into.tables.labels('ENUM_CUDA_DEV_MEM_EVENT_OPER');
  const operations = labels.size === 0 ? OPERATIONS : labels;
  for (const row of into.tables.rows('CUDA_GPU_MEMORY_USAGE_EVENTS', [
    'start',
    'globalTid',
    'globalPid',
    'deviceId',
    'address',
    'bytes',
    'memKind',
    'memoryOperationType',
  ])) {
    const [time, bytes] = [numberIn(row, 'start'), numberIn(row, 'bytes')];
    const operation = operations.get(numberIn(row, 'memoryOperationType') ?? -1);
    into.builder.events++;
    if (time === undefined || bytes === undefined || operation === undefined) {
      into.builder.skippedEvents++;
      continue;
    }
    memory.time.push(time);
    memory.track.push(into.thread(row));
    memory.address.push(numberIn(row, 'address') ?? NaN);
    memory.bytes.push(/dealloc|free/i.test(operation) ? -bytes : bytes);
    memory.totalAllocated.push(NaN);
    memory.totalReserved.push(NaN);
    const onHost = HOST_KINDS.includes(numberIn(row, 'memKind') ?? NaN);
    memory.deviceType.push(onHost ? CPU : CUDA);
    memory.deviceId.push(onHost ? -1 : into.gpu(row));
  }
};
