import { Database } from 'node-sqlite3-wasm';

const [PROCESS, THREAD] = [4242, 4243];
/** As the exporter packs them: machine, process and thread in one number. */
const GLOBAL_PID = (1n << 48n) + (BigInt(PROCESS) << 24n);
const GLOBAL_TID = GLOBAL_PID + BigInt(THREAD);
/** 1 January 2026. */
export const SESSION_START = 1_767_225_600_000_000_000n;

const TABLES = `
CREATE TABLE StringIds (id INTEGER NOT NULL PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE TARGET_INFO_SYSTEM_ENV (name TEXT, value TEXT);
CREATE TABLE TARGET_INFO_SESSION_START_TIME (utcEpochNs INTEGER, utcTime TEXT, localTime TEXT);
CREATE TABLE TARGET_INFO_GPU (id INTEGER, name TEXT, totalMemory INTEGER, smCount INTEGER, computeMajor INTEGER,
  computeMinor INTEGER, threadsPerWarp INTEGER);
CREATE TABLE TARGET_INFO_CUDA_DEVICE (gpuId INTEGER, cudaId INTEGER, pid INTEGER, uuid TEXT);
CREATE TABLE PROCESSES (globalPid INTEGER, pid INTEGER, name TEXT);
CREATE TABLE ThreadNames (nameId INTEGER, priority INTEGER, globalTid INTEGER);
CREATE TABLE ENUM_CUDA_MEM_KIND (id INTEGER, name TEXT, label TEXT);
CREATE TABLE CUPTI_ACTIVITY_KIND_RUNTIME (start INTEGER, end INTEGER, eventClass INTEGER, globalTid INTEGER,
  correlationId INTEGER, nameId INTEGER, returnValue INTEGER);
CREATE TABLE CUPTI_ACTIVITY_KIND_KERNEL (start INTEGER, end INTEGER, deviceId INTEGER, contextId INTEGER,
  streamId INTEGER, correlationId INTEGER, globalPid INTEGER, demangledName INTEGER, shortName INTEGER,
  registersPerThread INTEGER, gridX INTEGER, gridY INTEGER, gridZ INTEGER, blockX INTEGER, blockY INTEGER,
  blockZ INTEGER, staticSharedMemory INTEGER, dynamicSharedMemory INTEGER);
CREATE TABLE CUPTI_ACTIVITY_KIND_MEMCPY (start INTEGER, end INTEGER, deviceId INTEGER, contextId INTEGER,
  streamId INTEGER, correlationId INTEGER, globalPid INTEGER, bytes INTEGER, copyKind INTEGER, srcKind INTEGER,
  dstKind INTEGER);
CREATE TABLE CUPTI_ACTIVITY_KIND_SYNCHRONIZATION (start INTEGER, end INTEGER, deviceId INTEGER, contextId INTEGER,
  streamId INTEGER, correlationId INTEGER, globalPid INTEGER, syncType INTEGER, eventId INTEGER);
CREATE TABLE NVTX_EVENTS (start INTEGER, end INTEGER, eventType INTEGER, rangeId INTEGER, text TEXT,
  globalTid INTEGER, textId INTEGER, domainId INTEGER);
`;

const STRINGS = [
  'cudaLaunchKernel_v7000',
  'cudaMemcpyAsync_ptsz_v7000',
  'void gemm<float>(float*)',
  'gemm',
  'ncclDevKernel_AllReduce_Sum_f32_RING_LL(ncclDevKernelArgsStorage<4096ul>)',
  'main thread',
];

/**
 * An export of Nsight Systems as `nsys export --type sqlite` writes it, of two steps on GPU 1 of a machine (device 0 to
 * the process): each copies 4 MB in 400 µs, multiplies in 300 µs and reduces in 100 µs; times in nanoseconds.
 */
export const writeNsightExport = (path: string): void => {
  const database = new Database(path);
  database.exec(TABLES);
  const insert = (table: string, ...values: (number | bigint | string | null)[]): void => {
    database.run(`INSERT INTO ${table} VALUES (${values.map(() => '?').join(', ')})`, values);
  };
  STRINGS.forEach((value, id) => insert('StringIds', id, value));
  insert('TARGET_INFO_SESSION_START_TIME', SESSION_START, '', '');
  for (const gpu of [0, 1])
    insert('TARGET_INFO_GPU', gpu, 'NVIDIA H100 80GB HBM3', 85_899_345_920, 132, 9, 0, 32);
  insert('TARGET_INFO_CUDA_DEVICE', 1, 0, PROCESS, '');
  insert('PROCESSES', GLOBAL_PID, PROCESS, 'python train.py');
  insert('ThreadNames', 5, 0, GLOBAL_TID);
  ['Pageable', 'Pinned', 'Device'].forEach((label, id) => insert('ENUM_CUDA_MEM_KIND', id, label, label));
  for (const step of [0, 1]) {
    const at = (microseconds: number): number => step * 2_000_000 + microseconds * 1000;
    const id = (n: number): number => step * 10 + n;
    const range = (from: number, to: number, text: string): void =>
      insert('NVTX_EVENTS', at(from), at(to), 59, null, text, GLOBAL_TID, null, 0);
    const call = (from: number, correlation: number, name: number): void =>
      insert('CUPTI_ACTIVITY_KIND_RUNTIME', at(from), at(from + 10), 0, GLOBAL_TID, id(correlation), name, 0);
    range(0, 1500, `ProfilerStep#${step}`);
    range(100, 160, `aten::mm, seq = ${step}, op_id = ${id(2)}, sizes = [[512, 256], [256, 128]]`);
    call(50, 1, 1);
    call(110, 2, 0);
    call(200, 3, 0);
    insert('CUPTI_ACTIVITY_KIND_MEMCPY', at(100), at(500), 0, 1, 7, id(1), GLOBAL_PID, 4e6, 1, 1, 2);
    for (const [from, to, correlation, name] of [
      [500, 800, 2, 2],
      [1000, 1100, 3, 4],
    ] as const)
      insert(
        'CUPTI_ACTIVITY_KIND_KERNEL',
        ...[at(from), at(to), 0, 1, 7, id(correlation), GLOBAL_PID, name, 3],
        ...[32, 264, 1, 1, 128, 1, 1, 1024, 2048],
      );
    insert('CUPTI_ACTIVITY_KIND_SYNCHRONIZATION', at(1100), at(1150), 0, 1, 7, id(4), GLOBAL_PID, 3, 0);
  }
  insert('NVTX_EVENTS', 4_000_000, 5_000_000, 60, 1, 'evaluate', GLOBAL_TID, null, 0);
  insert('NVTX_EVENTS', 4_100_000, null, 34, null, 'checkpoint', GLOBAL_TID, null, 0);
  database.close();
};
