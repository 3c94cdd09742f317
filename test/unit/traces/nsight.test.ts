import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { Database } from 'node-sqlite3-wasm';
import { openInput } from '../../../src/core/input/open';
import { Problem } from '../../../src/core/problem';
import { analyse, type AnalysisName } from '../../../src/core/traces/analysis/registry';
import type { Trace } from '../../../src/core/traces/columns';
import { nvtxRange } from '../../../src/core/traces/formats/nsight/nvtx-range';
import { databaseOpener } from '../../../src/io/databases';
import { openBytes } from '../../../src/io/open-bytes';
import { SESSION_START, writeNsightExport } from '../../support/nsight-export';

const folder = mkdtempSync(join(tmpdir(), 'nsight-test-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const EXPORT = join(folder, 'unknown');
writeNsightExport(EXPORT);

const open = async (path: string): Promise<Trace> => {
  const opened = await openInput(openBytes(path), path, { openDatabase: databaseOpener(path) });
  assert.ok(opened.kind === 'trace');
  return opened.trace;
};

const close = (actual: number | undefined, expected: number): void =>
  assert.ok(Math.abs((actual ?? NaN) / expected - 1) < 1e-9, `${actual} is not ${expected}`);

test('an export has its devices, threads and times', async () => {
  const trace = await open(EXPORT);
  assert.equal(trace.format, 'nsight');
  assert.equal(trace.originNanoseconds, SESSION_START);
  assert.deepEqual(
    trace.metadata.devices.map(({ id, name, multiprocessors }) => [id, name, multiprocessors]),
    [
      [0, 'NVIDIA H100 80GB HBM3', 132],
      [1, 'NVIDIA H100 80GB HBM3', 132],
    ],
  );
  const host = trace.tracks.find(({ tid }) => tid === '4243');
  assert.equal(host?.processName, 'python train.py');
  assert.equal(host.threadName, 'main thread');
  const stream = trace.tracks.find(({ threadName }) => threadName === 'stream 7');
  assert.equal(stream?.processLabels, 'GPU 1');
  assert.equal(trace.instants.length, 1);
  assert.equal(trace.skippedEvents, 0);
});

test('device time, launches and copies of an export are what was written', async () => {
  const names: readonly AnalysisName[] = [
    'temporal',
    'kernels',
    'launch',
    'memoryBandwidth',
    'overlap',
    'steps',
    'criticalPath',
  ];
  const results = analyse(await open(EXPORT), 'all', names);
  close(results.temporal?.compute, 600e-6);
  close(results.temporal?.nonCompute, 1000e-6);
  close(results.overlap?.exposed, 200e-6);
  assert.deepEqual(
    results.kernels?.map(({ name, count, type }) => [name, count, type]),
    [
      ['Memcpy HtoD (Pinned -> Device)', 2, 'MEMORY'],
      ['void gemm<float>(float*)', 2, 'COMPUTATION'],
      ['ncclDevKernel_AllReduce_Sum_f32_RING_LL(ncclDevKernelArgsStorage<4096ul>)', 2, 'COMMUNICATION'],
    ],
  );
  assert.equal(results.launch?.count, 6);
  close(results.memoryBandwidth?.[0]?.bandwidth, 10e9);
  assert.deepEqual(
    results.steps?.steps.map(({ number }) => number),
    [0, 1],
  );
  assert.ok((results.criticalPath?.seconds ?? 0) > 1000e-6);
});

test('NVTX ranges of PyTorch are its operators, with their shapes and device time', async () => {
  const { operators, roofline } = analyse(await open(EXPORT), 'all', ['operators', 'roofline']);
  const product = operators?.find(({ name }) => name === 'aten::mm');
  assert.equal(product?.calls, 2);
  close(product.hostTotal, 120e-6);
  close(product.deviceSelf, 600e-6);
  assert.equal(product.shapes[0]?.inputShapes, '[[512, 256], [256, 128]]');
  assert.equal(roofline?.[0]?.flops, 2 * 2 * 512 * 256 * 128);
  close(roofline[0].flopsPerSecond, (2 * 2 * 512 * 256 * 128) / 600e-6);
});

test('a range is taken apart only where PyTorch put it together', () => {
  assert.deepEqual(nvtxRange('forward, then backward'), { name: 'forward, then backward' });
  assert.deepEqual(nvtxRange('aten::add, op_id = 3, sizes = [[2], []], input_op_ids = [(1,0)]'), {
    name: 'aten::add',
    inputDims: '[[2], []]',
  });
});

test('an export is read packed, beside a lock that somebody left, and nothing is left beside it', async () => {
  const packed = join(folder, 'packed.gz');
  writeFileSync(packed, gzipSync(readFileSync(EXPORT)));
  const before = readdirSync(folder);
  assert.equal((await open(packed)).events, (await open(EXPORT)).events);
  mkdirSync(`${EXPORT}.lock`);
  assert.equal((await open(EXPORT)).format, 'nsight');
  rmSync(`${EXPORT}.lock`, { recursive: true });
  assert.deepEqual(readdirSync(folder), before);
});

test('processes number their correlations each for itself', async () => {
  const path = join(folder, 'two');
  writeNsightExport(path);
  const database = new Database(path);
  const other = (1n << 48n) + (77n << 24n);
  database.exec(
    `CREATE TABLE copies AS SELECT * FROM CUPTI_ACTIVITY_KIND_KERNEL;
     UPDATE copies SET globalPid = ${other};
     INSERT INTO CUPTI_ACTIVITY_KIND_KERNEL SELECT * FROM copies`,
  );
  database.close();
  const { launch, kernels } = analyse(await open(path), 'all', ['launch', 'kernels']);
  assert.equal(launch?.count, 6);
  assert.equal(kernels?.find(({ name }) => name.startsWith('void gemm'))?.count, 4);
});

/** As versions of 2020 and early 2021 write: other names for the GPUs, defaults where there is no value, no labels. */
const writeEarlier = (path: string): void => {
  const database = new Database(path);
  const tid = (1n << 48n) + (9n << 24n) + 10n;
  database.exec(`
    CREATE TABLE StringIds (id INTEGER, value TEXT);
    INSERT INTO StringIds VALUES (1, 'registered'), (2, 'main'), (3, 'of another process');
    CREATE TABLE TARGET_INFO_CUDA_GPU (deviceId INTEGER, name TEXT, globalMemorySize INTEGER,
      numMultiprocessors INTEGER, computeCapabilityMajor INTEGER, computeCapabilityMinor INTEGER, numThreadsPerWarp INTEGER);
    INSERT INTO TARGET_INFO_CUDA_GPU VALUES (0, 'Tesla V100-SXM2-16GB', 16945512448, 80, 7, 0, 32);
    CREATE TABLE ThreadNames (nameId INTEGER, priority INTEGER, globalTid INTEGER);
    INSERT INTO ThreadNames VALUES (2, 0, ${tid}), (3, 0, ${tid + 99n});
    CREATE TABLE NVTX_EVENTS (start INTEGER, end INTEGER, eventType INTEGER, text TEXT, globalTid INTEGER, textId INTEGER);
    INSERT INTO NVTX_EVENTS VALUES (10, 40, 59, '', ${tid}, 1), (20, 0, 59, 'open', ${tid}, 0), (1, 0, 75, 'domain', ${tid}, 0);
    CREATE TABLE CUPTI_ACTIVITY_KIND_MEMCPY (start INTEGER, end INTEGER, deviceId INTEGER, contextId INTEGER,
      streamId INTEGER, correlationId INTEGER, bytes INTEGER, copyKind INTEGER);
    INSERT INTO CUPTI_ACTIVITY_KIND_MEMCPY VALUES (50, 90, 0, 1, 7, 1, 4096, 11);
    CREATE TABLE CUDA_GPU_MEMORY_USAGE_EVENTS (start INTEGER, globalPid INTEGER, deviceId INTEGER, address INTEGER,
      bytes INTEGER, memKind INTEGER, memoryOperationType INTEGER);
    INSERT INTO CUDA_GPU_MEMORY_USAGE_EVENTS VALUES (5, ${tid - 10n}, 0, 256, 100, 2, 0), (6, ${tid - 10n}, 0, 512, 50, 1, 0),
      (7, ${tid - 10n}, 0, 256, 100, 2, 1);
  `);
  database.close();
};

test('an export of an early version has its GPU, texts, open ranges and memory', async () => {
  const path = join(folder, 'earlier');
  writeEarlier(path);
  const { metadata, slices, strings, tracks, memory, skippedEvents } = await open(path);
  assert.deepEqual(metadata.devices, [
    {
      id: 0,
      name: 'Tesla V100-SXM2-16GB',
      memoryBytes: 16_945_512_448,
      multiprocessors: 80,
      computeMajor: 7,
      computeMinor: 0,
      warpSize: 32,
    },
  ]);
  assert.deepEqual(
    Array.from(slices.name, (id, row) => [strings.text(id), slices.start[row], slices.duration[row]]),
    [
      ['registered', 10, 30],
      ['open', 20, 70],
      ['Memcpy HtoD', 50, 40],
    ],
  );
  assert.deepEqual(
    tracks.flatMap(({ threadName = [] }) => threadName),
    ['main', 'stream 7'],
  );
  assert.deepEqual(Array.from(memory.bytes), [100, 50, -100]);
  assert.deepEqual(Array.from(memory.deviceType), [1, 0, 1]);
  assert.equal(skippedEvents, 0);
});

const refused = async (path: string, message: RegExp): Promise<void> => {
  await assert.rejects(open(path), (error) => error instanceof Problem && message.test(error.message));
};

test('what is no export is refused with a sentence', async () => {
  const other = join(folder, 'other');
  const database = new Database(other);
  database.exec('CREATE TABLE songs (name TEXT)');
  database.close();
  await refused(other, /without the tables of a profile; expected an export of Nsight Systems/);
  const empty = join(folder, 'empty');
  const tables = new Database(empty);
  tables.exec('CREATE TABLE TARGET_INFO_SYSTEM_ENV (name TEXT); CREATE TABLE OSRT_API (start INTEGER)');
  tables.close();
  await refused(empty, /no events/);
  const cut = join(folder, 'cut');
  writeFileSync(cut, readFileSync(EXPORT).subarray(0, 20_000));
  await refused(cut, /cannot be read \(.*malformed.*\)/);
  const garbage = join(folder, 'garbage');
  writeFileSync(garbage, `SQLite format 3\0${'x'.repeat(5000)}`);
  await refused(garbage, /cannot be read \(file is not a database\)/);
});
