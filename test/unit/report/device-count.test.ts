import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countDevices, devicesWords } from '../../../src/core/report/device-count';
import type { Trace } from '../../../src/core/traces/columns';
import { readText } from '../../support/read-text';
import { kernel } from '../../support/kineto';

const V100 = 'Tesla V100-SXM2-32GB';

/** A file of a rank whose process sees a machine of `listed` devices and uses one of them. */
const file = (used: number | undefined, listed: number, rank?: number, worldSize = 8): Promise<Trace> =>
  readText(
    JSON.stringify({
      schemaVersion: 1,
      deviceProperties: Array.from({ length: listed }, (_, id) => ({ id, name: V100 })),
      ...(rank === undefined ? {} : { distributedInfo: { backend: 'nccl', rank, world_size: worldSize } }),
      traceEvents:
        used === undefined
          ? [{ ph: 'X', cat: 'cpu_op', name: 'aten::mm', ts: 1, dur: 1, pid: 1, tid: 1 }]
          : [kernel('sgemm', 10, 5, 1, { device: used })],
    }),
  );
const words = async (...files: readonly Promise<Trace>[]): Promise<string> =>
  devicesWords(countDevices(await Promise.all(files)), files.length);
const ranks = (use: (rank: number) => number, known = true): readonly Promise<Trace>[] =>
  [0, 1, 2, 3].map((rank) => file(use(rank), 8, known ? rank : undefined));

test('of a folder with a file a rank, the devices that did work count once each', async () => {
  const four = `4 × ${V100} (did work; each file lists 8`;
  assert.equal(await words(...ranks((rank) => rank)), `${four}; 4 of 8 ranks)`);
  // Each process may be shown its own device as number 0.
  assert.equal(await words(...ranks(() => 0)), `${four}; 4 of 8 ranks)`);
  assert.equal(await words(...ranks((rank) => rank, false)), `${four})`);
});

test('several files of one rank have one device', async () => {
  assert.equal(await words(file(0, 1, 0, 1), file(0, 1, 0, 1)), `1 × ${V100} (did work)`);
});

test('a single file tells what worked of what it lists', async () => {
  assert.equal(await words(file(0, 1)), `1 × ${V100} (did work)`);
  assert.equal(await words(file(3, 8)), `1 × ${V100} (did work, of 8 listed)`);
  assert.equal(await words(file(0, 0)), '1 × unknown (did work)');
});

test('where nothing worked, what is listed is told as such', async () => {
  assert.equal(await words(file(undefined, 8)), `8 × ${V100} (listed, none did work)`);
  assert.equal(await words(file(undefined, 8), file(undefined, 8)), `8 × ${V100} (listed, none did work)`);
  assert.equal(await words(file(undefined, 0)), 'none');
});
