import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findingsOf } from '../../../src/core/report/findings';
import type { TraceRankReport } from '../../../src/core/report/types';

const rankWith = (rank: number, ...shares: readonly number[]): TraceRankReport => ({
  rank,
  findings: shares.map((share) => ({
    rule: 'rule',
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
  'Rule rule: said when more than nothing is lost.';

test('findings are sentences, the costliest first', () => {
  assert.deepEqual(found(rankWith(0, 0.25, 0.5)), [
    { rule: 'rule', title: '50 % is lost.', evidence: EVIDENCE, share: 0.5 },
    { rule: 'rule', title: '25 % is lost.', evidence: EVIDENCE, share: 0.25 },
  ]);
});

test('findings of several ranks name their rank, and are five at most', () => {
  const titles = found(rankWith(0, 0.1, 0.2, 0.3), rankWith(3, 0.4, 0.5, 0.6)).map(({ title }) => title);
  assert.equal(titles.length, 5);
  assert.equal(titles[0], 'Rank 3: 60 % is lost.');
  assert.equal(titles[4], 'Rank 0: 20 % is lost.');
});
