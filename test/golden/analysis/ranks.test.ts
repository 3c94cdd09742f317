import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareRanks } from '../../../src/core/traces/analysis/ranks';
import { overlap } from '../../../src/core/traces/analysis/overlap';
import { select } from '../../../src/core/traces/analysis/windows';
import { readTrace } from '../../../src/core/traces/read';
import { openBytes } from '../../../src/io/open-bytes';
import { demandClose } from '../../../tools/validate-traces/parity';
import { cellsOf, peerResult, traceFiles } from '../../../tools/validate-traces/results';
import type { PeerTable } from '../../../tools/validate-traces/results';
import { sharedPath, skipUnlessShared } from '../../support/shared';

const KEY = 'param__dlrm_kineto_8ranks';

test(
  'eight ranks: waiting and transfer are all of communication',
  { skip: skipUnlessShared('traces', KEY) },
  async () => {
    const ranks = await Promise.all(
      traceFiles(sharedPath('traces'), KEY).map(async (file, rank) => ({
        rank,
        selection: select(await readTrace(openBytes(file)), 'all'),
      })),
    );
    const report = compareRanks(ranks);
    assert.equal(report?.ranks.length, 8);
    assert.equal(report?.unmatched, 0);
    for (const { rank, transfer, wait } of report?.ranks ?? []) {
      const { communication } = overlap.run(ranks[rank]?.selection ?? assert.fail()) ?? assert.fail();
      // Collectives on several streams may run at once; then the union is shorter than the sum.
      assert.ok(transfer + wait >= communication - 1e-9, `rank ${rank}`);
    }
    assert.ok((report?.ranks ?? []).some(({ last }) => last > 0));
  },
);

test(
  'overlap of every rank is what HTA says',
  { skip: skipUnlessShared('reference', 'hta', `${KEY}.json`) },
  async () => {
    const { results } = peerResult(sharedPath('reference'), 'hta', KEY) as {
      readonly results: { readonly get_comm_comp_overlap: { readonly value: PeerTable } };
    };
    const files = traceFiles(sharedPath('traces'), KEY);
    for (const row of cellsOf(results.get_comm_comp_overlap.value)) {
      const report = overlap.run(select(await readTrace(openBytes(files[Number(row['rank'])] ?? '')), 'hta'));
      demandClose(
        (100 * (report?.overlapped ?? NaN)) / (report?.communication ?? NaN),
        row['comp_comm_overlap_pctg'],
        `rank ${row['rank']}`,
        0.00501,
      );
    }
  },
);
