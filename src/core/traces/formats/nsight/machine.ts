import type { DeviceProperties } from '../../columns';
import { numberIn, type Tables, textIn } from './tables';

/** The GPUs of the machine. */
export const devicesOf = (tables: Tables): readonly DeviceProperties[] => {
  const devices: DeviceProperties[] = [];
  for (const row of tables.rows('TARGET_INFO_GPU', [
    'id',
    'name',
    'totalMemory',
    'smCount',
    'computeMajor',
    'computeMinor',
    'threadsPerWarp',
  ])) {
    const [memoryBytes, multiprocessors, computeMajor, computeMinor, warpSize] = [
      'totalMemory',
      'smCount',
      'computeMajor',
      'computeMinor',
      'threadsPerWarp',
    ].map((column) => numberIn(row, column) ?? 0);
    devices.push({
      id: numberIn(row, 'id') ?? devices.length,
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
 * The GPU that a process calls device N: processes count those that they may see. The same number where the export
 * does not say.
 */
export const gpuNumbers = (tables: Tables): ((pid: number, device: number) => number) => {
  const known = new Map<string, number>();
  for (const row of tables.rows('TARGET_INFO_CUDA_DEVICE', ['pid', 'cudaId', 'gpuId'])) {
    const gpu = numberIn(row, 'gpuId');
    if (gpu !== undefined) known.set(`${numberIn(row, 'pid')} ${numberIn(row, 'cudaId')}`, gpu);
  }
  return (pid, device) => known.get(`${pid} ${device}`) ?? device;
};

/** When the recording began, in nanoseconds since 1970; 0 where the export does not say. */
export const sessionStart = (tables: Tables): bigint => {
  for (const { utcEpochNs } of tables.rows('TARGET_INFO_SESSION_START_TIME', ['utcEpochNs']))
    if (typeof utcEpochNs === 'bigint' || typeof utcEpochNs === 'number') return BigInt(utcEpochNs);
  return 0n;
};
