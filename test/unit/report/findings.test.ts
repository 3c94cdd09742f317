import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findingsOf } from '../../../src/core/report/findings';
import type { TraceRankReport } from '../../../src/core/report/types';

const rankWith = (rank: number, ...shares: readonly number[]): TraceRankReport => ({
  rank,
  findings: shares.map((share, place) => ({
    rule: `rule ${place}`,
    sentence: `${share * 100} % is lost`,
    share,
    evidence: { hostWaitSeconds: 0.0924, seconds: 2, kernelsShorterThanLaunch: 4112, variation: 0.125 },
    because: 'more than nothing is lost',
  })),
});

const found = (...ranks: readonly TraceRankReport[]) =>
  findingsOf({ schemaVersion: 1, window: 'all', ranks });

const EVIDENCE =
  'Host wait 92.4 ms, time 2.00 s, kernels shorter than launch 4,112, variation 12.5 %. ' +
  'Rule rule N: said when more than nothing is lost.';

test('findings are sentences, the costliest first', () => {
  assert.deepEqual(found(rankWith(0, 0.25, 0.5)), [
    { rule: 'rule 1', title: '50 % is lost.', evidence: EVIDENCE.replace('N', '1'), share: 0.5 },
    { rule: 'rule 0', title: '25 % is lost.', evidence: EVIDENCE.replace('N', '0'), share: 0.25 },
  ]);
});

test('a finding of several ranks is told once, of the rank that it costs most', () => {
  const titles = found(rankWith(0, 0.1, 0.2), rankWith(3, 0.4), rankWith(5, 0.3)).map(({ title }) => title);
  assert.deepEqual(titles, ['Rank 3: 40 % is lost, and the like on 2 other ranks.', 'Rank 0: 20 % is lost.']);
  assert.equal(found(rankWith(0, 0.125, 0.25, 0.375, 0.5, 0.625, 0.75)).length, 5);
});

const waiting = (wait: number) => ({
  collectives: [],
  unmatched: 0,
  straggler: 1,
  ranks: [
    { rank: 0, transfer: 0.1, wait, last: 0 },
    { rank: 1, transfer: 0.1, wait: 0, last: 4 },
  ],
});
const temporal = { idle: 0, compute: 1, nonCompute: 0, kernelTime: 1 };

test('ranks that wait for a later one are a finding of all of them', () => {
  const report = { schemaVersion: 1, window: 'all', ranks: [{ rank: 0, temporal }] } as const;
  const [first] = findingsOf({ ...report, across: waiting(0.2) });
  assert.equal(first?.rule, 'straggler');
  assert.match(first.title, /wait for each other in 50\.0 % of their communication, most of all for rank 1;/);
  assert.match(
    first.evidence,
    /^Wait 100 ms a rank, communication 200 ms a rank, collectives not on every rank 0\./,
  );
  assert.equal(first.share, 0.1);
  assert.deepEqual(findingsOf({ ...report, across: waiting(0.04) }), []);
});
