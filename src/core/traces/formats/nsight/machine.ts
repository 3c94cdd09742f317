import type { DeviceProperties } from '../../columns';
import { numberIn, type Tables, textIn } from './tables';

const COLUMNS = [
  'id',
  'name',
  'totalMemory',
  'smCount',
  'computeMajor',
  'computeMinor',
  'threadsPerWarp',
] as const;

/** The same in versions before the middle of 2021, whose table was TARGET_INFO_CUDA_GPU. */
const EARLIER: readonly string[] = [
  'deviceId',
  'name',
  'globalMemorySize',
  'numMultiprocessors',
  'computeCapabilityMajor',
  'computeCapabilityMinor',
  'numThreadsPerWarp',
];

/** The GPUs of the machine. */
export const devicesOf = (tables: Tables): readonly DeviceProperties[] => {
  const [table, columns] = tables.has('TARGET_INFO_GPU')
    ? (['TARGET_INFO_GPU', COLUMNS] as const)
    : (['TARGET_INFO_CUDA_GPU', EARLIER] as const);
  const multiprocessorsOf = new Map<number | undefined, number | undefined>();
  for (const row of tables.rows('TARGET_INFO_CUDA_DEVICE', ['gpuId', 'numMultiprocessors']))
    multiprocessorsOf.set(numberIn(row, 'gpuId'), numberIn(row, 'numMultiprocessors'));
  const devices: DeviceProperties[] = [];
  for (const row of tables.rows(table, columns)) {
    const [id = devices.length, , memoryBytes, counted, computeMajor, computeMinor, warpSize] = columns.map(
      (column) => numberIn(row, column),
    );
    const multiprocessors = counted || multiprocessorsOf.get(id);
    devices.push({
      id,
      name: textIn(row, 'name') ?? '',
      // Where a value is not known the exporter writes 0.
      ...(memoryBytes ? { memoryBytes } : {}),
      ...(multiprocessors ? { multiprocessors } : {}),
      ...(computeMajor ? { computeMajor, ...(computeMinor === undefined ? {} : { computeMinor }) } : {}),
      ...(warpSize ? { warpSize } : {}),
    });
  }
  return devices;
};

/**
 * The GPU that a process calls device N: processes count those that they may see; versions without that table tell CUDA's
 * number of each GPU. The same number where the export does not say.
 */
export const gpuNumbers = (tables: Tables): ((pid: number, device: number) => number) => {
  const known = new Map<string, number>();
  for (const row of tables.rows('TARGET_INFO_CUDA_DEVICE', ['pid', 'cudaId', 'gpuId'])) {
    const gpu = numberIn(row, 'gpuId');
    if (gpu !== undefined) known.set(`${numberIn(row, 'pid')} ${numberIn(row, 'cudaId')}`, gpu);
  }
  const byNumber = new Map<number | undefined, number | undefined>();
  for (const row of tables.rows('TARGET_INFO_GPU', ['id', 'cuDevice']))
    byNumber.set(numberIn(row, 'cuDevice'), numberIn(row, 'id'));
  return (pid, device) => known.get(`${pid} ${device}`) ?? byNumber.get(device) ?? device;
};

/** When the recording began, in nanoseconds since 1970; 0 where the export does not say. */
export const sessionStart = (tables: Tables): bigint => {
  for (const { utcEpochNs } of tables.rows('TARGET_INFO_SESSION_START_TIME', ['utcEpochNs']))
    if (typeof utcEpochNs === 'bigint' || typeof utcEpochNs === 'number') return BigInt(utcEpochNs);
  return 0n;
};
