import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { diffTraces, firstStep } from '../../../src/core/traces/analysis/diff';
import type { DiffRow } from '../../../src/core/traces/analysis/diff';
import { asHta } from '../../../src/core/traces/analysis/windows/hta';
import { readTrace } from '../../../src/core/traces/read';
import { openBytes } from '../../../src/io/open-bytes';
import { assertClose } from '../../support/parity';
import { sharedPath, skipUnlessShared } from '../../support/shared';
import { cellsOf, sharedRankFiles } from '../../support/shared-traces';
import type { PeerTable } from '../../support/shared-traces';

interface HtaDiff {
  readonly results: Readonly<Record<string, { readonly value: PeerTable }>>;
}

const ranks = 'param__dlrm_kineto_8ranks';
const PAIRS = {
  hta_trace_compare: () => [
    sharedPath('traces', 'hta__trace_compare__base.json.gz'),
    sharedPath('traces', 'hta__trace_compare__test.json.gz'),
  ],
  hta_trace_diff: () => [
    sharedPath('traces', 'hta__trace_diff__control.json.gz'),
    sharedPath('traces', 'hta__trace_diff__test.json.gz'),
  ],
  dlrm_worker0_vs_worker1: () =>
    existsSync(sharedPath('traces', ranks)) ? sharedRankFiles(ranks).slice(0, 2) : [],
} as const;

const step = async (path = '') => firstStep(asHta(await readTrace(openBytes(path)), { everything: true }));

const check = (rows: readonly DiffRow[], table: PeerTable): void => {
  const theirs = cellsOf(table);
  assert.deepEqual(new Set(rows.map(({ name }) => name)), new Set(theirs.map((row) => row['name'])));
  for (const row of theirs) {
    const ours = rows.find(({ name }) => name === row['name']);
    const name = String(row['name']);
    assert.equal(ours?.before?.count ?? 0, row['Control_counts'], name);
    assert.equal(ours?.after?.count ?? 0, row['Test_counts'], name);
    assert.equal(ours?.count, row['diff_counts'], name);
    assertClose((ours?.before?.seconds ?? 0) * 1e6, Number(row['Control_total_duration']), name);
    assertClose((ours?.after?.seconds ?? 0) * 1e6, Number(row['Test_total_duration']), name);
    assertClose((ours?.seconds ?? NaN) * 1e6, Number(row['diff_duration']), name, 1e-6);
  }
};

for (const [key, paths] of Object.entries(PAIRS))
  test(
    `equals HTA's trace diff ${key}`,
    { skip: skipUnlessShared('reference', 'hta', `diff__${key}.json`) },
    async () => {
      const { results } = JSON.parse(
        readFileSync(sharedPath('reference', 'hta', `diff__${key}.json`), 'utf8'),
      ) as HtaDiff;
      const [before, after] = paths();
      const diff = diffTraces(await step(before), await step(after));
      check(diff.host, results['compare_traces:CPU:full']?.value ?? { columns: [], rows: [] });
      check(diff.device, results['compare_traces:GPU:full']?.value ?? { columns: [], rows: [] });
    },
  );
