import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kernels } from '../../../../src/core/traces/analysis/kernels';
import { select } from '../../../../src/core/traces/analysis/windows';
import { readTrace } from '../../../../src/core/traces/read';
import { openBytes } from '../../../../src/io/open-bytes';
import { kernel, memcpy } from '../../../support/kineto';
import { sharedPath, skipUnlessShared } from '../../../support/shared';
import { traceOf } from '../../../support/trace-of';
import { peerResult } from '../../../../tools/validate-traces/results';

test('how full a kernel keeps the device is weighted by time, over the calls that tell', () => {
  const full = { 'blocks per SM': 4, 'est. achieved occupancy %': 80 };
  const trace = traceOf([
    kernel('gemm', 0, 30, 1, full),
    kernel('gemm', 40, 10, 2, { 'blocks per SM': 0.5, 'est. achieved occupancy %': 0 }),
    kernel('gemm', 60, 50, 3),
    memcpy('Memcpy HtoD (Pinned -> Device)', 120, 10, 4),
  ]);
  const [gemm, copy] = kernels.run(select(trace, 'all')) ?? [];
  assert.equal(gemm?.blocksPerSm, (4 * 30 + 0.5 * 10) / 40);
  assert.ok(Math.abs((gemm.occupancy ?? NaN) - 0.6) < 1e-12);
  // Unknown is not zero.
  assert.ok(copy !== undefined && !('blocksPerSm' in copy) && !('occupancy' in copy));
});

const KEY = 'kineto__resnet50_nw0_1623143089861';

/** Of the kernel view: name, tensor cores, calls, total, mean, max, min, blocks per SM, occupancy in percent. */
interface KernelView {
  readonly workers: {
    readonly worker0: { readonly kernel_table: { readonly rows: readonly (readonly (string | number)[])[] } };
  };
}

test(
  'is what the kernel view of the TensorBoard plugin says',
  { skip: skipUnlessShared('reference', 'tensorboard') || skipUnlessShared('traces', `${KEY}.json.gz`) },
  async () => {
    const { workers } = peerResult(sharedPath('reference'), 'tensorboard', KEY) as KernelView;
    const rows = kernels.run(
      select(await readTrace(openBytes(sharedPath('traces', `${KEY}.json.gz`))), 'all'),
    );
    const own = new Map(rows?.map((row) => [row.name, row]));
    const { rows: theirs } = workers.worker0.kernel_table;
    assert.ok(theirs.length > 50);
    for (const [name, , calls, , , , , blocks, percent] of theirs) {
      const row = own.get(String(name));
      assert.equal(row?.count, calls, String(name));
      // Rounded to hundredths there.
      assert.ok(Math.abs((row?.blocksPerSm ?? NaN) - Number(blocks)) < 0.0051, String(name));
      assert.ok(Math.abs(100 * (row?.occupancy ?? NaN) - Number(percent)) < 0.0051, String(name));
    }
  },
);
