import assert from 'node:assert/strict';
import { test } from 'node:test';
import { collectives } from '../../../../src/core/traces/analysis/collectives';
import { busFactor } from '../../../../src/core/traces/analysis/messages';
import { compareRanks } from '../../../../src/core/traces/analysis/ranks';
import { select } from '../../../../src/core/traces/analysis/windows';
import { kernel } from '../../../support/kineto';
import { traceOf } from '../../../support/trace-of';

const allReduce = (ts: number, dur: number) =>
  kernel('ncclDevKernel_AllReduce_Sum_bf16_RING_LL', ts, dur, 1, {
    'Collective name': 'allreduce',
    'In msg nelems': 1e6,
    'Out msg nelems': 1e6,
    dtype: 'BFloat16',
    'Group size': 4,
    'Process Group Name': '0',
  });

test('bus factors are those of nccl-tests', () => {
  assert.equal(busFactor('allreduce', 4), 1.5);
  assert.equal(busFactor('_allgather_base', 4), 0.75);
  assert.equal(busFactor('reduce_scatter', 8), 7 / 8);
  assert.equal(busFactor('gather', 4), 0.75);
  assert.equal(busFactor('scatter', 4), 0.75);
  assert.equal(busFactor('broadcast', 8), 1);
});

test('collectives of one size, and the bandwidth of the fastest', () => {
  const [report] = collectives.run(select(traceOf([allReduce(0, 20), allReduce(50, 40)]), 'all')) ?? [];
  assert.deepEqual([report?.name, report?.bytes, report?.count, report?.groupSize], ['allreduce', 2e6, 2, 4]);
  assert.equal(report?.algorithmBandwidth, 2e6 / 20e-6);
  assert.equal(Math.round(report?.busBandwidth ?? 0), 150e9);
  assert.equal(collectives.run(select(traceOf([kernel('gemm', 0, 1, 1)]), 'all')), undefined);
});

test('who waits, and for whom', () => {
  const rank = (...durations: readonly number[]) =>
    select(traceOf(durations.map((dur, i) => allReduce(100 * i, dur))), 'all');
  const report = compareRanks([
    { rank: 0, selection: rank(30, 25) },
    { rank: 1, selection: rank(10, 20) },
    { rank: 2, selection: rank(15, 22, 9) },
  ]);
  const micro = (seconds: number): number => Math.round(seconds * 1e6);
  assert.deepEqual(
    report?.ranks.map(({ rank: number, transfer, wait, last }) => [
      number,
      micro(transfer),
      micro(wait),
      last,
    ]),
    [
      [0, 30, 25, 0],
      [1, 30, 0, 2],
      [2, 30, 7, 0],
    ],
  );
  assert.equal(report?.straggler, 1);
  assert.equal(report?.unmatched, 1);
  assert.equal(report?.collectives[0]?.straggler, 1);
  assert.equal(compareRanks([{ rank: 0, selection: rank(1) }]), undefined);
});

test('ranks that are divided wait within their groups, whatever the sizes, and point to point is no collective', () => {
  const micro = (seconds: number | undefined): number => Math.round((seconds ?? NaN) * 1e6);
  const of = (name: string, group: string, elements: number, ts: number, dur: number) =>
    kernel(`ncclDevKernel_${name}`, ts, dur, 1, {
      'Collective name': name,
      'In msg nelems': elements,
      'Out msg nelems': elements,
      dtype: 'BFloat16',
      'Group size': 2,
      'Process Group Name': group,
    });
  /** Ranks 0 and 1 are group "tp0", 2 and 3 "tp1"; 0 and 2 are "dp0", 1 and 3 "dp1"; all are "moe". */
  const rank = (
    tensor: string,
    data: string,
    reduce: number,
    exchange: number,
    gather: number,
    elements: number,
  ) =>
    select(
      traceOf([
        of('allreduce', tensor, 1000, 0, reduce),
        of('all_to_allv', 'moe', elements, 100, exchange),
        of('_allgather_base', data, 500, 200, gather),
        of('send', 'pp', 10, 300, 50),
      ]),
      'all',
    );
  const report = compareRanks([
    { rank: 0, selection: rank('tp0', 'dp0', 30, 12, 9, 10) },
    { rank: 1, selection: rank('tp0', 'dp1', 20, 10, 8, 20) },
    { rank: 2, selection: rank('tp1', 'dp0', 5, 11, 7, 30) },
    { rank: 3, selection: rank('tp1', 'dp1', 6, 13, 8, 40) },
  ]);
  // Transfers of 20 and 5 for the two reductions, 10 for the exchange, 7 and 8 for the gathers.
  assert.deepEqual(
    report?.ranks.map(({ transfer, wait, last }) => [micro(transfer), micro(wait), last]),
    [
      [37, 14, 0],
      [38, 0, 2],
      [22, 1, 2],
      [23, 4, 0],
    ],
  );
  // For rank 1 they wait 10 + 6, for rank 2 1 + 2.
  assert.equal(report?.straggler, 1);
  assert.equal(report?.unmatched, 0);
  const exchange = report?.collectives.find(({ name }) => name === 'all_to_allv');
  assert.deepEqual(
    [exchange?.bytes, exchange?.busBandwidth, micro(exchange?.wait)],
    [undefined, undefined, 6],
  );
  const reduction = report?.collectives.find(({ group }) => group === 'tp0');
  // 2,000 bytes in 20 µs, and 2 (n - 1) / n is 1 for two ranks.
  assert.equal(Math.round(reduction?.busBandwidth ?? 0), 100e6);
});
