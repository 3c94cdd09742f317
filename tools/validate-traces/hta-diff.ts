import { join } from 'node:path';
import { comparedIn, diffTraces } from '../../src/core/traces/analysis/diff';
import type { DiffRow } from '../../src/core/traces/analysis/diff';
import type { Selection } from '../../src/core/traces/analysis/selection';
import { readTrace } from '../../src/core/traces/read';
import { openBytes } from '../../src/io/open-bytes';
import { demand, demandClose, demandSameNames } from './parity';
import type { Comparison } from './parity';
import { cellsOf, peerResult } from './results';
import type { PeerTable } from './results';

interface HtaDiff {
  readonly results: Readonly<Record<string, { readonly value: PeerTable }>>;
}

const RANKS = 'param__dlrm_kineto_8ranks';

/** Pairs of traces that HTA has compared and that are at hand, by the key of its results. */
export const DIFFS: Readonly<Record<string, readonly [string, string]>> = {
  hta_trace_compare: ['hta__trace_compare__base.json.gz', 'hta__trace_compare__test.json.gz'],
  hta_trace_diff: ['hta__trace_diff__control.json.gz', 'hta__trace_diff__test.json.gz'],
  dlrm_worker0_vs_worker1: [
    join(RANKS, 'worker0_step_12.1694128201545.pt.trace.json'),
    join(RANKS, 'worker1_step_12.1694128201556.pt.trace.json'),
  ],
};

const check = (trace: string, rows: readonly DiffRow[], table: PeerTable | undefined): void => {
  const theirs = cellsOf(table);
  const byName = new Map(rows.map((row) => [row.name, row]));
  demandSameNames(
    byName.keys(),
    theirs.map((row) => String(row['name'])),
    trace,
  );
  for (const row of theirs) {
    const ours = byName.get(String(row['name']));
    const what = `${trace}: ${row['name']}`;
    demand(
      (ours?.before?.count ?? 0) === row['Control_counts'] &&
        (ours?.after?.count ?? 0) === row['Test_counts'] &&
        ours?.count === row['diff_counts'],
      `${what}: counts`,
    );
    demandClose((ours?.before?.seconds ?? 0) * 1e6, row['Control_total_duration'], what);
    demandClose((ours?.after?.seconds ?? 0) * 1e6, row['Test_total_duration'], what);
    demandClose((ours?.seconds ?? NaN) * 1e6, row['diff_duration'], what, 1e-6);
  }
};

/** Our differences of two traces in the window "hta" beside those of HTA's trace diff. */
export const compareDiff = async (
  traces: string,
  reference: string,
  key: string,
): Promise<readonly Comparison[]> => {
  const { results } = peerResult(reference, 'hta', `diff__${key}`) as HtaDiff;
  const read = async (file = ''): Promise<Selection> =>
    comparedIn(await readTrace(openBytes(join(traces, file)), { name: file }), 'hta');
  const [before, after] = DIFFS[key] ?? [];
  const diff = diffTraces(await read(before), await read(after));
  check(`${key}, host`, diff.host, results['compare_traces:CPU:full']?.value);
  check(`${key}, device`, diff.device, results['compare_traces:GPU:full']?.value);
  return [{ analysis: '14 trace diff', trace: key }];
};
